import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verifyDatabase } from '../../audit/index.ts';
import { openChain } from '../audit/index.ts';
import { openTestKernel, type TestKernel } from '../kernel/kernel.fixture.ts';
import { accountOfBackup } from './backupAccount.ts';
import { listBackups } from './backupFiles.ts';
import { copyDatabase } from './copyDatabase.ts';
import { openConnection } from './database.ts';
import { migrate } from './migrate.ts';
import { migrations } from './migrations/index.ts';
import { restoreBackup } from './restoreBackup.ts';
import { openStationDatabase } from './stationDatabase.ts';

const ACTOR = { actor: 'kim', name: 'Kim', role: 'administrator', session: null };
const AT = '2026-11-28T12:00:00.000Z';

let root: string;
let data: string;
let to: string;
let station: TestKernel;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'sigmaline-restore-'));
  data = join(root, 'data');
  to = join(root, 'restored');
  mkdirSync(join(data, 'recipes', 'ring', '1'), { recursive: true });
  writeFileSync(join(data, 'recipes', 'ring', '1', 'recipe.json'), '{}');
  station = openTestKernel(data);
  openChain(station.kernel, null);
});

afterEach(() => {
  station.close();
  rmSync(root, { recursive: true });
});

function record(version: number): void {
  const { database, audit } = station.kernel;
  database.pragma('foreign_keys = OFF');
  database.transaction(() => {
    const row = database
      .prepare<{ number: number }>(
        `INSERT INTO inspection (sequence, id, recorded_at, source_id, source_name, file, verdict, score, limit_fail, recipe_id, recipe_version, software_version)
         SELECT COALESCE(MAX(sequence), 0) + 1, 'id-' || COUNT(*), :at, 's', 'Camera', 'part', 'pass', 1, 2, 'ring', :version, '0'
         FROM inspection RETURNING sequence AS number`,
      )
      .get({ at: AT, version });
    database
      .prepare('INSERT INTO audit_adoption (first, next, last) VALUES (:number, :number, :number)')
      .run({ number: row?.number ?? 0 });
    audit.observed({ action: 'settings.changed', object: { kind: 'settings', id: 'station' }, new: row });
  });
}

async function backUp() {
  const { path } = await copyDatabase(
    { database: join(data, 'station.sqlite'), folder: join(data, 'backups'), depth: 'quick' },
    new Date(),
  );
  const [backup] = listBackups([join(data, 'backups')]).filter((other) => other.path === path);
  return backup!;
}

describe('the account of a backup', () => {
  it('says what it holds, and what was recorded and done since', async () => {
    for (const version of [1, 2]) record(version);
    const backup = await backUp();
    expect(accountOfBackup(backup, data)).toMatchObject({
      chain: 'same',
      lacks: { records: { count: 0 }, actions: [] },
    });
    for (const version of [1, 1, 1]) record(version);
    expect(accountOfBackup(backup, data)).toMatchObject({
      records: { last: 2, recordedAt: AT },
      entries: 3,
      missingRecipes: [{ id: 'ring', version: 2 }],
      chain: 'prefix',
      commonEntries: 3,
      lacks: {
        records: { count: 3, first: 3, last: 5, from: AT, to: AT },
        entries: { count: 3, first: 4, last: 6 },
        actions: [{ area: 'settings', count: 3 }],
      },
    });
  });

  it('names the entry where the chains part, and a present database that cannot be read', async () => {
    record(1);
    const backup = await backUp();
    const copy = readFileSync(backup.path);
    for (const _ of [1, 2]) record(1);
    const later = await backUp();
    station.close();
    writeFileSync(join(data, 'station.sqlite'), copy);
    station = openTestKernel(data);
    record(1);
    expect(accountOfBackup(later, data)).toMatchObject({ chain: 'diverges', commonEntries: 2 });
    const empty = join(root, 'nothing');
    expect(accountOfBackup(later, empty)).toMatchObject({ chain: 'unknown', lacks: null });
  });
});

describe('a restored data folder', () => {
  it('has the records of the backup, the recipes, and a chain that says what it was restored from and what it lacks', async () => {
    for (const version of [1, 2]) record(version);
    const backup = await backUp();
    record(1);
    mkdirSync(`${to}.restoring`);
    writeFileSync(join(`${to}.restoring`, 'left'), 'of a killed try');
    mkdirSync(to);
    expect(restoreBackup({ backup, from: data, to, actor: ACTOR, at: AT })).toEqual({
      folder: to,
      records: 2,
      entries: 4,
      missingRecipes: [{ id: 'ring', version: 2 }],
    });
    expect(readdirSync(to).sort()).toEqual(['recipes', 'station.restoration.json', 'station.sqlite']);
    expect(existsSync(`${to}.restoring`)).toBe(false);
    expect(verifyDatabase(join(to, 'station.sqlite'))).toMatchObject({ isIntact: true, entries: 4 });
    const restored = openStationDatabase(to);
    const entry = restored.prepare<{ body: string }>('SELECT body FROM audit_entry WHERE sequence = 4').get();
    expect(JSON.parse(entry!.body)).toMatchObject({
      action: 'station.restored',
      actor: 'kim',
      new: {
        backup: basename(backup.path),
        lastRecord: 2,
        chainOfBefore: 'prefix',
        lacks: { records: { count: 1, first: 3 } },
      },
    });
    expect(restored.prepare('SELECT code FROM notice').all()).toEqual([{ code: 'station.restored' }]);
    restored.close();
    expect(station.kernel.database.prepare('SELECT COUNT(*) AS count FROM inspection').get()).toEqual({ count: 3 });
  });

  it('may be named with a slash at its end', async () => {
    record(1);
    const backup = await backUp();
    expect(restoreBackup({ backup, from: data, to: `${to}/`, actor: ACTOR, at: AT }).folder).toBe(to);
    expect(existsSync(join(to, 'station.sqlite'))).toBe(true);
  });

  it('is made of a backup of before the audit chain, too', () => {
    const old = join(data, 'backups', 'station-schema-220-2026-11-20T10-00-00-000Z.sqlite');
    mkdirSync(join(data, 'backups'));
    const database = openConnection(old);
    migrate(
      database,
      migrations.filter(({ version }) => version <= 220),
      null,
    );
    database.pragma('journal_mode = DELETE');
    database.close();
    const [backup] = listBackups([join(data, 'backups')]);
    expect(accountOfBackup(backup!, data)).toMatchObject({ schema: 220, chain: 'unknown', people: 0 });
    expect(restoreBackup({ backup: backup!, from: data, to, actor: ACTOR, at: AT })).toMatchObject({
      records: 0,
      entries: 0,
    });
    openStationDatabase(to).close();
  });

  it('is not made where the backup is damaged or its chain was changed, or where the folder is not free', async () => {
    for (let count = 0; count < 3; count += 1) record(1);
    const backup = await backUp();
    const restore = (place: string) => () => restoreBackup({ backup, from: data, to: place, actor: ACTOR, at: AT });
    for (const place of [data, join(data, 'inner'), root, 'relative'])
      expect(restore(place)).toThrow(/Nothing was restored/);
    const changed = openConnection(backup.path);
    changed.execute('DROP TRIGGER audit_entry_is_never_changed');
    changed.execute(`UPDATE audit_entry SET body = replace(body, 'settings', 'settingz') WHERE sequence = 2`);
    changed.pragma('journal_mode = DELETE');
    changed.close();
    expect(restore(to)).toThrow(/does not verify/);
    writeFileSync(backup.path, readFileSync(backup.path).subarray(0, 8192));
    expect(restore(to)).toThrow();
    expect(readdirSync(root)).toEqual(['data']);
  });
});
