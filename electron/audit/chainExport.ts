import { closeSync, openSync } from 'node:fs';
import { isObject } from './entryBody.ts';
import { DatabaseReader, named } from './sqlite/databaseReader.ts';
import { readAt } from './sqlite/fileBytes.ts';

/** A line of an exported chain: the text of an entry as it is, or a checkpoint behind the last entry that it covers. */
export type ExportLine =
  | { readonly kind: 'entry'; readonly number: number; readonly text: string }
  | { readonly kind: 'checkpoint'; readonly number: number; readonly text: string };

const PIECE_BYTES = 1024 * 1024;

export function* readExport(path: string): Generator<ExportLine> {
  let number = 0;
  for (const text of linesOf(path)) {
    number += 1;
    const note = text.startsWith('{"checkpoint":') ? noteIn(text) : null;
    yield note === null ? { kind: 'entry', number, text } : { kind: 'checkpoint', number, text: note };
  }
}

function noteIn(line: string): string | null {
  try {
    const parsed: unknown = JSON.parse(line);
    return isObject(parsed) && typeof parsed.checkpoint === 'string' ? parsed.checkpoint : null;
  } catch {
    return null;
  }
}

/** The lines of a file, read in pieces. */
function* linesOf(path: string): Generator<string> {
  const file = openSync(path, 'r');
  try {
    let rest: Buffer = Buffer.alloc(0);
    for (let at = 0, read = -1; read !== 0; at += read) {
      const piece = readAt(file, at, PIECE_BYTES);
      read = piece.length;
      const bytes = Buffer.concat([rest, piece]);
      const end = bytes.lastIndexOf('\n');
      if (end >= 0) yield* bytes.toString('utf8', 0, end).split('\n');
      rest = bytes.subarray(end + 1);
    }
    if (rest.length > 0) yield rest.toString();
  } finally {
    closeSync(file);
  }
}

/** The lines of an export of the chain in a database, in their order. @throws DamagedDatabase */
export function* exportLines(databasePath: string): Generator<Pick<ExportLine, 'kind' | 'text'>> {
  const reader = new DatabaseReader(databasePath, (damage) => {
    throw damage;
  });
  try {
    const [entries, checkpoints] = ['audit_entry', 'audit_checkpoint'].map((name) => reader.table(name));
    if (!entries || !checkpoints) return;
    const notes = reader.rows(checkpoints);
    let next = notes.next();
    let size = 0;
    const due = function* (upTo: number): Generator<Pick<ExportLine, 'kind' | 'text'>> {
      for (; !next.done && next.value.rowid <= upTo; next = notes.next())
        yield { kind: 'checkpoint', text: JSON.stringify({ checkpoint: named(checkpoints, next.value).note }) };
    };
    for (const row of reader.rows(entries)) {
      yield { kind: 'entry', text: String(named(entries, row).body) };
      size += 1;
      yield* due(size);
    }
    yield* due(Number.POSITIVE_INFINITY);
  } finally {
    reader.close();
  }
}
