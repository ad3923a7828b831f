import type { RecipeId, SourceId } from '../../../shared/domain/index.ts';
import type { RecordedInspection, StationDatabase } from '../storage/index.ts';
import type { CountedRecords, CountedSpan } from './counting.ts';
import { type MeasureSum, measureSums } from './measureSums.ts';
import { RecordCounter } from './recordCounter.ts';
import { createInspectionRecords, type NumberRange, type TimeRange } from './records.ts';
import { releasedRecords } from './releasedRecords.ts';
import { type ComparedRecord, TypicalParts } from './typicalParts.ts';

/** What the reader's thread is asked about records. A query that may take long stands here; a page of the feed or a record takes none. */
export function recordQueries(database: StationDatabase) {
  const records = createInspectionRecords(database);
  const counter = new RecordCounter(database);
  const typical = new TypicalParts(database);
  return {
    'records.count': (span: CountedSpan): CountedRecords => counter.count(span),
    'records.typicalOf': (record: ComparedRecord) => typical.of(record),
    'records.measureSums': (asked: { readonly source: SourceId; readonly sinceHour: number }): MeasureSum[] =>
      measureSums(database, asked),
    'records.released': (recipe: RecipeId) => releasedRecords(database, recipe),
    'records.numbersIn': (range: TimeRange): NumberRange => records.numbersIn(range),
    'records.between': (asked: {
      readonly range: TimeRange;
      readonly numbers: NumberRange;
      readonly limit: number;
    }): RecordedInspection[] => records.between(asked.range, asked.numbers, asked.limit),
  };
}

export type RecordQueries = ReturnType<typeof recordQueries>;
