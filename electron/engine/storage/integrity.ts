import { statSync } from 'node:fs';
import { SigmalineError } from '../../../shared/domain/index.ts';
import { openReadOnlyConnection } from './database.ts';

/** `quick`: every page, without comparing indexes with their tables. `full`: those too, which takes about four times as long. */
export type CheckDepth = 'quick' | 'full';

export interface DatabaseFacts {
  readonly schema: number;
  /** The last sequence number. */
  readonly records: number;
}

/**
 * Reads all of a database file and says what it holds. The connection is one that can write nothing: a damaged file, or a write-ahead log of another
 * database beside it, stays exactly as it was found.
 *
 * @throws SigmalineError `storage.corrupt` where it is damaged or no station's database, `storage.newer` where a newer Sigmaline wrote it,
 *   `storage.failed` where it cannot be read
 */
export function checkDatabase(file: string, newestSchema: number, depth: CheckDepth): DatabaseFacts {
  // To SQLite an empty file is a new database: every record would be gone without a word.
  if (sizeOf(file) === 0) throw new SigmalineError('storage.corrupt', { file, reason: 'it is empty' });
  const database = openReadOnlyConnection(file);
  try {
    const schema = Number(database.pragma('user_version'));
    if (schema > newestSchema) throw new SigmalineError('storage.newer', { file, found: schema, known: newestSchema });
    const answer = String(database.pragma(depth === 'quick' ? 'quick_check(1)' : 'integrity_check(1)'));
    if (answer !== 'ok') throw new SigmalineError('storage.corrupt', { file, reason: oneLine(answer) });
    if (schema === 0) throw new SigmalineError('storage.corrupt', { file, reason: 'it holds no station' });
    const last = database.prepare<{ records: number }>('SELECT COALESCE(MAX(sequence), 0) AS records FROM inspection');
    return { schema, records: last.get()?.records ?? 0 };
  } finally {
    database.close();
  }
}

function sizeOf(file: string): number {
  try {
    return statSync(file).size;
  } catch (thrown) {
    throw new SigmalineError('storage.failed', { file, reason: String(thrown) }, thrown);
  }
}

function oneLine(text: string): string {
  return text
    .replace(/^\*\*\* in database main \*\*\*\s*/, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
