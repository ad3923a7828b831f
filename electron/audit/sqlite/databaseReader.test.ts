import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { DatabaseReader, named } from './databaseReader.ts';
import { columnsOf } from './tableColumns.ts';

const folder = mkdtempSync(join(tmpdir(), 'reader-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;

const TABLE = `CREATE TABLE thing (
  -- a column's comment, with (a parenthesis and 'a quote
  number INTEGER PRIMARY KEY, text TEXT, real REAL, "whole number" INTEGER DEFAULT (1 + 2), blob BLOB CHECK (length(blob) >= 0),
  CHECK (number > 0), UNIQUE (number, text)
) STRICT`;

const VALUES = fc.record({
  text: fc.option(
    fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.nat(9000).map((length) => 'ä'.repeat(length)),
    ),
  ),
  real: fc.option(fc.oneof(fc.double({ noNaN: true }), fc.integer().map(Number))),
  whole: fc.option(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
  blob: fc.option(
    fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc.nat(300_000).map((size) => new Uint8Array(size).fill(7)),
    ),
  ),
});
const ROWS = fc.array(fc.tuple(fc.boolean(), VALUES), { maxLength: 120 });
const SIZES = fc.constantFrom(512, 1024, 4096, 65536);

/** Writes rows, changes and removes some, as pages with free blocks need it; returns what SQLite reads. */
function write(
  path: string,
  pageSize: number,
  isLogged: boolean,
  rows: readonly (readonly [boolean, typeof VALUES extends fc.Arbitrary<infer T> ? T : never])[],
) {
  const database = new Database(path);
  database.pragma(`page_size = ${pageSize}`);
  database.pragma(`journal_mode = ${isLogged ? 'WAL' : 'DELETE'}`);
  database.pragma('wal_autocheckpoint = 40');
  database.exec(TABLE);
  const insert = database.prepare('INSERT INTO thing (text, real, "whole number", blob) VALUES (?, ?, ?, ?)');
  for (const [index, [isRemoved, { text, real, whole, blob }]] of rows.entries()) {
    const { lastInsertRowid } = insert.run(text, real, whole, blob);
    if (isRemoved) database.prepare('UPDATE thing SET text = ? WHERE number = ?').run('shorter', lastInsertRowid);
    if (isRemoved && index % 3 === 0) database.prepare('DELETE FROM thing WHERE number = ?').run(lastInsertRowid);
  }
  database.exec('ALTER TABLE thing ADD COLUMN later TEXT');
  return database;
}

test('every table reads as SQLite reads it', () => {
  fc.assert(
    fc.property(SIZES, fc.boolean(), ROWS, (pageSize, isLogged, rows) => {
      const path = join(folder, `${files}.sqlite`);
      files += 1;
      const database = write(path, pageSize, isLogged, rows);
      // The log is still full while the connection is open.
      if (isLogged) expect(statSync(`${path}-wal`).size).toBeGreaterThan(0);
      const reader = new DatabaseReader(path, (damage) => {
        throw damage;
      });
      const own = database.prepare('SELECT * FROM thing').safeIntegers().all() as Record<string, unknown>[];
      const thing = reader.table('thing')!;
      const comparable = (row: object) =>
        Object.entries(row).map(([name, value]) => [
          name,
          typeof value === 'bigint' && name !== 'real' ? Number(value) : value,
        ]);
      expect([...reader.rows(thing)].map((row) => comparable(named(thing, row)))).toEqual(own.map(comparable));
      for (const row of own)
        expect(comparable(named(thing, reader.row(thing, Number(row.number))!))).toEqual(comparable(row));
      expect(reader.row(thing, 10_000)).toBeNull();
      reader.close();
      database.close();
    }),
    { numRuns: 25 },
  );
});

test('a log without a whole commit adds nothing', () => {
  const path = join(folder, 'uncommitted.sqlite');
  const database = write(path, 1024, true, []);
  database.pragma('wal_checkpoint(TRUNCATE)');
  database.pragma('cache_size = 10');
  database.exec('BEGIN');
  const insert = database.prepare('INSERT INTO thing (blob) VALUES (zeroblob(5000))');
  for (let count = 0; count < 100; count += 1) insert.run();
  expect(statSync(`${path}-wal`).size).toBeGreaterThan(100_000);
  const reader = new DatabaseReader(path, (damage) => {
    throw damage;
  });
  expect([...reader.rows(reader.table('thing')!)]).toEqual([]);
  reader.close();
  database.close();
});

test('names of columns are found among comments, quotes and constraints', () => {
  expect(columnsOf(TABLE)).toEqual({
    names: ['number', 'text', 'real', 'whole number', 'blob'],
    rowid: 0,
  });
  expect(columnsOf('CREATE TABLE a(x, [y z] TEXT, CONSTRAINT c CHECK (x > 0)) WITHOUT ROWID')).toEqual({
    ...{ names: ['x', 'y z'], rowid: -1 },
  });
});
