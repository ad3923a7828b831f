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

/**
 * How records hang together: each says which was the first of its bytes, under whatever name, and the judgement of a file that was completed late says
 * which error came before it.
 *
 * @param records all of the station, the oldest first
 */
export function wrongLinks(files: readonly PlannedFile[], records: readonly StoredRecord[]): string[] {
  const late = new Set(files.filter(({ kind }) => kind === 'completed late').map(keyOfFile));
  const firsts = new Map<string, string>();
  const errors = new Map<string, string>();
  return records.flatMap((record) => {
    const { id, sha256, errorCode, sameContentAs, followsError } = record;
    const key = keyOfRecord(record);
    const first = sha256 === null ? null : (firsts.get(sha256) ?? null);
    if (sha256 !== null && first === null) firsts.set(sha256, id);
    const error = late.has(key) ? (errors.get(key) ?? null) : null;
    if (errorCode !== null) errors.set(key, id);
    return [
      ...(sameContentAs === first ? [] : [`${key} names ${sameContentAs} as the first of its bytes; it is ${first}`]),
      ...(followsError === error ? [] : [`${key} names ${followsError} as the error before it; it is ${error}`]),
    ];
  });
}

function keyOfRecord({ sourceName, file }: StoredRecord): string {
  return `${sourceName}: ${file}`;
}

function keyOfFile({ camera, file }: PlannedFile): string {
  return `Camera ${camera}: ${file}`;
}
