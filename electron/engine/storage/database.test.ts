import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openConnection, type StationDatabase } from './database.ts';

let folder: string;
let file: string;
const open: StationDatabase[] = [];

function connect(): StationDatabase {
  const database = openConnection(file);
  open.push(database);
  return database;
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sigmaline-storage-'));
  file = join(folder, 'station.sqlite');
});

afterEach(() => {
  for (const database of open.splice(0)) database.close();
  rmSync(folder, { recursive: true });
});

const FULL = 2;

describe('the connection', () => {
  it('waits for the disk at every commit, also in a database that was there before', () => {
    connect().close();
    open.splice(0);
    const again = connect();
    expect(again.pragma('synchronous')).toBe(FULL);
    expect(again.pragma('journal_mode')).toBe('wal');
    expect(again.pragma('foreign_keys')).toBe(1);
    expect(again.pragma('busy_timeout')).toBe(250);
  });

  it('keeps all of a transaction or nothing', () => {
    const database = connect();
    database.execute('CREATE TABLE part (name TEXT UNIQUE)');
    const insert = database.prepare('INSERT INTO part VALUES (?)');
    expect(() =>
      database.transaction(() => {
        insert.run('ring');
        insert.run('ring');
      }),
    ).toThrow(/UNIQUE/);
    expect(database.prepare('SELECT name FROM part').all()).toEqual([]);
  });
});

describe('errors of SQLite', () => {
  it('say that the disk is full', () => {
    const database = connect();
    database.execute('CREATE TABLE part (name TEXT)');
    database.pragma('max_page_count = 3');
    const insert = database.prepare('INSERT INTO part VALUES (?)');
    const fill = (): void => {
      for (let row = 0; row < 100; row++) insert.run('x'.repeat(4000));
    };
    expect(fill).toThrow(expect.objectContaining({ code: 'station.disk-full' }));
  });

  it('say that the file is no database', () => {
    writeFileSync(file, 'this is no database at all, but it is long enough to be looked at'.repeat(20));
    expect(connect).toThrow(expect.objectContaining({ code: 'storage.corrupt' }));
  });

  it('say that the database cannot be opened', () => {
    mkdirSync(file);
    expect(connect).toThrow(expect.objectContaining({ code: 'storage.failed' }));
  });
});
