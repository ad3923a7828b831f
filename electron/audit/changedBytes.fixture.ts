import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import Database from 'better-sqlite3';
import { verifyDatabase } from './verification.ts';

const LEAF_OF_TABLE = 13;

/** A byte of a page that holds entries, and whether anything of SQLite's lies there. */
export interface EntryByte {
  readonly position: number;
  readonly isUsed: boolean;
}

/** All bytes of the pages that hold the entries of a database; its entries must fit into their pages. */
export function entryBytes(file: string): EntryByte[] {
  const database = new Database(file, { readonly: true });
  const pageSize = Number(database.pragma('page_size', { simple: true }));
  const root = Number(database.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'audit_entry'").pluck().get());
  database.close();
  const descriptor = openSync(file, 'r');
  const page = Buffer.alloc(pageSize);
  const read = (number: number): Buffer => {
    readSync(descriptor, page, 0, pageSize, (number - 1) * pageSize);
    return Buffer.from(page);
  };
  const top = read(root);
  const children = Array.from({ length: top.readUInt16BE(3) }, (_, cell) =>
    top.readUInt32BE(top.readUInt16BE(12 + 2 * cell)),
  );
  const leaves = [...children, top.readUInt32BE(8)];
  const bytes = leaves.flatMap((number) => {
    const leaf = read(number);
    if (leaf.readUInt8(0) !== LEAF_OF_TABLE) throw new Error('The tree of the entries has more than two levels.');
    const [gapStart, gapEnd] = [8 + 2 * leaf.readUInt16BE(3), leaf.readUInt16BE(5)];
    return Array.from({ length: pageSize }, (_, at) => ({
      position: (number - 1) * pageSize + at,
      isUsed: at < gapStart || at >= gapEnd,
    }));
  });
  closeSync(descriptor);
  return bytes;
}

/** Changes one byte after the other, and back. @returns those whose change went unnoticed although it matters, and those noticed that do not matter */
export function unnoticedChanges(
  file: string,
  bytes: readonly EntryByte[],
  flip: (position: number) => number,
): EntryByte[] {
  const descriptor = openSync(file, 'r+');
  const byte = Buffer.alloc(1);
  try {
    return bytes.filter(({ position, isUsed }) => {
      readSync(descriptor, byte, 0, 1, position);
      const before = byte.readUInt8(0);
      writeSync(descriptor, Buffer.of(before ^ flip(position)), 0, 1, position);
      const found = verifyDatabase(file);
      writeSync(descriptor, Buffer.of(before), 0, 1, position);
      const isNamed = found.faults.some(({ code }) => code === 'database.damaged' || code.startsWith('entry.'));
      return isUsed !== isNamed;
    });
  } finally {
    closeSync(descriptor);
  }
}
