import { isDeepStrictEqual } from 'node:util';
import {
  BYPASSED_CODE,
  type ErrorFact,
  type Inspection,
  inspectionErrorDetail,
  looksForeign,
  type RecipeId,
  type SourceId,
  sourceSubject,
} from '../../../shared/domain/index.ts';
import type { Kernel, Statement } from '../kernel/index.ts';
import type { RecipeProposals } from '../recipeChanges/index.ts';
import type { InspectionRecords } from '../records/index.ts';
import type { SettingsStore, SourceSettings } from '../settings/index.ts';
import { LONGEST_RUN, UnlikelyRun } from './unlikelyRun.ts';

export interface LineGuardNeeds {
  readonly settings: Pick<SettingsStore, 'current' | 'onChanged'>;
  readonly records: Pick<InspectionRecords, 'recentOf'>;
  /** Asks which other recipe an image would fit that looks like another product. */
  readonly proposals?: Pick<RecipeProposals, 'ask' | 'forget' | 'adviceFor'>;
}

/** Images that cannot be judged have no promised rate; on a line that works they are rarer than this. */
const ERROR_RATE = 0.001;
/** So many images in a row that look like another product are no chance; each of them failed. */
const FOREIGN_RUN = 3;
/** Errors among them do not count as parts that were judged. */
const REPLAYED = 2 * LONGEST_RUN;
/** What was counted of a recipe holds until so many parts in a row were judged by others: recipes may alternate on one source. */
const OTHERS = 30;

/** What is counted of one source. */
interface Watched {
  /** What an engineer decided; counting begins anew when that changes. */
  readonly decided: Pick<SourceSettings, 'recipeId' | 'options'>;
  readonly errors: UnlikelyRun;
  error: Inspection['error'];
  differing: { readonly file: string; readonly difference: ErrorFact } | null;
  /** What was counted of each recipe that judges its parts, that of the newest part last. */
  readonly recipes: Map<RecipeId, OfRecipe>;
}

/** What is counted of the parts that one recipe judged. */
interface OfRecipe {
  readonly recipe: RecipeId;
  readonly version: number | null;
  readonly fails: UnlikelyRun | null;
  /** How many of the newest, one after the other, looked like another product. */
  foreign: number;
  /** The last difference since a part passed: it may not be seen in every image. */
  cause: ErrorFact | null;
  /** Parts since then that others judged. */
  others: number;
}

/**
 * Notices a line that is absurd: images unlike those that the recipe was calibrated with, and runs of fails or errors that nothing but a change of the
 * line explains. It changes no verdict. It knows nothing but the records, and so goes on after a restart where it was.
 */
export class LineGuard {
  readonly #needs: LineGuardNeeds;
  readonly #watched = new Map<SourceId, Watched>();

  constructor(kernel: Kernel, needs: LineGuardNeeds) {
    this.#needs = needs;
    for (const source of needs.settings.current().sources) {
      this.#begin(source);
      for (const record of needs.records.recentOf(source.id, REPLAYED)) this.#add(record);
    }
    needs.settings.onChanged(() => this.#beginAnewWhereChanged());
    kernel.recorders.onCommitted((record) => this.#add(record), 'first');
    kernel.conditions.register(() => needs.settings.current().sources.flatMap((source) => this.#statements(source)));
  }

  #begin({ id, recipeId, options }: SourceSettings): void {
    const nothing = { error: null, differing: null, recipes: new Map<RecipeId, OfRecipe>() };
    this.#watched.set(id, { ...nothing, decided: { recipeId, options }, errors: new UnlikelyRun(ERROR_RATE) });
    this.#needs.proposals?.forget(id);
  }

  /** What was counted before an engineer put something right says nothing of the line as it is now. */
  #beginAnewWhereChanged(): void {
    for (const source of this.#needs.settings.current().sources) {
      const { recipeId, options } = source;
      if (!isDeepStrictEqual(this.#watched.get(source.id)?.decided, { recipeId, options })) this.#begin(source);
    }
  }

  #add(record: Inspection): void {
    const watched = this.#watched.get(record.sourceId);
    // What nobody wanted to have judged says nothing of the line.
    if (watched === undefined || record.error?.code === BYPASSED_CODE) return;
    watched.errors.add(record.verdict === 'error');
    watched.error = record.error ?? watched.error;
    const [difference] = record.imageDifferences ?? [];
    // What could not be judged was not compared, unless its recipe's gate refused it.
    if (record.imageDifferences !== null || record.verdict !== 'error')
      watched.differing = difference === undefined ? null : { file: record.file, difference };
    if (record.verdict === 'error' || record.recipeId === null) return;
    const counted = countedOf(watched.recipes, record, record.recipeId);
    counted.cause = difference ?? (record.verdict === 'fail' ? counted.cause : null);
    counted.fails?.add(record.verdict === 'fail');
    counted.foreign = looksForeign(record) ? counted.foreign + 1 : 0;
    const { proposals } = this.#needs;
    const isStrange = counted.foreign >= FOREIGN_RUN || (counted.fails?.current ?? null) !== null;
    if (isStrange && record.verdict === 'fail') proposals?.ask(record);
    else if (foreignOf(watched) === undefined && failsOf(watched) === null) proposals?.forget(record.sourceId);
  }

  #statements(source: SourceSettings): Statement[] {
    const watched = this.#watched.get(source.id);
    if (watched === undefined) return [];
    const { errors, error, differing } = watched;
    const subject = sourceSubject(source);
    const about = { source: source.name };
    const found: Statement[] = [];
    if (errors.current !== null && error !== null) {
      const details = { ...about, ...errors.current, problem: inspectionErrorDetail(error) };
      found.push({ code: 'source.errors-unlikely', details, subject, severity: 'alarm' });
    }
    const foreign = foreignOf(watched);
    if (foreign !== undefined) {
      const advice = this.#needs.proposals?.adviceFor(source.id) ?? { code: 'line.check-recipe', details: {} };
      const details = { ...about, count: foreign.foreign, recipe: foreign.recipe, advice };
      found.push({ code: 'source.wrong-product', details, subject, severity: 'alarm' });
    } else {
      const unlikely = failsOf(watched);
      if (unlikely !== null) {
        const advice = this.#needs.proposals?.adviceFor(source.id);
        // Not every network finds nearly every place of another product unusual.
        const check = advice?.code === 'line.recipe-fits' ? advice : unlikely.check;
        const details = { ...about, ...unlikely, check };
        found.push({ code: 'source.fails-unlikely', details, subject, severity: 'alarm' });
      }
    }
    // A row of images that the gate refuses says it already.
    const isTold = errors.current !== null && error?.code === 'gate.error';
    if (differing !== null && !isTold) {
      found.push({ code: 'source.images-differ', details: { ...about, ...differing }, subject, severity: 'warning' });
    }
    return found;
  }
}

/** What is counted of the recipe that judged this part. It begins anew with another version, and with a recipe that has not judged for a while. */
function countedOf(recipes: Map<RecipeId, OfRecipe>, record: Inspection, recipe: RecipeId): OfRecipe {
  for (const [id, other] of recipes) {
    if (id !== recipe) other.others += 1;
    if (other.others > OTHERS) recipes.delete(id);
  }
  const known = recipes.get(recipe);
  // The newest last.
  recipes.delete(recipe);
  const { recipeVersion: version, falseRejectBound } = record;
  const fails = falseRejectBound === null ? null : new UnlikelyRun(falseRejectBound);
  const counted = known?.version === version ? known : { recipe, version, fails, foreign: 0, cause: null, others: 0 };
  counted.others = 0;
  recipes.set(recipe, counted);
  return counted;
}

/** The recipe to which the parts look like another product; of several the one that judged last. */
function foreignOf({ recipes }: Watched): OfRecipe | undefined {
  return [...recipes.values()].findLast(({ foreign }) => foreign >= FOREIGN_RUN);
}

/** A run of fails that its promised rate cannot explain, of the recipe that judged last among those that have one. */
function failsOf({ recipes }: Watched): { failed: number; count: number; promised: number; check: ErrorFact } | null {
  for (const { fails, cause } of [...recipes.values()].reverse()) {
    const run = fails?.current ?? null;
    if (fails === null || run === null) continue;
    const check: ErrorFact =
      cause === null
        ? { code: 'line.check', details: {} }
        : { code: 'line.check-images', details: { difference: cause } };
    return { ...run, promised: Number((100 * fails.rate).toPrecision(2)), check };
  }
  return null;
}
