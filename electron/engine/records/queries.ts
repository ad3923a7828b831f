import type { FeedItem } from '../../../shared/domain/index.ts';
import type { RecordedInspection, StationDatabase } from '../storage/index.ts';
import { createInspectionRecords, type TimeRange } from './records.ts';

/** What the reader's thread is asked about records. A query that may take long stands here; one by an id needs no thread. */
export function recordQueries(database: StationDatabase) {
  const records = createInspectionRecords(database);
  return {
    /** Records that are written meanwhile are in neither of both. */
    'records.page'({ before, limit }: { before: number | null; limit: number }): { items: FeedItem[]; total: number } {
      const total = records.total();
      return { items: records.page(Math.min(before ?? total + 1, total + 1), limit), total };
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
