import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStationDatabase, readStationDatabase } from './index.ts';

let dataFolder: string;

beforeEach(() => {
  dataFolder = mkdtempSync(join(tmpdir(), 'sigmaline-read-'));
});

afterEach(() => rmSync(dataFolder, { recursive: true }));

const addSource = "INSERT INTO source (id, folder) VALUES ('1', '/line')";

describe('a database that is only read', () => {
  it('shows what the running station wrote, and takes no change', () => {
    const station = openStationDatabase(dataFolder);
    const reader = readStationDatabase(dataFolder);
    station.execute(addSource);
    expect(reader.prepare<{ folder: string }>('SELECT folder FROM source').all()).toEqual([{ folder: '/line' }]);
    expect(() => reader.execute('DELETE FROM source')).toThrow(/read ?only/i);
    reader.close();
    station.close();
  });

  it('can be read when the station has ended', () => {
    openStationDatabase(dataFolder).close();
    const reader = readStationDatabase(dataFolder);
    expect(reader.prepare('SELECT * FROM inspection').all()).toEqual([]);
    reader.close();
  });

  it.each([
    ['storage.newer', 990],
    ['storage.older', 5],
  ])('is refused with %s where its schema is %i, and stays as it is', (code, version) => {
    openStationDatabase(dataFolder).close();
    const file = join(dataFolder, 'station.sqlite');
    const writer = new Database(file);
    writer.pragma(`user_version = ${version}`);
    writer.close();
    expect(() => readStationDatabase(dataFolder)).toThrow(expect.objectContaining({ code }));
    const after = new Database(file, { readonly: true });
    expect(after.pragma('user_version', { simple: true })).toBe(version);
    after.close();
  });

  it('must be there, and is not made', () => {
    expect(() => readStationDatabase(dataFolder)).toThrow(expect.objectContaining({ code: 'storage.not-found' }));
    expect(() => readStationDatabase(dataFolder)).toThrow(expect.objectContaining({ code: 'storage.not-found' }));
  });
});
