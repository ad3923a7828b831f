import { type Limits, verdictOf } from '../expectation.ts';
import type { StoredRecord } from '../station/index.ts';
import type { Expected, PlannedFile } from './plan.ts';

/**
 * Compares all records with all that was written: each content one record, in the order in which the contents of a name came, with its score and verdict
 * or with its reason.
 *
 * @returns one sentence for each difference
 */
export function wrongRecords(
  files: readonly PlannedFile[],
  records: readonly StoredRecord[],
  limits: Limits,
): string[] {
  const found = Map.groupBy(records, keyOfRecord);
  const planned = new Map(files.map((file) => [keyOfFile(file), file]));
  const unknown = [...found.keys()].filter((key) => !planned.has(key));
  return [
    ...[...planned].flatMap(([key, file]) => wrongRecordsOf(file, found.get(key) ?? [], limits)),
    ...unknown.map((key) => `${key} has a record and was never written`),
  ];
}

function wrongRecordsOf(file: PlannedFile, records: readonly StoredRecord[], limits: Limits): string[] {
  const wanted = file.expected.map((expected) => textOf(expected, limits));
  const given = records.map(({ sha256, score, errorCode, verdict }) =>
    textOfRecord(sha256, errorCode ?? `${verdict} ${score}`),
  );
  if (wanted.join() === given.join()) return [];
  return [
    `${keyOfFile(file)} (${file.kind}): ${given.join(', then ') || 'no record'}; it should be ${wanted.join(', then ') || 'none'}`,
  ];
}

function textOf(expected: Expected, limits: Limits): string {
  const what = 'errorCode' in expected ? expected.errorCode : `${verdictOf(expected.score, limits)} ${expected.score}`;
  return textOfRecord(expected.sha256, what);
}

function textOfRecord(sha256: string | null, what: string): string {
  return `${what} (${sha256?.slice(0, 8) ?? 'unread'})`;
}

function keyOfRecord({ sourceName, file }: StoredRecord): string {
  return `${sourceName}: ${file}`;
}

function keyOfFile({ camera, file }: PlannedFile): string {
  return `Camera ${camera}: ${file}`;
}
