import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ComparedRecord, Comparison, Handlers, RequestInput } from '../../../shared/contract/index.ts';
import {
  factOf,
  type RecipeId,
  type RecordFilter,
  recordFilterSchema,
  SigmalineError,
} from '../../../shared/domain/index.ts';
import type { Feature, Kernel, Repeated, Work } from '../kernel/index.ts';
import type { QuietLane } from '../lanes/index.ts';
import type { RecipeStore, StoredRecipe } from '../recipes/index.ts';
import type { InspectionRecords, OriginalImageFinder } from '../records/index.ts';
import { FoundRecords, type RecordSearch } from '../search/index.ts';
import type { RecordedInspection } from '../storage/index.ts';
import { isStorageTrouble } from '../storage/index.ts';
import { ComparisonTable, type SecondVerdict } from './comparisonTable.ts';

type ComparisonRequest = Extract<keyof Handlers, `comparison.${string}`>;

export interface ComparisonsNeeds {
  readonly lane: Pick<QuietLane, 'judge'>;
  readonly recipes: Pick<RecipeStore, 'load' | 'useOf'>;
  readonly records: Pick<InspectionRecords, 'find'>;
  readonly findOriginal: OriginalImageFinder;
  readonly search: Pick<RecordSearch, 'newestOf'>;
}

const IDLE_MS = 2000;
const GRACE_MS = 500;
const HOUR_MS = 60 * 60 * 1000;
/** So many images are judged by both versions, one after the other: that is what times can be compared by. */
const TIMED = 15;
/** A shadow that has fallen so far behind leaves inspections out: it must not fill the disk, or go on for days after its end. */
const MOST_WAITING = 2000;
const TELL_EVERY_MS = 1000;

/** Has versions judge what others have judged: nothing that comes of it decides about a part. */
export class Comparisons implements Feature<ComparisonRequest> {
  readonly handlers: Handlers<ComparisonRequest>;
  readonly #kernel: Kernel;
  readonly #needs: ComparisonsNeeds;
  readonly #table: ComparisonTable;
  readonly #lines: FoundRecords;
  readonly #work: Work;
  readonly #loop: Repeated;
  /** Asked with every record. */
  #running: ReturnType<ComparisonTable['running']>;
  #toldAtMs = 0;

  constructor(kernel: Kernel, needs: ComparisonsNeeds) {
    this.#kernel = kernel;
    this.#needs = needs;
    this.#table = new ComparisonTable(kernel.database);
    this.#lines = new FoundRecords(kernel.database);
    this.#running = this.#table.running();
    this.#work = kernel.work();
    this.handlers = {
      'comparison.list': () => ({ comparisons: this.#table.all() }),
      'comparison.start': (asked, caller) => this.#start(asked, caller.name),
      'comparison.shadow': (asked, caller) => this.#shadow(asked, caller.name),
      'comparison.stop': ({ id }) => {
        const { state } = this.#table.get(id);
        if (state === 'running') this.#end(id, 'stopped');
        return this.#table.get(id);
      },
      'comparison.remove': async ({ id }) => {
        if (this.#table.get(id).state === 'running') throw new SigmalineError('comparison.running');
        kernel.database.transaction(() => {
          this.#table.remove(id);
          kernel.audit.append({ action: 'comparison.removed', object: { kind: 'comparison', id: String(id) } });
        });
        await rm(this.#folderOf(id), { recursive: true, force: true });
        return {};
      },
      'comparison.records': (asked) => this.#page(asked),
      'comparison.locateMap': ({ id, number }) => {
        this.#table.get(id);
        return { path: this.#mapOf(id, number), placement: this.#table.placement(id, number) };
      },
    };
    kernel.recorders.onCommitted((record) => this.#follow(record));
    this.#loop = this.#work.repeat(IDLE_MS, () => this.#judgeAll());
  }

  async stop(): Promise<void> {
    await this.#work.stop(GRACE_MS);
  }

  async #start(
    asked: { recipe: RecipeId; version: number; against?: number | undefined; filter: RecordFilter; most: number },
    by: string | null,
  ): Promise<Comparison> {
    const against = asked.against ?? (await this.#needs.recipes.useOf(asked.recipe)).version;
    await this.#requireBoth(asked.recipe, asked.version, against);
    const filter = { ...asked.filter, recipe: { id: asked.recipe, version: against } };
    const numbers = await this.#needs.search.newestOf(recordFilterSchema.parse(filter), asked.most);
    if (numbers.length === 0)
      throw new SigmalineError('comparison.nothing', { recipe: asked.recipe, version: against });
    return this.#begin(
      { kind: 'stored', recipeId: asked.recipe, against, version: asked.version, until: null, by },
      numbers,
    );
  }

  async #shadow(
    { recipe, version, hours }: { readonly recipe: RecipeId; readonly version: number; readonly hours: number },
    by: string | null,
  ): Promise<Comparison> {
    const { version: against } = await this.#needs.recipes.useOf(recipe);
    await this.#requireBoth(recipe, version, against);
    const until = new Date(this.#kernel.clock.now().getTime() + hours * HOUR_MS).toISOString();
    return this.#begin({ kind: 'shadow', recipeId: recipe, against, version, until, by }, []);
  }

  async #requireBoth(recipe: RecipeId, version: number, against: number): Promise<void> {
    if (version === against) throw new SigmalineError('comparison.same', { recipe, version });
    await this.#needs.recipes.load(recipe, version);
    await this.#needs.recipes.load(recipe, against);
  }

  #begin(
    begun: Pick<Comparison, 'kind' | 'recipeId' | 'against' | 'version' | 'until' | 'by'>,
    numbers: readonly number[],
  ): Comparison {
    if (this.#running.some(({ kind }) => kind === begun.kind)) throw new SigmalineError('comparison.running');
    const { kind, recipeId, against, version, until } = begun;
    const id = this.#kernel.database.transaction(() => {
      const made = this.#table.begin({ ...begun, startedAt: this.#kernel.clock.now().toISOString() }, numbers);
      const object = { kind: 'recipe', id: `${recipeId}@${version}` };
      const said = { comparison: made, kind, against, inspections: numbers.length, until };
      this.#kernel.audit.append({ action: 'comparison.started', object, new: said });
      return made;
    });
    this.#running = this.#table.running();
    this.#loop.wake();
    return this.#table.get(id);
  }

  /** A new record: shadows of its version are to judge it too. */
  #follow({ number, recipeId, recipeVersion, score }: RecordedInspection): void {
    if (score === null) return;
    for (const { id, kind, recipeId: recipe, against } of this.#running) {
      if (kind !== 'shadow' || recipe !== recipeId || against !== recipeVersion) continue;
      try {
        if (this.#table.isWaitingFor(id, MOST_WAITING)) this.#table.skip(id);
        else this.#table.add(id, number);
        this.#loop.wake();
      } catch (thrown) {
        // The part is recorded; what is wrong with the disk is told by those who must write.
        this.#kernel.report(thrown);
      }
    }
  }

  async #judgeAll(): Promise<void> {
    for (const { id } of this.#running) {
      try {
        await this.#judgeWaiting(id);
      } catch (thrown) {
        if (this.#work.isStopped || isStorageTrouble(thrown)) throw thrown;
        this.#end(id, 'failed', factOf(thrown));
      }
    }
  }

  async #judgeWaiting(id: number): Promise<void> {
    const { recipeId, version, against, kind } = this.#table.get(id);
    const { recipes } = this.#needs;
    const own = await recipes.load(recipeId, version);
    const other = await recipes.load(recipeId, against);
    await mkdir(this.#folderOf(id), { recursive: true });
    let timed = this.#table.get(id).judged;
    for (let number = this.#table.next(id); number !== null; number = this.#table.next(id)) {
      const second = await this.#judge(this.#mapOf(id, number), number, own, timed <= TIMED ? other : null);
      if (this.#work.isStopped || !this.#table.isRunning(id)) return;
      if (second === null) this.#table.lacking(id, number);
      // The first image opens the networks: its times say nothing.
      else this.#table.judged(id, number, timed === 0 ? { ...second, imageMs: null } : second);
      if (second !== null) timed += 1;
      if (performance.now() - this.#toldAtMs > TELL_EVERY_MS) this.#tell(id);
    }
    const { until, judged, lacking, total } = this.#table.get(id);
    const isOver = until === null || this.#kernel.clock.now().getTime() >= Date.parse(until);
    if (!isOver) return;
    const isEmpty = kind === 'stored' && judged === 0 && lacking === total;
    this.#end(id, isEmpty ? 'failed' : 'done', isEmpty ? { code: 'comparison.images-gone', details: {} } : null);
  }

  /**
   * @param timed the version that judged the record, where its time is to be measured beside
   * @returns null where the image is not there any more, or cannot be judged
   */
  async #judge(
    mapPath: string,
    number: number,
    own: StoredRecipe,
    timed: StoredRecipe | null,
  ): Promise<SecondVerdict | null> {
    const line = this.#lines.line(number);
    const record = line === null ? null : this.#needs.records.find(line.id);
    const imagePath = record === null ? null : await this.#needs.findOriginal(record);
    if (record === null || imagePath === null) return null;
    const { lane } = this.#needs;
    const provider = record.executionProvider;
    try {
      const { result, recipe, judgement } = await lane.judge(own, imagePath, mapPath, provider);
      const { verdict } = judgement;
      const other = timed === null ? null : (await lane.judge(timed, imagePath, null, provider)).result;
      const isChanged = verdict !== record.verdict;
      if (!isChanged) await rm(mapPath, { force: true });
      return {
        verdict,
        score: result.score,
        limit: recipe.limits?.fail ?? null,
        hasMap: isChanged,
        placement: result.placement,
        imageMs: other === null ? null : { against: other.durationMs, version: result.durationMs },
      };
    } catch (thrown) {
      if (!(thrown instanceof SigmalineError) || thrown.code === 'recipe.corrupt') throw thrown;
      if (!this.#work.isStopped) this.#kernel.report(thrown);
      return null;
    }
  }

  #page(asked: RequestInput<'comparison.records'>): { records: ComparedRecord[]; hasMore: boolean } {
    const { id, from = null, to = null, onlyChanged = true, before = null, limit = 50 } = asked;
    this.#table.get(id);
    const rows = this.#table.page(id, { from, to, onlyChanged, before, limit: limit + 1 });
    const records = rows.slice(0, limit).flatMap(({ number, hasMap, ...second }): ComparedRecord[] => {
      const record = this.#lines.line(number);
      return record === null ? [] : [{ record, ...second, hasMap: hasMap === 1 }];
    });
    return { records, hasMore: rows.length > limit };
  }

  #end(id: number, state: Exclude<Comparison['state'], 'running'>, error: Comparison['error'] = null): void {
    this.#kernel.database.transaction(() => {
      this.#table.end(id, state, error);
      const { judged, lacking, changes } = this.#table.get(id);
      const changed = changes.filter(({ from, to }) => from !== to).reduce((sum, { count }) => sum + count, 0);
      const object = { kind: 'comparison', id: String(id) };
      this.#kernel.audit.append({ action: 'comparison.ended', object, new: { state, judged, lacking, changed } });
    });
    this.#running = this.#table.running();
    this.#tell(id);
  }

  #tell(id: number): void {
    this.#toldAtMs = performance.now();
    this.#kernel.emit('comparison.changed', { comparison: this.#table.get(id) });
  }

  #folderOf(id: number): string {
    return join(this.#kernel.dataFolder, 'comparisons', String(id));
  }

  #mapOf(id: number, number: number): string {
    return join(this.#folderOf(id), `${number}.npy`);
  }
}
