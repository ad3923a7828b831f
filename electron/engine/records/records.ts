import type { FeedItem, Inspection, InspectionId, SourceId } from '../../../shared/domain/index.ts';
import type { Moment } from '../kernel/index.ts';
import {
  RECORD_COLUMNS,
  type RecordedInspection,
  type RecordRow,
  recordIn,
  recordRowOf,
  type StationDatabase,
} from '../storage/index.ts';
import { COUNTED_COLUMNS, type CountedRecord } from './counting.ts';

/** An inspection that is to be recorded: everything but what the record itself gives it. */
export type NewInspection = Omit<RecordedInspection, GivenByTheRecord>;

type GivenByTheRecord =
  | 'number'
  | 'recordedAt'
  | 'livedMs'
  | 'hasThumbnail'
  | 'limit'
  | 'lateMs'
  | 'errorCode'
  | 'sameContentAs'
  | 'followsError';

/** The earlier records that a record points to. */
type Links = Pick<Inspection, 'sameContentAs' | 'followsError'>;

/** The inspections, in the order in which they were recorded. Nothing is ever changed or removed. */
export interface InspectionRecords {
  /** To be called in a transaction. @param lateMs how much later than its deadline it comes; null without one */
  append(inspection: NewInspection, lateMs?: number | null): RecordedInspection;
  find(id: InspectionId): RecordedInspection | null;
  /** As it is counted, with what was decided about it last. */
  countedOf(id: InspectionId): CountedRecord | null;
  /** The numbers of those of the same bytes, the newest first. */
  ofContent(sha256: string, limit: number): number[];
  /** The newest first, before a number where one is given. */
  page(before: number | null, limit: number): FeedItem[];
  total(): number;
  /** When the newest record was written, as the clock said; null where there is none. */
  lastRecordedAt(): string | null;
  /** The path of the newest image of a source, as far as it is among the last records. */
  newestFileOf(sourceId: SourceId): string | null;
  /** The newest records of a source since its recipe or options were changed, as far as they are among the last records, the oldest first. */
  recentOf(sourceId: SourceId, limit: number): RecordedInspection[];
  /** Where the inspections of [from, to) lie: the clock may have been set back, so that others lie among them. */
  numbersIn(range: TimeRange): NumberRange;
  /** Inspections recorded in [from, to), by number, the oldest first: for reading many in portions. */
  between(range: TimeRange, numbers: NumberRange, limit: number): RecordedInspection[];
}

/** Numbers of records in (after, upTo]. */
export interface NumberRange {
  readonly after: number;
  readonly upTo: number;
}

/** [from, to) as ISO times in UTC with milliseconds; null leaves an end open. */
export interface TimeRange {
  readonly from: string | null;
  readonly to: string | null;
}

/** What a line of the feed is made of: a page of it is read on the thread that records. */
const FEED_COLUMNS = RECORD_COLUMNS.filter(({ name }) =>
  `id sequence recorded_at arrived_at file_time source_name file verdict score limit_fail files_folder part_serial recipe_id late_ms error_code`
    .split(' ')
    .includes(name),
);

/** A source that wrote nothing for so many records has no newest file: looking on would take longer with every year. */
const SEARCHED_FOR_SOURCE = 10_000;

/** @param moment when something is recorded; only the engine of a station records */
export function createInspectionRecords(
  database: StationDatabase,
  moment: () => Moment = () => ({ at: new Date().toISOString(), livedMs: Date.now() }),
): InspectionRecords {
  const names = RECORD_COLUMNS.map(({ name }) => name);
  const columns = names.join(', ');
  const insert = database.prepare(
    `INSERT INTO inspection (${columns}) VALUES (${names.map((name) => `:${name}`).join(', ')})`,
  );
  const last = database.prepare<{ sequence: number }>('SELECT COALESCE(MAX(sequence), 0) AS sequence FROM inspection');
  const newestTime = database.prepare<{ at: string }>(
    'SELECT recorded_at AS at FROM inspection ORDER BY sequence DESC LIMIT 1',
  );
  const byId = database.prepare<RecordRow>(`SELECT ${columns} FROM inspection WHERE id = ?`);
  const counted = database.prepare<CountedRecord>(`SELECT ${COUNTED_COLUMNS} FROM inspection WHERE id = ?`);
  const newest = database.prepare<RecordRow>(
    `SELECT ${FEED_COLUMNS.map(({ name }) => name).join(', ')} FROM inspection WHERE sequence < ? ORDER BY sequence DESC LIMIT ?`,
  );
  const portion = database.prepare<RecordRow>(
    `SELECT ${columns} FROM inspection
     WHERE sequence > :after AND sequence <= :upTo AND (:from IS NULL OR recorded_at >= :from) AND (:to IS NULL OR recorded_at < :to)
     ORDER BY sequence LIMIT :limit`,
  );
  // By the index of times alone, whose entries hold the numbers too. Every time is below "~".
  const numbers = database.prepare<{ first: number | null; last: number | null }>(
    `SELECT MIN(sequence) AS first, MAX(sequence) AS last FROM inspection
     WHERE recorded_at >= COALESCE(:from, '') AND recorded_at < COALESCE(:to, '~')`,
  );
  const newestFile = database.prepare<{ file: string }>(
    `SELECT file FROM (SELECT sequence, source_id, file FROM inspection ORDER BY sequence DESC LIMIT ${SEARCHED_FOR_SOURCE})
     WHERE source_id = ? ORDER BY sequence DESC LIMIT 1`,
  );
  const recent = database.prepare<RecordRow>(
    `SELECT ${columns} FROM inspection WHERE sequence IN (
       SELECT sequence FROM (SELECT sequence, source_id FROM inspection ORDER BY sequence DESC LIMIT ${SEARCHED_FOR_SOURCE})
       WHERE source_id = :sourceId AND sequence > (SELECT counted_after FROM source WHERE id = :sourceId)
       ORDER BY sequence DESC LIMIT :limit)
     ORDER BY sequence`,
  );
  const firstWithContent = database.prepare<{ id: InspectionId }>(
    'SELECT id FROM inspection WHERE sha256 = ? ORDER BY sequence LIMIT 1',
  );
  const withContent = database.prepare<{ number: number }>(
    'SELECT sequence AS number FROM inspection WHERE sha256 = ? ORDER BY sequence DESC LIMIT ?',
  );
  // The error stands for a file that lacked something when it was recorded; one of a whole file has nothing to do with what came after it.
  const lastOfName = database.prepare<{ id: InspectionId; lacked: 0 | 1 }>(
    `SELECT inspection.id AS id, inspection.verdict = 'error' AND ledger.lack IS NOT NULL AS lacked
     FROM inspection JOIN ledger ON ledger.inspection_id = inspection.id
     WHERE inspection.source_id = ? AND inspection.file = ? ORDER BY inspection.sequence DESC LIMIT 1`,
  );

  function links({ sha256, sourceId, file }: NewInspection): Links {
    const twin = sha256 === null ? undefined : firstWithContent.get(sha256);
    const before = lastOfName.get(sourceId, file);
    return { sameContentAs: twin?.id ?? null, followsError: before?.lacked === 1 ? before.id : null };
  }

  const total = (): number => last.get()?.sequence ?? 0;

  return {
    append(inspection, lateMs = null) {
      const { at: recordedAt, livedMs } = moment();
      const record = {
        ...inspection,
        ...links(inspection),
        number: total() + 1,
        recordedAt,
        livedMs,
        limit: inspection.limits?.fail ?? null,
        lateMs,
        errorCode: inspection.error?.code ?? null,
        hasThumbnail: inspection.filesFolder !== null,
      };
      insert.run(recordRowOf(record));
      return record;
    },
    find(id) {
      const row = byId.get(id);
      return row === undefined ? null : recordIn(row);
    },
    ofContent: (sha256, limit) => withContent.all(sha256, limit).map(({ number }) => number),
    countedOf: (id) => counted.get(id) ?? null,
    page: (before, limit) =>
      newest.all(before ?? Number.MAX_SAFE_INTEGER, limit).map((row) => feedItemOf(recordIn(row, FEED_COLUMNS))),
    // Numbers have no gap, so the last one counts them.
    total,
    recentOf: (sourceId, limit) => recent.all({ sourceId, limit }).map((row) => recordIn(row)),
    lastRecordedAt: () => newestTime.get()?.at ?? null,
    newestFileOf: (sourceId) => newestFile.get(sourceId)?.file ?? null,
    numbersIn({ from, to }) {
      if (from === null && to === null) return { after: 0, upTo: total() };
      const { first = null, last = null } = numbers.get({ from, to }) ?? {};
      return first === null || last === null ? { after: 0, upTo: 0 } : { after: first - 1, upTo: last };
    },
    between: ({ from, to }, { after, upTo }, limit) =>
      portion.all({ from, to, after, upTo, limit }).map((row) => recordIn(row)),
  };
}

export function feedItemOf(inspection: Inspection): FeedItem {
  const { id, number, recordedAt, arrivedAt, fileTime, sourceName, file } = inspection;
  const { verdict, score, limit, hasThumbnail, serial, recipeId, lateMs, errorCode } = inspection;
  const place = { id, number, recordedAt, arrivedAt, fileTime, sourceName, file };
  return { ...place, verdict, score, limit, hasThumbnail, serial, recipeId, lateMs, errorCode };
}
