import type { Caller, Handlers, RequestOutput } from '../../../shared/contract/index.ts';
import {
  choosesRecipeBy,
  type ErrorFact,
  type InspectionId,
  type OpenRecipeChange,
  type RecipeId,
  reportOf,
  SigmalineError,
  type SignatureInput,
  type SourceId,
} from '../../../shared/domain/index.ts';
import { canonicalJson } from '../../audit/index.ts';
import { sha256Of } from '../../files/index.ts';
import type { Access } from '../access/index.ts';
import { currentActor, type Feature, type Kernel } from '../kernel/index.ts';
import type { Recipes } from '../recipes/index.ts';
import { countedMs, feedItemOf, type InspectionRecords } from '../records/index.ts';
import type { SourceSettings, Sources } from '../settings/index.ts';
import { type OpenChangeRow, RecipeChangeTable, type RecordedInspection } from '../storage/index.ts';

type RecipeChangeRequest = `recipeChange.${'choices' | 'make' | 'confirm' | 'undo'}`;

export interface RecipeChangesNeeds {
  readonly recipes: Pick<Recipes, 'loadForJudging'> & { readonly store: Pick<Recipes['store'], 'list'> };
  readonly sources: Pick<Sources, 'list' | 'chooseRecipe'>;
  readonly records: Pick<InspectionRecords, 'find'>;
  readonly signing: Pick<Access, 'signsRecipeChange' | 'signatures'>;
}

interface Wish {
  readonly source: SourceSettings;
  /** The recipe that the source was seen to have. */
  readonly from: RecipeId;
  readonly to: RecipeId;
  /** What the entry says besides. */
  readonly said: object;
  readonly signature: SignatureInput | undefined;
}

/**
 * Gives sources another recipe by hand. Only what arrives from then on is judged by it, as the ledger keeps the recipe of each arrival. Until somebody has
 * confirmed the first part that it judged, the change is open, and every screen says so.
 */
export class RecipeChanges implements Feature<RecipeChangeRequest> {
  readonly handlers: Handlers<RecipeChangeRequest>;
  readonly #kernel: Kernel;
  readonly #needs: RecipeChangesNeeds;
  readonly #table: RecipeChangeTable;
  #open: ReadonlyMap<SourceId, OpenChangeRow>;
  readonly #firstParts = new Map<InspectionId, OpenRecipeChange['firstPart']>();

  constructor(kernel: Kernel, needs: RecipeChangesNeeds) {
    this.#kernel = kernel;
    this.#needs = needs;
    this.#table = new RecipeChangeTable(kernel.database);
    this.#open = this.#read();
    kernel.recorders.register('recipe-changes', (record) => this.#noteFirst(record));
    kernel.recorders.onCommitted((record) => {
      if (this.#isFirst(record)) this.#reread();
    });
    this.handlers = {
      'recipeChange.choices': ({ sourceId }) => this.#choices(this.#source(sourceId)),
      'recipeChange.make': async ({ sourceId, recipeId, seen, isProposed, signature }, caller) => {
        const source = this.#source(sourceId);
        if (source.recipeId === recipeId) {
          throw new SigmalineError('source.recipe-same', { source: source.name, recipe: recipeId });
        }
        const wish = { source, from: seen, to: recipeId, said: { isProposed }, signature };
        return { change: await this.#make(wish, caller, () => undefined) };
      },
      'recipeChange.confirm': ({ sourceId, change }) => {
        const source = this.#source(sourceId);
        const { firstPart, from, to } = this.#requireOpen(source, change);
        if (firstPart === null) throw new SigmalineError('source.first-part-due', { source: source.name });
        kernel.database.transaction(() => {
          this.#table.addStep(change, { what: 'confirmed' }, this.#now());
          const object = { kind: 'source', id: sourceId } as const;
          kernel.audit.append({
            action: 'source.recipe-confirmed',
            object,
            new: { change, from, to, firstPart },
          });
        });
        this.#reread();
        return {};
      },
      'recipeChange.undo': async ({ sourceId, change, signature }, caller) => {
        const source = this.#source(sourceId);
        const { from, to } = this.#requireOpen(source, change);
        const wish = { source, from: to, to: from, said: { undoes: change }, signature };
        const undo = this.#make(wish, caller, (undoing) => {
          this.#requireOpen(source, change);
          this.#table.addStep(change, { what: 'undone' }, this.#now());
          // Back to what has judged before: nothing is to be confirmed.
          this.#table.addStep(undoing, { what: 'confirmed' }, this.#now());
        });
        await undo.catch((thrown: unknown) => {
          // Somebody else was faster: undone, or yet another recipe.
          const isOver = reportOf(thrown).code === 'settings.changed-meanwhile';
          throw isOver ? new SigmalineError('source.recipe-change-over', { source: source.name }) : thrown;
        });
        return {};
      },
    };
  }

  /** The change of this source that nobody has confirmed yet; null where there is none, or an engineer chose yet another recipe in the set-up. */
  of({ id, recipeId }: Pick<SourceSettings, 'id' | 'recipeId'>): OpenRecipeChange | null {
    const open = this.#open.get(id);
    if (open === undefined || open.to !== recipeId) return null;
    const { from, to, fromName, toName, at, by, firstPart } = open;
    const first = firstPart === null ? null : this.#feedItem(firstPart);
    return {
      ...{ change: open.id, from: { id: from, name: fromName }, to: { id: to, name: toName }, at, by },
      firstPart: first,
    };
  }

  async #choices(source: SourceSettings): Promise<RequestOutput<'recipeChange.choices'>> {
    const recipes = await judgingRecipes(this.#needs.recipes.store);
    return { refusal: refusalOf(source), current: source.recipeId, recipes };
  }

  /** @param also done in the same transaction, with the id of the change @returns the id of the change */
  async #make(
    { source, from, to, said, signature }: Wish,
    caller: Caller,
    also: (change: number) => void,
  ): Promise<number> {
    const { recipes, sources, signing } = this.#needs;
    const refusal = refusalOf(source);
    if (refusal !== null) throw new SigmalineError(refusal);
    if (signature === undefined && signing.signsRecipeChange) throw new SigmalineError('signature.needed');
    const { recipe } = await recipes.loadForJudging(to);
    if (recipe.limits === null) throw new SigmalineError('recipe.no-limit', { recipe: to, version: recipe.version });
    const nameOf = await this.#names();
    let change = 0;
    const object = { kind: 'source', id: source.id } as const;
    await sources.chooseRecipe(source.id, { from, to }, (choose) => {
      const act = (): void => {
        const names = { fromName: nameOf(from), toName: nameOf(to) };
        change = this.#table.add({
          sourceId: source.id,
          from,
          to,
          ...names,
          ...this.#now(),
          livedMs: Math.floor(this.#kernel.clock.moment().livedMs),
        });
        const now = { recipe: to, version: recipe.version, change, ...said };
        this.#kernel.audit.append({ action: 'source.recipe-chosen', object, old: { recipe: from }, new: now });
        also(change);
        choose();
      };
      if (signature === undefined) return this.#kernel.database.transaction(act);
      const hash = sha256Of(canonicalJson({ source: source.id, from, to: recipe }));
      return signing.signatures.sign(caller, signature, object, hash, act);
    });
    this.#reread();
    return change;
  }

  async #names(): Promise<(id: RecipeId) => string> {
    const { recipes } = await this.#needs.recipes.store.list();
    const names = new Map(recipes.map(({ id, name }) => [id, name]));
    return (id) => names.get(id) ?? id;
  }

  /** In the record's own transaction: after a restart the same part is the first one. */
  #noteFirst(record: RecordedInspection): void {
    const open = this.#open.get(record.sourceId);
    if (open === undefined || !this.#isFirst(record)) return;
    const step = { what: 'first-part', inspectionId: record.id } as const;
    this.#table.addStep(open.id, step, { at: record.recordedAt, by: open.by });
  }

  /** What arrived before the change was judged as at its arrival, and what could not be judged shows nothing. */
  #isFirst(record: RecordedInspection): boolean {
    const open = this.#open.get(record.sourceId);
    if (open === undefined || open.firstPart !== null) return false;
    if (record.recipeId !== open.to || record.verdict === 'error') return false;
    // By the clock alone, one that was set back would let nobody confirm the change until it comes there again.
    return open.livedMs === null ? (record.arrivedAt ?? '') >= open.at : countedMs(record, 'arrival') >= open.livedMs;
  }

  #read(): ReadonlyMap<SourceId, OpenChangeRow> {
    return new Map(this.#table.open().map((row) => [row.sourceId, row]));
  }

  #reread(): void {
    this.#open = this.#read();
    this.#kernel.changed();
  }

  /** The status is told several times a second: a record is read once. */
  #feedItem(id: InspectionId): OpenRecipeChange['firstPart'] {
    const known = this.#firstParts.get(id);
    if (known !== undefined) return known;
    const record = this.#needs.records.find(id);
    const item = record === null ? null : feedItemOf(record);
    this.#firstParts.clear();
    this.#firstParts.set(id, item);
    return item;
  }

  #now(): { readonly at: string; readonly by: string } {
    const { name, actor } = currentActor();
    return { at: this.#kernel.clock.now().toISOString(), by: name ?? actor };
  }

  /** @throws SigmalineError `source.not-found` */
  #source(id: SourceId): SourceSettings {
    const source = this.#needs.sources.list().find((known) => known.id === id);
    if (source === undefined) throw new SigmalineError('source.not-found', { source: id });
    return source;
  }

  /** @throws SigmalineError `source.recipe-change-over` */
  #requireOpen({ id, name }: SourceSettings, change: number): OpenChangeRow {
    const open = this.#open.get(id);
    const recipeId = this.#source(id).recipeId;
    if (open?.id !== change || open.to !== recipeId) {
      throw new SigmalineError('source.recipe-change-over', { source: name });
    }
    return open;
  }
}

/** Recipes whose version in use has a limit and may judge, by name. */
export async function judgingRecipes(
  store: Pick<Recipes['store'], 'list'>,
): Promise<RequestOutput<'recipeChange.choices'>['recipes']> {
  const { recipes } = await store.list();
  return recipes
    .filter(({ limits, use, life }) => {
      const used = life.versions.find(({ version }) => version === use.version);
      return limits !== null && used?.state === 'active';
    })
    .map(({ id, name, use }) => ({ id, name, version: use.version }));
}

/** Why the recipe of a source is not changed by hand; null where it may be. */
function refusalOf({ name, options }: SourceSettings): ErrorFact | null {
  const by = choosesRecipeBy(options);
  return by === null ? null : { code: `source.recipe-by-${by}`, details: { source: name } };
}
