import type { RequestInput, RequestName, RequestOutput } from '../../../../shared/contract/index.ts';
import {
  reportOf,
  type TestImage,
  type TestResult,
  type TestRun,
  type TestSet,
} from '../../../../shared/domain/index.ts';
import type { StationConnection } from '../../lib/connection/index.ts';

/** The test sets of the station and the tests with them, as they change. */
export class TestSetList {
  readonly #connection: StationConnection;
  #sets = $state.raw<readonly TestSet[]>([]);
  #runs = $state.raw<readonly TestRun[]>([]);
  #problem = $state<string | null>(null);

  /** To be made where effects may be. */
  constructor(connection: StationConnection) {
    this.#connection = connection;
    $effect(() => connection.on('testSet.changed', ({ set }) => this.#take(set)));
    $effect(() =>
      connection.on('testSet.removed', ({ id }) => {
        this.#sets = this.#sets.filter((set) => set.id !== id);
      }),
    );
    $effect(() => connection.on('testRun.changed', ({ run }) => this.#takeRun(run)));
    $effect(() => {
      if (connection.state === 'open') void this.#read();
    });
  }

  /** The newest first. */
  get sets(): readonly TestSet[] {
    return this.#sets;
  }

  get problem(): string | null {
    return this.#problem;
  }

  find(id: number | null): TestSet | null {
    return this.#sets.find((set) => set.id === id) ?? null;
  }

  /** The tests of a version, or with a set, the newest first. */
  runsOf(which: Partial<Pick<TestRun, 'setId' | 'recipeId' | 'version'>>): readonly TestRun[] {
    return this.#runs.filter((run) =>
      Object.entries(which).every(([field, value]) => run[field as keyof TestRun] === value),
    );
  }

  findRun(id: number | null): TestRun | null {
    return this.#runs.find((run) => run.id === id) ?? null;
  }

  /** @returns null where it was refused, and `problem` says why */
  async ask<N extends RequestName>(name: N, input: RequestInput<N>): Promise<RequestOutput<N> | null> {
    this.#problem = null;
    try {
      return await this.#connection.request(name, input);
    } catch (thrown) {
      this.#problem = reportOf(thrown).message;
      return null;
    }
  }

  async #read(): Promise<void> {
    const found = await this.ask('testSet.list', {});
    if (found === null) return;
    this.#sets = found.sets;
    this.#runs = found.runs;
  }

  #take(set: TestSet): void {
    const isKnown = this.#sets.some(({ id }) => id === set.id);
    this.#sets = isKnown ? this.#sets.map((known) => (known.id === set.id ? set : known)) : [set, ...this.#sets];
  }

  #takeRun(run: TestRun): void {
    const isKnown = this.#runs.some(({ id }) => id === run.id);
    this.#runs = isKnown ? this.#runs.map((known) => (known.id === run.id ? run : known)) : [run, ...this.#runs];
  }
}

/** The images of a set, read again whenever the set changes. */
export class SetImages {
  readonly #list: TestSetList;
  #images = $state.raw<readonly TestImage[]>([]);

  constructor(list: TestSetList) {
    this.#list = list;
  }

  get all(): readonly TestImage[] {
    return this.#images;
  }

  async read(id: number): Promise<void> {
    const found = await this.#list.ask('testSet.images', { id });
    if (found !== null) this.#images = found.images;
  }
}

/** What a test said of each image. */
export class RunResults {
  readonly #list: TestSetList;
  #results = $state.raw<readonly TestResult[]>([]);

  constructor(list: TestSetList) {
    this.#list = list;
  }

  /** Mistakes first, then what else a person has to look at. */
  get toLook(): readonly TestResult[] {
    return this.#results
      .filter(({ mustBeLooked }) => mustBeLooked)
      .toSorted((one, other) => Number(other.isMistake) - Number(one.isMistake) || one.image.id - other.image.id);
  }

  async read(run: number): Promise<void> {
    const found = await this.#list.ask('testRun.results', { run });
    if (found !== null) this.#results = found.results;
  }
}
