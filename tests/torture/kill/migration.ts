import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Print } from '../outcome.ts';
import type { Random } from '../random.ts';
import { eventually, startEngineProcess, TORTURE_TIMINGS } from '../station/index.ts';
import { databaseOf, OLD_RECORDS, OLD_SCHEMA, withDatabase, writeOldDatabase } from './oldStation.ts';

export interface MigrationResult {
  /** Starts that were cut short. */
  readonly kills: number;
  /** How many of them left the old schema behind, and how many the new one. */
  readonly foundOld: number;
  readonly foundNew: number;
  readonly failures: string[];
}

/** After the moment at which a kill's clock begins. */
const LONGEST_DELAY_MS = 500;
const PATIENCE_MS = 30_000;
const LOOK_EVERY_MS = 2;

/** Kills the engine again and again while it brings a database of the first schema to the newest; no start may be the last, and no record goes. */
export async function killDuringMigration(kills: number, random: Random, print: Print): Promise<MigrationResult> {
  const root = await mkdtemp(join(tmpdir(), 'sigmaline-migration-'));
  try {
    const found = { old: 0, new: 0 };
    const failures: string[] = [];
    for (let kill = 0; kill < kills && failures.length === 0; kill += 1) {
      const dataFolder = join(root, `killed-${kill}`);
      await writeOldDatabase(dataFolder);
      const engine = startEngineProcess({ dataFolder, lanes: 'test', timings: TORTURE_TIMINGS });
      const moment = kill % 2 === 0 ? backupBegins : backupIsThere;
      await eventually(() => moment(dataFolder), PATIENCE_MS, LOOK_EVERY_MS);
      await pause(random.between(0, LONGEST_DELAY_MS));
      await engine.kill();
      found[schemaOf(dataFolder) === OLD_SCHEMA ? 'old' : 'new'] += 1;
      failures.push(...(await startAgain(dataFolder)));
      await rm(dataFolder, { recursive: true });
    }
    print(`migration: ${kills} engines killed, ${found.old} before and ${found.new} after the new schema was there`);
    return { kills, foundOld: found.old, foundNew: found.new, failures };
  } finally {
    await rm(root, { recursive: true, maxRetries: 5, retryDelay: 100 });
  }
}

/** Most of a start is reading code: the clock of a kill begins where the engine begins its backup, or where the migration itself is next. */
function backupBegins(dataFolder: string): boolean {
  return existsSync(join(dataFolder, 'backups'));
}

function backupIsThere(dataFolder: string): boolean {
  return backupBegins(dataFolder) && readdirSync(join(dataFolder, 'backups')).some((name) => name.endsWith('.sqlite'));
}

async function startAgain(dataFolder: string): Promise<string[]> {
  const engine = startEngineProcess({ dataFolder, lanes: 'test', timings: TORTURE_TIMINGS });
  try {
    await engine.begun;
  } catch (thrown) {
    return [`the station does not start after it was killed while migrating: ${String(thrown)}`];
  }
  await engine.stop();
  return withDatabase(databaseOf(dataFolder), (database) => {
    const answer = String(database.pragma('quick_check', { simple: true }));
    const records = database.prepare<[], { count: number }>('SELECT COUNT(*) AS count FROM inspection').get()?.count;
    return [
      ...(answer === 'ok' ? [] : [`the migrated database is not sound: ${answer}`]),
      ...(records === OLD_RECORDS ? [] : [`${records} of ${OLD_RECORDS} records are left after the migration`]),
    ];
  });
}

function schemaOf(dataFolder: string): number {
  return withDatabase(databaseOf(dataFolder), (database) => Number(database.pragma('user_version', { simple: true })));
}
