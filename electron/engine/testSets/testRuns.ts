import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Caller, Handlers } from '../../../shared/contract/index.ts';
import {
  type ErrorFact,
  factOf,
  isMistaken,
  SigmalineError,
  SOFTWARE_VERSION,
  type TestRun,
} from '../../../shared/domain/index.ts';
import type { Feature, Kernel, Repeated, Work } from '../kernel/index.ts';
import type { QuietLane } from '../lanes/index.ts';
import type { RecipeStore, StoredRecipe } from '../recipes/index.ts';
import { isStorageTrouble } from '../storage/index.ts';
import { outcomeOf } from './outcome.ts';
import type { NewResult, TestRunTable } from './testRunTable.ts';
import { type KeptImage, partOf, type TestSetTable } from './testSetTable.ts';

type TestRunRequest = Extract<keyof Handlers, `testRun.${string}`>;

export interface TestRunsNeeds {
  readonly lane: Pick<QuietLane, 'judge'>;
  readonly recipes: Pick<RecipeStore, 'load' | 'useOf'>;
  /** What the station has a recipe's network run on now; null where it has not been chosen. */
  readonly providerOf: (recipeFolder: string) => string | null;
  readonly sets: TestSetTable;
  readonly runs: TestRunTable;
  readonly folderOf: (setId: number) => string;
}

const IDLE_MS = 2000;
const GRACE_MS = 500;
const TELL_EVERY_MS = 500;

/** Has versions judge the images of locked sets, beside the line, and people look at what they got wrong before anything counts. */
export class TestRuns implements Feature<TestRunRequest> {
  readonly handlers: Handlers<TestRunRequest>;
  readonly #kernel: Kernel;
  readonly #needs: TestRunsNeeds;
  readonly #work: Work;
  readonly #loop: Repeated;
  #toldAtMs = 0;

  constructor(kernel: Kernel, needs: TestRunsNeeds) {
    this.#kernel = kernel;
    this.#needs = needs;
    this.#work = kernel.work();
    const { runs } = needs;
    this.handlers = {
      'testRun.start': ({ id, version }, caller) => this.#start(id, version, caller),
      'testRun.stop': ({ run }) => {
        if (runs.get(run).state === 'running') this.#end(run, 'stopped');
        return runs.get(run);
      },
      'testRun.results': ({ run: id }) => {
        const run = runs.get(id);
        return { run, results: runs.results(run) };
      },
      'testRun.look': ({ run, image }, caller) => this.#look(run, image, caller),
      'testRun.locateMap': ({ run: id, image }) => {
        const run = runs.get(id);
        const result = runs.results(run).find((one) => one.image.id === image);
        if (result?.hasMap !== true) throw new SigmalineError('image.not-found', { file: String(image) });
        return { path: this.#mapOf(run, image), placement: runs.placement(id, image) };
      },
    };
    this.#loop = this.#work.repeat(IDLE_MS, () => this.#judge());
  }

  async stop(): Promise<void> {
    await this.#work.stop(GRACE_MS);
  }

  async #start(setId: number, version: number, caller: Caller): Promise<TestRun> {
    const { sets, runs, recipes } = this.#needs;
    const set = sets.get(setId);
    if (set.state !== 'locked' || set.locked === null)
      throw new SigmalineError('test-set.not-locked', { name: set.name });
    if (runs.running() !== null) throw new SigmalineError('test-run.running');
    const { recipe } = await recipes.load(set.recipeId, version);
    if (recipe.limits === null) throw new SigmalineError('test-run.draft', { recipe: recipe.name, version });
    const images = sets.images(setId);
    const learned = new Set([...recipe.heldOut, ...(recipe.int8?.heldOut ?? [])].map(({ sha256 }) => sha256));
    const known = images.find(({ excluded, sha256 }) => excluded === null && learned.has(sha256));
    if (known !== undefined) throw new SigmalineError('test-run.calibration-image', { file: known.file, version });
    const begun = {
      setId,
      setHash: set.locked.hash,
      recipeId: set.recipeId,
      version,
      graphSha256: recipe.graph.sha256,
      software: SOFTWARE_VERSION,
      startedAt: this.#kernel.clock.now().toISOString(),
      by: caller.name,
    };
    const id = this.#kernel.database.transaction(() => {
      const made = runs.begin(begun, images);
      const object = { kind: 'recipe', id: `${set.recipeId}@${version}` };
      const said = {
        run: made,
        set: set.name,
        hash: begun.setHash,
        graph: begun.graphSha256,
        software: begun.software,
      };
      this.#kernel.audit.append({ action: 'test-run.started', object, new: said });
      return made;
    });
    this.#loop.wake();
    return this.#tell(id);
  }

  async #judge(): Promise<void> {
    const run = this.#needs.runs.running();
    if (run === null) return;
    try {
      await this.#judgeAll(run);
    } catch (thrown) {
      if (this.#work.isStopped || isStorageTrouble(thrown)) throw thrown;
      if (!(thrown instanceof SigmalineError)) this.#kernel.report(thrown);
      this.#end(run.id, 'broken', factOf(thrown));
    }
  }

  async #judgeAll(run: TestRun): Promise<void> {
    const { runs, sets, recipes } = this.#needs;
    const stored = await recipes.load(run.recipeId, run.version);
    const provider = this.#needs.providerOf(stored.folder) ?? (await this.#providerInUse(run));
    const images = new Map(sets.images(run.setId).map((image) => [image.id, image]));
    await mkdir(join(this.#mapOf(run, 0), '..'), { recursive: true });
    for (const id of runs.waiting(run.id)) {
      const image = images.get(id);
      if (image === undefined) throw new Error(`image ${id} of a locked set is not there`);
      const result = await this.#judgeOne(run, image, stored, provider);
      if (this.#work.isStopped || runs.get(run.id).state !== 'running') return;
      this.#kernel.database.transaction(() => runs.judged(run.id, id, result));
      if (performance.now() - this.#toldAtMs > TELL_EVERY_MS) this.#tell(run.id);
    }
    this.#judgedAll(run);
  }

  /** Another version of the recipe may run where this one has not been tried. */
  async #providerInUse({ recipeId }: TestRun): Promise<string | null> {
    const { recipes, providerOf } = this.#needs;
    const { version } = await recipes.useOf(recipeId);
    return recipes.load(recipeId, version).then(
      ({ folder }) => providerOf(folder),
      () => null,
    );
  }

  /** An image that cannot be judged is an error, as it would be on the line. @throws SigmalineError `test-set.altered`, `lane.*`, `recipe.corrupt` */
  async #judgeOne(run: TestRun, image: KeptImage, version: StoredRecipe, provider: string | null): Promise<NewResult> {
    const { label, isChallenge } = image;
    if (label === null) throw new Error(`image ${image.id} of a locked set has no label`);
    const imagePath = join(this.#needs.folderOf(run.setId), 'images', image.stored);
    const mapPath = this.#mapOf(run, image.id);
    try {
      const { result, recipe, judgement } = await this.#needs.lane.judge(version, imagePath, mapPath, provider);
      if (result.sha256 !== image.sha256)
        throw new SigmalineError('test-set.altered', { file: image.file, name: run.setName });
      if (run.provider === null) this.#needs.runs.ranOn(run.id, result.executionProvider);
      const { verdict, refusal } = judgement;
      const mustLook = isMistaken(label, verdict) || label.truth === 'defect' || isChallenge;
      const limit = recipe.limits?.fail ?? null;
      const { score, placement } = result;
      return { verdict, score, limit, error: refusal, hasMap: true, placement, mustLook };
    } catch (thrown) {
      const isOfImage =
        thrown instanceof SigmalineError && thrown.code.startsWith('image.') && thrown.code !== 'image.not-found';
      if (!isOfImage) throw thrown;
      return {
        verdict: 'error',
        score: null,
        limit: null,
        error: factOf(thrown),
        hasMap: false,
        placement: null,
        mustLook: true,
      };
    }
  }

  #judgedAll({ id, setId }: TestRun): void {
    const { runs, sets } = this.#needs;
    const { criteria } = sets.get(setId);
    if (criteria === null) throw new Error('a locked set has no criteria');
    const judged = runs
      .results({ id, setId })
      .map(({ image, label, verdict }) => ({ label, verdict, part: partOf(image, label) }));
    const outcome = outcomeOf(judged, criteria);
    this.#kernel.database.transaction(() => {
      runs.change(id, 'looking', { outcome });
      const { falseRejects, misses } = outcome;
      this.#kernel.audit.observed({
        action: 'test-run.judged',
        object: objectOf(id),
        new: {
          images: judged.length,
          falseRejects: falseRejects.mistakes,
          misses: misses.mistakes,
          checks: outcome.checks,
        },
      });
    });
    this.#concludeIfLooked(id);
    this.#tell(id);
  }

  #look(id: number, image: number, caller: Caller): TestRun {
    const { runs } = this.#needs;
    const run = runs.get(id);
    if (run.state === 'running' || run.outcome === null) throw new SigmalineError('test-run.not-judged');
    const result = runs.results(run).find((one) => one.image.id === image);
    if (result === undefined) throw new SigmalineError('image.not-found', { file: String(image) });
    if (result.looked !== null) return run;
    this.#kernel.database.transaction(() => {
      runs.looked(id, image, this.#kernel.clock.now().toISOString(), caller.name);
      const said = { file: result.image.file, shows: result.label, verdict: result.verdict };
      this.#kernel.audit.append({ action: 'test-run.looked', object: objectOf(id), new: said });
      this.#concludeIfLooked(id);
    });
    return this.#tell(id);
  }

  #concludeIfLooked(id: number): void {
    const { state, toLook, outcome } = this.#needs.runs.get(id);
    const waits = this.#needs.runs
      .results(this.#needs.runs.get(id))
      .some((one) => one.mustBeLooked && one.looked === null);
    if (state !== 'looking' || outcome === null || waits) return;
    this.#end(id, outcome.holds ? 'passed' : 'failed', null, { looked: toLook });
  }

  #end(
    id: number,
    state: Exclude<TestRun['state'], 'running' | 'looking'>,
    error: ErrorFact | null = null,
    said: object = {},
  ): void {
    const { runs } = this.#needs;
    this.#kernel.database.transaction(() => {
      runs.change(id, state, { endedAt: this.#kernel.clock.now().toISOString(), error });
      const { recipeId, version, setName, setHash, provider } = runs.get(id);
      const told = { state, recipe: `${recipeId}@${version}`, set: setName, hash: setHash, provider, ...said };
      this.#kernel.audit.append({ action: 'test-run.ended', object: objectOf(id), new: told });
    });
    const { recipeId } = this.#tell(id);
    this.#kernel.emit('recipe.changed', { id: recipeId });
  }

  #tell(id: number): TestRun {
    this.#toldAtMs = performance.now();
    const run = this.#needs.runs.get(id);
    this.#kernel.emit('testRun.changed', { run });
    return run;
  }

  #mapOf({ id, setId }: Pick<TestRun, 'id' | 'setId'>, image: number): string {
    return join(this.#needs.folderOf(setId), 'runs', String(id), `${image}.npy`);
  }
}

const objectOf = (id: number): { kind: string; id: string } => ({ kind: 'test run', id: String(id) });
