import { isDeepStrictEqual } from 'node:util';
import {
  type ErrorFact,
  type Inspection,
  inspectionErrorDetail,
  looksForeign,
  type SourceId,
  sourceSubject,
} from '../../../shared/domain/index.ts';
import type { Kernel, Statement } from '../kernel/index.ts';
import type { InspectionRecords } from '../records/index.ts';
import type { SettingsStore, SourceSettings } from '../settings/index.ts';
import { LONGEST_RUN, UnlikelyRun } from './unlikelyRun.ts';

export interface LineGuardNeeds {
  readonly settings: Pick<SettingsStore, 'current' | 'onChanged'>;
  readonly records: Pick<InspectionRecords, 'recentOf'>;
}

/** Images that cannot be judged have no promised rate; on a line that works they are rarer than this. */
const ERROR_RATE = 0.001;
/** So many images in a row that look like another product are no chance; each of them failed. */
const FOREIGN_RUN = 3;
/** Errors among them do not count as parts that were judged. */
const REPLAYED = 2 * LONGEST_RUN;

/** What is counted of one source. */
interface Watched {
  /** What an engineer decided; counting begins anew when that changes. */
  readonly decided: Pick<SourceSettings, 'recipeId' | 'options'>;
  readonly errors: UnlikelyRun;
  error: Inspection['error'];
  /** The recipe version that judged last. */
  judgedBy: string | null;
  fails: UnlikelyRun | null;
  /** How many of the newest parts, one after the other, looked like another product; and the recipe that judged them. */
  foreign: { readonly count: number; readonly recipe: string };
  differing: { readonly file: string; readonly difference: ErrorFact } | null;
  /** The last difference since a part passed: it may not be seen in every image. */
  cause: ErrorFact | null;
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
    kernel.recorders.onCommitted((record) => this.#add(record));
    kernel.conditions.register(() => needs.settings.current().sources.flatMap((source) => this.#statements(source)));
  }

  #begin({ id, recipeId, options }: SourceSettings): void {
    const nothing = { error: null, judgedBy: null, fails: null, differing: null, cause: null };
    const foreign = { count: 0, recipe: '' };
    this.#watched.set(id, { ...nothing, foreign, decided: { recipeId, options }, errors: new UnlikelyRun(ERROR_RATE) });
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
    if (watched === undefined) return;
    watched.errors.add(record.verdict === 'error');
    watched.error = record.error ?? watched.error;
    const [difference] = record.imageDifferences ?? [];
    // What could not be judged was not compared, unless its recipe's gate refused it.
    if (record.imageDifferences !== null || record.verdict !== 'error')
      watched.differing = difference === undefined ? null : { file: record.file, difference };
    if (record.verdict === 'error') return;
    watched.cause = difference ?? (record.verdict === 'fail' ? watched.cause : null);
    const judgedBy = `${record.recipeId} ${record.recipeVersion}`;
    if (watched.judgedBy !== judgedBy) {
      watched.judgedBy = judgedBy;
      watched.fails = record.falseRejectBound === null ? null : new UnlikelyRun(record.falseRejectBound);
    }
    watched.fails?.add(record.verdict === 'fail');
    watched.foreign = { count: looksForeign(record) ? watched.foreign.count + 1 : 0, recipe: record.recipeId ?? '' };
  }

  #statements(source: SourceSettings): Statement[] {
    const watched = this.#watched.get(source.id);
    if (watched === undefined) return [];
    const { fails, errors, error, differing, cause, foreign } = watched;
    const subject = sourceSubject(source);
    const about = { source: source.name };
    const found: Statement[] = [];
    if (errors.current !== null && error !== null) {
      const details = { ...about, ...errors.current, problem: inspectionErrorDetail(error) };
      found.push({ code: 'source.errors-unlikely', details, subject, severity: 'alarm' });
    }
    if (foreign.count >= FOREIGN_RUN) {
      found.push({ code: 'source.wrong-product', details: { ...about, ...foreign }, subject, severity: 'alarm' });
    } else if (fails !== null && fails.current !== null) {
      const check: ErrorFact =
        cause === null
          ? { code: 'line.check', details: {} }
          : { code: 'line.check-images', details: { difference: cause } };
      const details = { ...about, ...fails.current, promised: Number((100 * fails.rate).toPrecision(2)), check };
      found.push({ code: 'source.fails-unlikely', details, subject, severity: 'alarm' });
    }
    // A row of images that the gate refuses says it already.
    const isTold = errors.current !== null && error?.code === 'gate.error';
    if (differing !== null && !isTold) {
      found.push({ code: 'source.images-differ', details: { ...about, ...differing }, subject, severity: 'warning' });
    }
    return found;
  }
}
