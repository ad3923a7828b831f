import type { RecordedInspection } from '../storage/index.ts';

/** Inspections recorded in [from, to), ISO times; null leaves an end open. */
export interface RecordRange {
  readonly from: string | null;
  readonly to: string | null;
}

/** Where an export reads from: the inspections of a range after a number, the oldest first. */
export interface InspectionReader {
  between(
    range: RecordRange,
    after: number,
    limit: number,
  ): readonly RecordedInspection[] | Promise<readonly RecordedInspection[]>;
}

const PORTION = 500;

/** All inspections of a range in the order of their numbers, read in portions: between two of them the database is free. */
export async function* inspectionsIn(reader: InspectionReader, range: RecordRange): AsyncGenerator<RecordedInspection> {
  // Records hold milliseconds; as texts, "10:00:00Z" and "10:00:00.000Z" would not compare as times.
  const exact = { from: toMilliseconds(range.from), to: toMilliseconds(range.to) };
  let after = 0;
  for (;;) {
    const portion = await reader.between(exact, after, PORTION);
    yield* portion;
    const last = portion.at(-1);
    if (last === undefined || portion.length < PORTION) return;
    after = last.number;
  }
}

function toMilliseconds(time: string | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}
