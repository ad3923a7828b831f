import type { StationSettings, Verdict } from '../../../shared/domain/index.ts';
import type { RecordedInspection, StationDatabase } from '../storage/index.ts';
import { createInspectionRecords, type TimeRange } from './records.ts';

export type VerdictCounts = Readonly<Record<Verdict, number>>;

/** The parts whose time of one kind lies in [from, to), ISO times. */
export interface CountedSpan {
  readonly from: string;
  readonly to: string;
  readonly by: StationSettings['shiftsBy'];
}

/** What was counted, and the number of the last record that was there to be counted. */
export interface CountedRecords {
  readonly counts: VerdictCounts;
  readonly upTo: number;
}

export const NOTHING_COUNTED: CountedRecords = { counts: { pass: 0, review: 0, fail: 0, error: 0 }, upTo: 0 };

/** What the reader's thread is asked about records. A query that may take long stands here; a page of the feed or a record takes none. */
export function recordQueries(database: StationDatabase) {
  const records = createInspectionRecords(database);
  const countBy = (time: string) =>
    database.prepare<{ verdict: Verdict; count: number }>(
      `SELECT verdict, COUNT(*) AS count FROM inspection
       WHERE ${time} >= :from AND ${time} < :to AND sequence <= :upTo GROUP BY verdict`,
    );
  const counts = {
    arrival: countBy('COALESCE(arrived_at, recorded_at)'),
    judgement: countBy('recorded_at'),
    file: countBy('COALESCE(file_time, recorded_at)'),
  };
  return {
    /** How many records of each verdict belong to a span of time. Records that are written meanwhile are not among them. */
    'records.count': ({ from, to, by }: CountedSpan): CountedRecords => {
      const upTo = records.total();
      const found = counts[by].all({ from, to, upTo }).map(({ verdict, count }) => [verdict, count] as const);
      return { counts: { ...NOTHING_COUNTED.counts, ...Object.fromEntries(found) }, upTo };
    },
    'records.between': ({
      range,
      after,
      limit,
    }: {
      range: TimeRange;
      after: number;
      limit: number;
    }): RecordedInspection[] => records.between(range, after, limit),
  };
}

export type Queries = ReturnType<typeof recordQueries>;
