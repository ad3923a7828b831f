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
