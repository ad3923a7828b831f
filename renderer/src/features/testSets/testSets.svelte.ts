import type { RequestInput, RequestName, RequestOutput } from '../../../../shared/contract/index.ts';
import {
  detailText,
  type TestImage,
  type TestLabel,
  type TestResult,
  type TestRun,
  type TestSet,
} from '../../../../shared/domain/index.ts';
import type { StationConnection } from '../../lib/connection/index.ts';
import { Refusal, type Sentence } from '../../lib/sentence.ts';
import { texts } from '../../lib/texts.ts';

/** The test sets of the station and the tests with them, as they change. */
export class TestSetList {
  readonly #connection: StationConnection;
  #sets = $state.raw<readonly TestSet[]>([]);
  #runs = $state.raw<readonly TestRun[]>([]);
  #problem = $state<Sentence | null>(null);

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

  get problem(): Sentence | null {
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
      this.#problem = Refusal.of(thrown);
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

/** The images of one set, read again whenever the set changes. */
export class SetImages {
  readonly #list: TestSetList;
  readonly #id: number;
  #all = $state.raw<readonly TestImage[] | null>(null);
  #isReading = false;
  #isStale = false;

  constructor(list: TestSetList, id: number) {
    this.#list = list;
    this.#id = id;
  }

  /** In the order in which they came; null until they were read. */
  get all(): readonly TestImage[] | null {
    return this.#all;
  }

  /** One request at a time, and one more for all that changed meanwhile. */
  async read(): Promise<void> {
    this.#isStale = true;
    if (this.#isReading) return;
    this.#isReading = true;
    while (this.#isStale) {
      this.#isStale = false;
      const found = await this.#list.ask('testSet.images', { id: this.#id });
      if (found !== null) this.#all = found.images;
    }
    this.#isReading = false;
  }
}

/** What a test said of each image. */
export class RunResults {
  readonly #list: TestSetList;
  #results = $state.raw<readonly TestResult[]>([]);

  constructor(list: TestSetList) {
    this.#list = list;
  }

  /** Mistakes first, then what else a person has to look at, then the rest. */
  get all(): readonly TestResult[] {
    const rank = ({ isMistake, mustBeLooked }: TestResult): number => (isMistake ? 0 : mustBeLooked ? 1 : 2);
    return this.#results.toSorted((one, other) => rank(one) - rank(other) || one.image.id - other.image.id);
  }

  async read(run: number): Promise<void> {
    const found = await this.#list.ask('testRun.results', { run });
    if (found !== null) this.#results = found.results;
  }
}

/** What a label says, in words. */
export function labelWords(label: TestLabel | null): string {
  const { unlabelled, good, defect } = texts.testSets;
  if (label === null) return unlabelled;
  if (label.truth === 'good') return good;
  return label.defect === null ? defect : `${defect}${texts.colon}${detailText(label.defect)}`;
}

/** Whether a key press or a drop belongs to a field or a window instead of the screen. */
export function isElsewhere(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest('input, textarea, select, [role="dialog"], [role="alertdialog"]') !== null
  );
}

/** What a person says of all images that are added next. */
export class SaidOfAdded {
  truth = $state<'none' | TestLabel['truth']>('none');
  /** Empty where the class is not said. */
  defect = $state('');

  get label(): TestLabel | null {
    if (this.truth === 'none') return null;
    return { truth: this.truth, defect: this.truth === 'defect' && this.defect !== '' ? this.defect : null };
  }
}
