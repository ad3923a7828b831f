import {
  BYPASSED_CODE,
  type Bypass,
  type Decision,
  type DispositionState,
  errorDetailsSchema,
  type HandoverNote,
  type InspectedCounts,
  type InspectionId,
  inspectionErrorSentence,
  type Placement,
  placementSchema,
  type RecipeId,
  recipeIdSchema,
  type StationSettings,
  shiftTime,
  type Verdict,
} from '../../../../shared/domain/index.ts';
import { bypassesIn } from '../../bypass/index.ts';
import { notesIn } from '../../handover/index.ts';
import { countedAs, countedErrorAs, type StationDatabase } from '../../storage/index.ts';
import { type ChainFacts, chainFactsIn, eventsIn, type StationEvent } from './chainFacts.ts';
import { type Standstill, Standstills } from './standstills.ts';

/** A record as a shift's report shows it. */
export interface ReportedRecord {
  readonly number: number;
  readonly id: InspectionId;
  readonly recordedAt: string;
  /** The time by which it counts. */
  readonly at: string;
  readonly sourceName: string;
  readonly file: string;
  readonly serial: string | null;
  readonly verdict: Verdict;
  readonly score: number | null;
  readonly limit: number | null;
  readonly recipe: string | null;
  readonly errorCode: string | null;
  readonly filesFolder: string | null;
  /** Where its anomaly map lies in the image; null where it covers all of it. */
  readonly placement: Placement | null;
  readonly decision: Decision | null;
  readonly reason: string | null;
  readonly defect: string | null;
  readonly decidedBy: string | null;
}

/** The scores of one version of a recipe over the span. */
export interface ScoreSeries {
  readonly recipe: string;
  readonly limit: number | null;
  /** In the order of their numbers: times in milliseconds since 1970, and sigma. */
  readonly times: readonly number[];
  readonly scores: readonly number[];
}

export interface JudgingVersion {
  readonly id: RecipeId;
  readonly version: number;
  readonly limit: number | null;
  readonly parts: number;
}

export interface ShiftContent {
  readonly counts: InspectedCounts;
  readonly late: number;
  /** How many images were judged: more than parts where these have several views. */
  readonly images: number;
  /** How many parts were not inspected because inspection was switched off; when that was, the oldest first. */
  readonly bypassed: number;
  readonly bypasses: readonly Bypass[];
  /** What was written for the next shift, the oldest first. */
  readonly notes: readonly HandoverNote[];
  readonly series: readonly ScoreSeries[];
  readonly versions: readonly JudgingVersion[];
  readonly software: readonly string[];
  /** What people said of parts that did not pass; null stands for those about which nobody has decided, or without a class. */
  readonly reasons: ReadonlyMap<string | null, number>;
  readonly defects: ReadonlyMap<string | null, number>;
  /** Codes of what could not be judged, each with the sentence of the first. */
  readonly errors: ReadonlyMap<string, { readonly parts: number; readonly sentence: string }>;
  /** The highest scores, the highest first. */
  readonly worst: readonly ReportedRecord[];
  /** In the order of their numbers; the first of them, where there are more than a report shows. */
  readonly notPassed: readonly ReportedRecord[];
  readonly notPassedCount: number;
  readonly standstills: readonly Standstill[];
  readonly events: readonly StationEvent[];
  readonly chain: ChainFacts | null;
}

/** More are read in an export: a list of so many is read by nobody. */
export const MOST_LISTED = 5000;
const MOST_WORST = 6;

type Row = Omit<ReportedRecord, 'at' | 'placement'> & {
  readonly placement: string | null;
  readonly arrivedAt: string | null;
  readonly fileTime: string | null;
  readonly recipeId: string | null;
  readonly recipeVersion: number | null;
  readonly softwareVersion: string;
  readonly lateMs: number | null;
  readonly errorMessage: string | null;
  readonly errorDetails: string | null;
  readonly countedVerdict: Verdict;
  readonly countedDecision: Decision | null;
  readonly countedError: string | null;
  readonly uncounted: 0 | 1;
};

const COLUMNS = `inspection.sequence AS number, inspection.id, recorded_at AS recordedAt, arrived_at AS arrivedAt, file_time AS fileTime,
  source_name AS sourceName, file, part_serial AS serial, verdict, score, limit_fail AS "limit", recipe_id AS recipeId,
  recipe_version AS recipeVersion, error_code AS errorCode, error_message AS errorMessage, error_details AS errorDetails, files_folder AS filesFolder, placement, software_version AS softwareVersion, late_ms AS lateMs,
  ${countedAs('countedVerdict', 'countedDecision')}, ${countedErrorAs('countedError')},
  decision, reason, defect, disposition.name AS decidedBy`;

/** Gathers what a report of a span says, record by record in the order of their numbers, so that a long span needs little memory. */
export class ShiftFigures {
  readonly #database: StationDatabase;
  readonly #by: StationSettings['shiftsBy'];
  readonly #verdicts: Record<Verdict, number> = { pass: 0, review: 0, fail: 0, error: 0 };
  readonly #dispositions: Record<DispositionState, number> = {
    open: 0,
    confirmed: 0,
    released: 0,
    rework: 0,
    scrap: 0,
  };
  readonly #series = new Map<string, { recipe: string; limit: number | null; times: number[]; scores: number[] }>();
  readonly #versions = new Map<string, JudgingVersion>();
  readonly #software = new Set<string>();
  readonly #reasons = new Map<string | null, number>();
  readonly #defects = new Map<string | null, number>();
  readonly #errors = new Map<string, { parts: number; sentence: string }>();
  readonly #standstills = new Standstills();
  readonly #notPassed: ReportedRecord[] = [];
  #worst: ReportedRecord[] = [];
  #notPassedCount = 0;
  #late = 0;
  #images = 0;
  #bypassed = 0;

  constructor(database: StationDatabase, by: StationSettings['shiftsBy']) {
    this.#database = database;
    this.#by = by;
  }

  /** @param portions numbers of records, rising */
  read(portions: Iterable<Uint32Array>, onRead: (records: number) => void): void {
    const rows = this.#database.prepare<Row>(
      `SELECT ${COLUMNS} FROM inspection LEFT JOIN disposition
         ON disposition.id = (SELECT MAX(id) FROM disposition WHERE inspection = inspection.sequence) AND decision <> 'undecided'
       WHERE inspection.sequence BETWEEN :first AND :last ORDER BY inspection.sequence`,
    );
    for (const numbers of portions) {
      for (let from = 0; from < numbers.length; from += PORTION) {
        const wanted = numbers.subarray(from, from + PORTION);
        this.#addThose(wanted, rows);
        onRead(wanted.length);
      }
    }
  }

  content(span: { readonly from: string; readonly to: string }): ShiftContent {
    return {
      counts: { verdicts: this.#verdicts, dispositions: this.#dispositions },
      late: this.#late,
      images: this.#images,
      bypassed: this.#bypassed,
      bypasses: bypassesIn(this.#database, span).reverse(),
      notes: notesIn(this.#database, span),
      series: [...this.#series.values()],
      versions: [...this.#versions.values()].sort((a, b) => b.parts - a.parts),
      software: [...this.#software],
      reasons: this.#reasons,
      defects: this.#defects,
      errors: this.#errors,
      worst: this.#worst,
      notPassed: this.#notPassed,
      notPassedCount: this.#notPassedCount,
      standstills: this.#standstills.found(),
      events: eventsIn(this.#database, span),
      chain: chainFactsIn(this.#database),
    };
  }

  /** Numbers lie close together, so one stretch is read and what is not meant is passed over. */
  #addThose(wanted: Uint32Array, rows: { all(range: Record<string, number>): Row[] }): void {
    let at = 0;
    let first = wanted[0] ?? 0;
    const last = wanted.at(-1) ?? 0;
    while (at < wanted.length) {
      const until = Math.min(last, first + 4 * PORTION);
      for (const row of rows.all({ first, last: until })) {
        if (row.number !== wanted[at]) continue;
        this.#add(row);
        at += 1;
      }
      first = Math.max(until + 1, wanted[at] ?? until + 1);
    }
  }

  #add({
    arrivedAt,
    fileTime,
    recipeId,
    recipeVersion,
    softwareVersion,
    lateMs,
    errorMessage,
    errorDetails,
    placement,
    countedVerdict,
    countedDecision,
    countedError,
    uncounted,
    ...row
  }: Row): void {
    const at = shiftTime({ recordedAt: row.recordedAt, arrivedAt, fileTime }, this.#by);
    const recipe = recipeId === null ? null : `${recipeId}@${recipeVersion ?? '?'}`;
    const record: ReportedRecord = {
      ...row,
      at,
      recipe,
      placement: placement === null ? null : placementSchema.parse(JSON.parse(placement)),
    };
    this.#images += 1;
    if (uncounted === 0) {
      this.#verdicts[countedVerdict] += 1;
      if (countedVerdict === 'error' && countedError === BYPASSED_CODE) this.#bypassed += 1;
      if (countedVerdict !== 'pass') this.#dispositions[countedDecision ?? 'open'] += 1;
    }
    this.#software.add(softwareVersion);
    if (lateMs !== null && lateMs > 0) this.#late += 1;
    this.#standstills.add(row.sourceName, Date.parse(arrivedAt ?? row.recordedAt));
    if (recipeId !== null && recipeVersion !== null) this.#countVersion(record, recipeId, recipeVersion);
    if (row.verdict !== 'pass') this.#addNotPassed(record);
    if (row.errorCode === null) return;
    const known = this.#errors.get(row.errorCode);
    const sentence = known?.sentence ?? errorSentence(row.errorCode, errorMessage, errorDetails);
    this.#errors.set(row.errorCode, { parts: (known?.parts ?? 0) + 1, sentence });
  }

  #countVersion(record: ReportedRecord, recipeId: string, version: number): void {
    const { recipe, limit, score } = record;
    const key = recipe ?? '';
    const known = this.#versions.get(key);
    const id = recipeIdSchema.parse(recipeId);
    this.#versions.set(key, { id, version, limit, parts: (known?.parts ?? 0) + 1 });
    if (score === null) return;
    const seriesKey = `${key} ${limit}`;
    const series = this.#series.get(seriesKey) ?? { recipe: key, limit, times: [], scores: [] };
    series.times.push(Date.parse(record.at));
    series.scores.push(score);
    this.#series.set(seriesKey, series);
    const lowest = this.#worst.at(-1);
    if (this.#worst.length < MOST_WORST || score > (lowest?.score ?? 0)) {
      this.#worst = [...this.#worst, record].sort((a, b) => (b.score ?? 0) - (a.score ?? 0)).slice(0, MOST_WORST);
    }
  }

  #addNotPassed(record: ReportedRecord): void {
    this.#notPassedCount += 1;
    increment(this.#reasons, record.reason);
    increment(this.#defects, record.defect);
    if (this.#notPassed.length < MOST_LISTED) this.#notPassed.push(record);
  }
}

/** Records that are read at once. */
const PORTION = 500;

function errorSentence(code: string, sentence: string | null, details: string | null): string {
  return inspectionErrorSentence({ code, sentence, details: errorDetailsSchema.parse(JSON.parse(details ?? '{}')) });
}

function increment<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
