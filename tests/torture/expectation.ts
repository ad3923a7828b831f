import type { StoredRecord } from './station/index.ts';

/** What the record of one file must say. */
export interface ExpectedRecord {
  readonly file: string;
  readonly sha256: string;
  readonly score: number;
}

/** The limits of the recipe that judged. */
export interface Limits {
  readonly fail: number;
  readonly review: number | null;
  readonly low?: number | undefined;
}

/**
 * The score that a test lane gives to these bytes, computed here for itself: evenly spread from 0 to 4 by the content's hash.
 * The lane's own code is in tests/integration/engine/processes.
 */
export function testLaneScore(sha256: string): number {
  return (Number.parseInt(sha256.slice(0, 8), 16) / 0xffffffff) * 4;
}

/** Compares records with what an undisturbed run gives. @returns one sentence for each difference */
export function differences(
  expected: readonly ExpectedRecord[],
  records: readonly StoredRecord[],
  limits: Limits,
): string[] {
  const found = Map.groupBy(records, ({ file }) => file);
  const failures = expected.flatMap((wanted) => differencesOf(wanted, found.get(wanted.file) ?? [], limits));
  const names = new Set(expected.map(({ file }) => file));
  const unknown = records.filter(({ file }) => !names.has(file));
  return [...failures, ...unknown.map(({ file }) => `${file} has a record and was never written`)];
}

function differencesOf(expected: ExpectedRecord, records: readonly StoredRecord[], limits: Limits): string[] {
  const { file, sha256, score } = expected;
  const [record] = records;
  if (record === undefined) return [`${file} was lost: it has no record`];
  if (records.length > 1) {
    return [
      `${file} has ${records.length} records: ${records.map(({ errorCode, verdict }) => errorCode ?? verdict).join(', ')}`,
    ];
  }
  if (record.errorCode !== null) return [`${file} is an error (${record.errorCode}) and nothing was wrong with it`];
  if (record.sha256 !== sha256) return [`${file} was judged by other bytes than were written`];
  if (record.score !== score) return [`${file} has the score ${record.score}, undisturbed ${score}`];
  const verdict = verdictOf(score, limits);
  return record.verdict === verdict ? [] : [`${file} has the verdict ${record.verdict}, undisturbed ${verdict}`];
}

/** The verdict that a score gives, written down once more for itself. */
export function verdictOf(score: number, { fail, review, low }: Limits): 'pass' | 'review' | 'fail' {
  if (score > fail) return 'fail';
  return (review !== null && score > review) || (low !== undefined && score < low) ? 'review' : 'pass';
}
