import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openConnection, type StationDatabase } from './database.ts';
import { type Migration, migrate } from './migrate.ts';
import { migrations } from './migrations/index.ts';

let folder: string;
let backups: string;
let database: StationDatabase;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sigmaline-migrate-'));
  backups = join(folder, 'backups');
  database = openConnection(join(folder, 'station.sqlite'));
});

afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true });
});

const first: Migration = { version: 10, sql: 'CREATE TABLE part (name TEXT)' };
const second: Migration = {
  version: 20,
  sql: "INSERT INTO part VALUES ('from twenty'); ALTER TABLE part ADD size INTEGER",
};
const broken: Migration = { version: 30, sql: 'DROP TABLE part; CREATE TABLE nonsense (' };

describe('migrations', () => {
  it('make the schema of a new station without a backup of nothing', () => {
    expect(migrate(database, migrations, backups)).toBeNull();
    expect(database.pragma('user_version')).toBe(Math.max(...migrations.map(({ version }) => version)));
    expect(() => readdirSync(backups)).toThrow();
  });

  it('do nothing where the schema is the newest', () => {
    migrate(database, [first], backups);
    expect(migrate(database, [first], backups)).toBeNull();
  });

  it('back up what is there before they change it', () => {
    migrate(database, [first], backups);
    database.prepare('INSERT INTO part VALUES (?)').run('kept');
    const backup = migrate(database, [second, first], backups);
    const copy = openConnection(backup!);
    try {
      expect(copy.pragma('user_version')).toBe(10);
      expect(copy.prepare('SELECT name FROM part').all()).toEqual([{ name: 'kept' }]);
    } finally {
      copy.close();
    }
    expect(database.prepare('SELECT name FROM part').all()).toEqual([{ name: 'kept' }, { name: 'from twenty' }]);
    expect(readdirSync(backups).some((name) => name.endsWith('.unverified'))).toBe(false);
  });

  it('leave a person from before languages without one', () => {
    const before = migrations.filter(({ version }) => version < 420);
    migrate(database, before, backups);
    const columns = database
      .prepare<{ name: string; type: string }>("SELECT name, type FROM pragma_table_info('person')")
      .all();
    expect(columns.map(({ name }) => name)).not.toContain('language');
    const needed = database
      .prepare<{ name: string; type: string }>(
        `SELECT name, type FROM pragma_table_info('person') WHERE "notnull" = 1 AND dflt_value IS NULL`,
      )
      .all();
    const values = needed.map(({ name, type }) =>
      name === 'role' ? "'engineer'" : type === 'INTEGER' ? '1' : `'${name}'`,
    );
    database.execute(`INSERT INTO person (${needed.map(({ name }) => name).join(', ')}) VALUES (${values.join(', ')})`);
    migrate(database, migrations, backups);
    expect(database.prepare('SELECT language FROM person').all()).toEqual([{ language: null }]);
  });

  it('keep what people decided where its table is written anew, and its rules', () => {
    const before = migrations.filter(({ version }) => version < 454);
    migrate(database, before, backups);
    database.pragma('foreign_keys = OFF');
    database.execute(
      `INSERT INTO inspection (sequence, id, recorded_at, source_id, source_name, file, verdict, score, limit_fail, recipe_version, software_version)
       VALUES (1, 'r', '2026-11-23T06:00:00.000Z', 's', 'Camera', 'part', 'fail', 3, 2, 1, '0')`,
    );
    const insert = database.prepare(
      `INSERT INTO disposition (id, inspection, at, decision, reason, together, entry) VALUES (?, 1, 'now', ?, ?, 0, 3)`,
    );
    insert.run(1, 'scrap', 'Really bad');
    insert.run(2, 'released', 'Dust');
    const rows = () => database.prepare('SELECT * FROM disposition ORDER BY id').all();
    const kept = rows();
    expect(() => insert.run(3, 'undecided', '')).toThrow(/CHECK/);
    database.pragma('foreign_keys = ON');
    migrate(database, migrations, backups);
    expect(rows()).toEqual(kept);
    database.pragma('foreign_keys = OFF');
    insert.run(3, 'undecided', '');
    expect(() => database.execute('DELETE FROM disposition')).toThrow(/never deleted/);
    expect(() => database.execute("UPDATE disposition SET reason = 'x'")).toThrow(/never changed/);
    expect(() => insert.run(5, 'scrap', 'x')).toThrow(/no gap/);
  });

  it('leave the database as it was where one of them fails', () => {
    migrate(database, [first, second], backups);
    expect(() => migrate(database, [first, second, broken], backups)).toThrow();
    expect(database.pragma('user_version')).toBe(20);
    expect(database.prepare('SELECT name FROM part').all()).toEqual([{ name: 'from twenty' }]);
  });

  it('refuse a database of a newer version and leave it untouched', () => {
    migrate(database, [first, second], backups);
    database.pragma('wal_checkpoint(TRUNCATE)');
    const before = readFileSync(database.file);
    expect(() => migrate(database, [first], backups)).toThrow(
      expect.objectContaining({ code: 'storage.newer', details: expect.objectContaining({ found: 20, known: 10 }) }),
    );
    expect(readFileSync(database.file).equals(before)).toBe(true);
  });
});
