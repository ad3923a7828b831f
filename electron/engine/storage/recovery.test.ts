import { randomUUID } from 'node:crypto';
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sentenceOf } from '../../../shared/domain/index.ts';
import { backupName } from './backupFiles.ts';
import { ConfigurationTables, writeConfigurationCopy } from './configuration.ts';
import { createNotices, openStationDatabase, type StationDatabase, suspectDatabase } from './index.ts';
import type { Notice } from './notices.ts';
import { RecipeUseTable } from './recipeUses.ts';

let dataFolder: string;
let file: string;

beforeEach(() => {
  dataFolder = mkdtempSync(join(tmpdir(), 'sigmaline-recovery-'));
  file = join(dataFolder, 'station.sqlite');
});

afterEach(() => rmSync(dataFolder, { recursive: true }));

function record(database: StationDatabase, from: number, to: number): void {
  database.execute("INSERT OR IGNORE INTO source (id, folder) VALUES ('camera', '/line')");
  const ledger = database.prepare(
    `INSERT INTO ledger (source_id, path, size, modified_us, state, seen_at, inspection_id)
     VALUES ('camera', ?, 1000, ?, 'recorded', '2026-11-23T10:00:00.000Z', ?)`,
  );
  const inspection = database.prepare(
    `INSERT INTO inspection (sequence, id, recorded_at, source_id, source_name, file, verdict, score, limit_fail, recipe_id, recipe_version, software_version)
     VALUES (?, ?, '2026-11-23T10:00:01.000Z', 'camera', 'Camera 1', ?, 'pass', 0.5, 2, 'ring', 1, '0.1.0')`,
  );
  database.transaction(() => {
    for (let sequence = from; sequence <= to; sequence++) {
      const id = randomUUID();
      ledger.run(`part-${sequence}.png`, sequence, id);
      inspection.run(sequence, id, `part-${sequence}.png`);
    }
  });
}

/** The database and the backup of a station, by how many records it has after the backup: all tests are about the same one. */
const made = new Map<number, { readonly database: Buffer; readonly backup: Buffer }>();
const IN_BACKUP = 50;

/** A station with a backup of its first records, and more after it. @returns the backup */
function stationWithBackup({ after = 250 } = {}): string {
  const backups = join(dataFolder, 'backups');
  mkdirSync(backups, { recursive: true });
  const backup = join(backups, backupName(new Date('2026-11-23T10:30:00.000Z'), IN_BACKUP));
  const known = made.get(after);
  if (known !== undefined) {
    writeFileSync(file, known.database);
    writeFileSync(backup, known.backup);
    return backup;
  }
  const database = openStationDatabase(dataFolder);
  record(database, 1, IN_BACKUP);
  database.prepare('VACUUM INTO ?').run(backup);
  record(database, IN_BACKUP + 1, IN_BACKUP + after);
  database.close();
  made.set(after, { database: readFileSync(file), backup: readFileSync(backup) });
  return backup;
}

interface Found {
  readonly sequences: number[];
  readonly files: Set<string>;
  readonly notices: readonly Notice[];
  readonly ledgerRows: number;
}

function reopened(): Found {
  const database = openStationDatabase(dataFolder);
  try {
    const rows = database
      .prepare<{ sequence: number; file: string }>('SELECT sequence, file FROM inspection ORDER BY sequence')
      .all();
    return {
      sequences: rows.map(({ sequence }) => sequence),
      files: new Set(rows.map((row) => row.file)),
      notices: createNotices(database).all(),
      ledgerRows: database.prepare<{ rows: number }>('SELECT COUNT(*) AS rows FROM ledger').get()?.rows ?? 0,
    };
  } finally {
    database.close();
  }
}

const damagedFolders = (): string[] =>
  existsSync(join(dataFolder, 'damaged')) ? readdirSync(join(dataFolder, 'damaged')) : [];
const numbersTo = (last: number): number[] => Array.from({ length: last }, (_, index) => index + 1);

/** Fills pages with nonsense, counted from the file's beginning or, negative, from its end. */
function spoilPages(target: string, ...pages: number[]): void {
  const bytes = readFileSync(target);
  const count = bytes.length / 4096;
  for (const page of pages)
    bytes.fill(0xa5, (page < 0 ? count + page : page) * 4096, ((page < 0 ? count + page : page) + 1) * 4096);
  writeFileSync(target, bytes);
}

function pageOfTable(table: string): number {
  const reader = new Database(file, { readonly: true });
  const page = reader.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').pluck().get(table) as number;
  reader.close();
  return page - 1;
}

describe('a database that is whole', () => {
  it('is opened as it is, without a word', () => {
    stationWithBackup();
    const found = reopened();
    expect(found.sequences).toEqual(numbersTo(300));
    expect(found.notices).toEqual([]);
    expect(damagedFolders()).toEqual([]);
  });

  it('keeps what was committed when its writer was killed', () => {
    const database = openStationDatabase(dataFolder);
    record(database, 1, 20);
    const copy = mkdtempSync(join(tmpdir(), 'sigmaline-killed-'));
    for (const ending of ['', '-wal', '-shm']) copyFileSync(`${file}${ending}`, join(copy, `station.sqlite${ending}`));
    database.close();
    const own = dataFolder;
    dataFolder = copy;
    try {
      expect(reopened().sequences).toEqual(numbersTo(20));
      expect(damagedFolders()).toEqual([]);
    } finally {
      dataFolder = own;
      rmSync(copy, { recursive: true });
    }
  });
});

describe('a damaged database is set aside, and the newest backup restored, where it', () => {
  it.each<[string, () => void]>([
    ['is no database', () => writeFileSync(file, 'this is no database at all'.repeat(500))],
    ['is empty', () => truncateSync(file, 0)],
    ['is missing', () => rmSync(file)],
    ['was cut to half', () => truncateSync(file, 4096 * Math.floor(statSync(file).size / 8192))],
    ['was cut inside its first page', () => truncateSync(file, 50)],
    ['has a first page of nonsense', () => spoilPages(file, 0)],
    ['has a page of nonsense at the root of its records', () => spoilPages(file, pageOfTable('inspection'))],
    ['has a page of nonsense at the root of its ledger', () => spoilPages(file, pageOfTable('ledger'))],
    [
      'is a database of something else',
      () => {
        rmSync(file);
        const other = new Database(file);
        other.exec('CREATE TABLE other (x)');
        other.close();
      },
    ],
  ])('%s', (_, damage) => {
    stationWithBackup();
    damage();
    const damaged = existsSync(file) ? readFileSync(file) : null;
    const { sequences, notices, ledgerRows } = reopened();
    expect(sequences.length).toBeGreaterThanOrEqual(50);
    expect(sequences).toEqual(numbersTo(sequences.length));
    expect(ledgerRows).toBe(sequences.length);
    expect(notices).toMatchObject([{ code: 'storage.restored', acknowledgedAt: null }]);
    expect(sentenceOf(notices[0]!)).toContain(': 50 from the backup of');
    const [folder] = damagedFolders();
    const kept = join(dataFolder, 'damaged', folder!);
    expect(JSON.parse(readFileSync(join(kept, 'note.json'), 'utf8'))).toMatchObject({
      sentence: sentenceOf(notices[0]!),
    });
    if (damaged !== null) expect(readFileSync(join(kept, 'station.sqlite')).equals(damaged)).toBe(true);
  });

  it('has the write-ahead log of another database beside it', () => {
    stationWithBackup();
    const other = mkdtempSync(join(tmpdir(), 'sigmaline-other-'));
    const writer = new Database(join(other, 'other.sqlite'));
    writer.pragma('journal_mode = WAL');
    writer.exec('CREATE TABLE other (x)');
    const insert = writer.prepare('INSERT INTO other VALUES (?)');
    for (let row = 0; row < 200; row++) insert.run('x'.repeat(1000));
    copyFileSync(join(other, 'other.sqlite-wal'), `${file}-wal`);
    writer.close();
    rmSync(other, { recursive: true });
    const { sequences, notices } = reopened();
    expect(notices).toHaveLength(1);
    // The main file itself was whole, and everything in it can be read once the foreign log is no longer applied to it.
    expect(sequences).toEqual(numbersTo(sequences.length));
    expect(sequences.length).toBeGreaterThanOrEqual(50);
    expect(readdirSync(join(dataFolder, 'damaged', damagedFolders()[0]!))).toContain('station.sqlite-wal');
  });
});

describe('a write-ahead log', () => {
  it.each<[string, (log: string) => void]>([
    ['of nonsense', (log) => writeFileSync(log, Buffer.alloc(40_000, 0xa5))],
    ['that was cut', (log) => appendFileSync(log, Buffer.alloc(17, 1))],
  ])('%s is not applied: SQLite knows its own by checksums', (_, spoil) => {
    stationWithBackup();
    spoil(`${file}-wal`);
    expect(reopened()).toMatchObject({ sequences: numbersTo(300), notices: [] });
  });

  it('has its index made anew where that was damaged', () => {
    stationWithBackup();
    writeFileSync(`${file}-shm`, Buffer.alloc(32_768, 0xa5));
    expect(reopened()).toMatchObject({ sequences: numbersTo(300), notices: [] });
  });
});

describe('records that are newer than the backup', () => {
  it('are read from the damaged file and keep their numbers where all can be read', () => {
    stationWithBackup();
    // An index is damaged; the records are not.
    spoilPages(file, pageOfTable('inspection_recorded_at'));
    const { sequences, notices, files } = reopened();
    expect(sequences).toEqual(numbersTo(300));
    expect(files.size).toBe(300);
    expect(sentenceOf(notices[0]!)).toContain('250 newer ones from the damaged file; 0 could not be read');
  });

  it('are taken over as far as they can be read, and the others are counted', () => {
    stationWithBackup({ after: 2000 });
    const reader = new Database(file, { readonly: true });
    const pages = reader
      .prepare("SELECT pageno FROM dbstat WHERE name = 'inspection' AND pagetype = 'leaf' ORDER BY path")
      .pluck();
    let middle: number;
    try {
      const all = pages.all() as number[];
      middle = all[Math.floor(all.length / 2)]! - 1;
    } finally {
      reader.close();
    }
    spoilPages(file, middle);
    const { sequences, notices, files, ledgerRows } = reopened();
    expect(sequences).toEqual(numbersTo(sequences.length));
    expect(sequences.length).toBeGreaterThan(1900);
    expect(sequences.length).toBeLessThan(2050);
    expect(files.size).toBe(sequences.length);
    expect(ledgerRows).toBe(sequences.length);
    expect(sentenceOf(notices[0]!)).toContain(`${2050 - sequences.length} could not be read`);
  });
});

describe('files that were left alone when their source was added', () => {
  it('are those of the damaged file where they can be read there', () => {
    stationWithBackup();
    const database = openStationDatabase(dataFolder);
    database.execute("INSERT INTO left_file (source_id, path, size, modified_us) VALUES ('camera', 'old.png', 7, 9)");
    database.close();
    spoilPages(file, pageOfTable('inspection_recorded_at'));
    const restored = openStationDatabase(dataFolder);
    expect(restored.prepare('SELECT source_id, path, size, modified_us FROM left_file').all()).toEqual([
      { source_id: 'camera', path: 'old.png', size: 7, modified_us: 9 },
    ]);
    restored.close();
  });
});

describe('the backup that is restored', () => {
  it('is the next older one where the newest is damaged itself, which is said and kept under another name', () => {
    const older = stationWithBackup();
    const newest = join(dataFolder, 'backups', backupName(new Date('2026-11-23T11:30:00.000Z'), 300));
    copyFileSync(older, newest);
    spoilPages(newest, 3, 5, 7, 9);
    writeFileSync(file, 'nonsense'.repeat(1000));
    const { sequences, notices } = reopened();
    expect(sequences).toEqual(numbersTo(50));
    expect(notices[0]?.details).toMatchObject({ backupAt: '2026-11-23T10:30:00.000Z' });
    expect(sentenceOf(notices[0]!)).toMatch(/from the backup of \d\d:\d\d:00 on 2\d November 2026/);
    expect(readdirSync(join(dataFolder, 'backups'))).toContain(
      `${backupName(new Date('2026-11-23T11:30:00.000Z'), 300)}.damaged`,
    );
  });

  it('may lie in another folder', () => {
    const backup = stationWithBackup();
    const elsewhere = mkdtempSync(join(tmpdir(), 'sigmaline-elsewhere-'));
    copyFileSync(backup, join(elsewhere, backupName(new Date('2026-11-23T10:30:00.000Z'), 50)));
    rmSync(join(dataFolder, 'backups'), { recursive: true });
    rmSync(file);
    writeConfigurationCopy(dataFolder, { settings: { backups: { folder: elsewhere } }, sources: [] });
    openStationDatabase(dataFolder).close();
    expect(reopened().sequences).toEqual(numbersTo(50));
    rmSync(elsewhere, { recursive: true });
  });

  it('does not take back what engineers decided since: settings and sources are those of the copy beside the database', () => {
    stationWithBackup();
    const source = { id: randomUUID(), folder: '/camera-2', name: 'Camera 2', recipeId: 'ring', options: {} };
    const newest = { settings: { stationName: 'Line 7' }, sources: [source] };
    const use = { recipeId: 'ring', version: 2, since: '2026-11-23T10:40:00.000Z', by: null };
    writeConfigurationCopy(dataFolder, { ...newest, recipeUses: [use] });
    rmSync(file);
    const database = openStationDatabase(dataFolder);
    expect(new ConfigurationTables(database).read()).toEqual(newest);
    expect(new RecipeUseTable(database).current()).toEqual([use]);
    database.close();
  });

  it('takes settings and sources from the damaged file where there is no copy of them', () => {
    stationWithBackup();
    const before = openStationDatabase(dataFolder);
    before.transaction(() =>
      new ConfigurationTables(before).write({ settings: { stationName: 'Line 8' }, sources: [] }),
    );
    const use = { recipeId: 'ring', version: 3, since: '2026-11-23T10:40:00.000Z', by: null };
    before.transaction(() => new RecipeUseTable(before).add(use));
    before.close();
    spoilPages(file, pageOfTable('inspection_recorded_at'));
    const database = openStationDatabase(dataFolder);
    expect(new ConfigurationTables(database).read().settings).toEqual({ stationName: 'Line 8' });
    expect(new RecipeUseTable(database).current()).toEqual([use]);
    database.close();
  });

  it('need not be there: a new database is begun, with what can still be read of the damaged one, and that is told', () => {
    rmSync(stationWithBackup());
    spoilPages(file, pageOfTable('inspection_recorded_at'));
    const { sequences, notices } = reopened();
    expect(sequences).toEqual(numbersTo(300));
    expect(notices).toMatchObject([{ code: 'storage.begun-anew' }]);
  });
});

describe('a recovery that is interrupted', () => {
  const journal = (): string => join(dataFolder, 'station.recovery.json');
  const folder = (): string => join(dataFolder, 'damaged', '2026-11-23T12-00-00-000Z');
  const writeJournal = (): void =>
    writeFileSync(
      journal(),
      JSON.stringify({ at: '2026-11-23T12:00:00.000Z', folder: folder(), reason: 'test', hadDatabase: true }),
    );

  it.each<[string, () => void]>([
    ['before anything was moved', () => undefined],
    [
      'after the database was moved, and before its log',
      () => {
        mkdirSync(folder(), { recursive: true });
        copyFileSync(file, join(folder(), 'station.sqlite'));
        rmSync(file);
      },
    ],
    [
      'while the new database was built',
      () => {
        mkdirSync(folder(), { recursive: true });
        copyFileSync(file, join(folder(), 'station.sqlite'));
        rmSync(file);
        writeFileSync(join(dataFolder, 'station.sqlite.building'), 'half of it');
      },
    ],
  ])('%s is taken up again', (_, reach) => {
    stationWithBackup();
    spoilPages(file, pageOfTable('inspection_recorded_at'));
    writeJournal();
    reach();
    const { sequences, notices } = reopened();
    expect(sequences).toEqual(numbersTo(300));
    expect(notices).toHaveLength(1);
    expect(existsSync(journal())).toBe(false);
    expect(damagedFolders()).toHaveLength(1);
  });

  it('after the new database got its name is over', () => {
    stationWithBackup();
    mkdirSync(folder(), { recursive: true });
    copyFileSync(file, join(folder(), 'station.sqlite'));
    writeJournal();
    expect(reopened()).toMatchObject({ sequences: numbersTo(300), notices: [] });
    expect(existsSync(journal())).toBe(false);
  });
});

describe('damage that was noticed while the database was in use', () => {
  it('has the next start compare every index with its table, and restore', () => {
    stationWithBackup();
    const writer = new Database(file);
    writer.unsafeMode(true);
    writer.pragma('writable_schema = ON');
    // An index that says it is another one: only the whole check sees it.
    writer.exec(
      "UPDATE sqlite_schema SET sql = 'CREATE INDEX inspection_recorded_at ON inspection (file)' WHERE name = 'inspection_recorded_at'",
    );
    writer.close();
    suspectDatabase(dataFolder, 'an index answered nonsense');
    const { sequences, notices } = reopened();
    expect(sequences).toEqual(numbersTo(300));
    expect(notices).toMatchObject([{ code: 'storage.restored' }]);
  });

  it('is told where the whole check finds nothing', () => {
    stationWithBackup();
    suspectDatabase(dataFolder, 'a page answered nonsense');
    const { sequences, notices } = reopened();
    expect(sequences).toEqual(numbersTo(300));
    expect(notices).toMatchObject([{ code: 'storage.suspected' }]);
    expect(reopened().notices).toHaveLength(1);
  });
});

describe('a notice', () => {
  it('stays until somebody acknowledges it, and is remembered after that', () => {
    stationWithBackup();
    suspectDatabase(dataFolder, 'a page answered nonsense');
    const database = openStationDatabase(dataFolder);
    const notices = createNotices(database);
    expect(notices.open()).toHaveLength(1);
    expect(notices.acknowledge(notices.open()[0]!.id)).toBe(true);
    expect(notices.open()).toEqual([]);
    expect(notices.all()[0]?.acknowledgedAt).toMatch(/Z$/);
    expect(notices.acknowledge(99)).toBe(false);
    database.close();
  });
});
