import { readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Print } from '../outcome.ts';
import type { Random } from '../random.ts';
import { eventually, startEngineProcess, TORTURE_TIMINGS } from '../station/index.ts';
import { OLD_RECORDS, withDatabase, writeOldDatabase } from './oldStation.ts';

export interface BackupResult {
  readonly kills: number;
  /** How many of them left a backup behind that was not finished. */
  readonly unfinished: number;
  readonly failures: string[];
}

const LONGEST_DELAY_MS = 600;
const PATIENCE_MS = 60_000;
const LOOK_EVERY_MS = 2;

/** Kills the engine while its records are being backed up: what has the name of a backup is one, and the next start makes the one that is missing. */
export async function killDuringBackup(kills: number, random: Random, print: Print): Promise<BackupResult> {
  if (kills === 0) return { kills, unfinished: 0, failures: [] };
  const root = await mkdtemp(join(tmpdir(), 'sigmaline-backup-'));
  const dataFolder = join(root, 'data');
  const backups = join(dataFolder, 'backups');
  const start = () =>
    startEngineProcess({ dataFolder, lanes: 'test', timings: TORTURE_TIMINGS, backupLookEveryMs: 20 });
  const failures: string[] = [];
  let unfinished = 0;
  try {
    await writeOldDatabase(dataFolder);
    for (let kill = 0; kill < kills; kill += 1) {
      await rm(backups, { recursive: true, force: true });
      const engine = start();
      if (!(await eventually(() => namesIn(backups).some(isUnfinished), PATIENCE_MS, LOOK_EVERY_MS))) {
        failures.push('no backup was begun');
        await engine.kill();
        break;
      }
      await pause(random.between(0, LONGEST_DELAY_MS));
      await engine.kill();
      if (namesIn(backups).some(isUnfinished)) unfinished += 1;
      failures.push(...brokenBackups(backups));
    }
    const last = start();
    const isThere = (): boolean => namesIn(backups).some(isOfThisSchema) && !namesIn(backups).some(isUnfinished);
    if (!(await eventually(isThere, PATIENCE_MS))) failures.push('the backup that is missing was not made');
    await last.stop();
    failures.push(...brokenBackups(backups));
    print(`backups: ${kills} engines killed, ${unfinished} of them before the backup was finished`);
    return { kills, unfinished, failures };
  } finally {
    await rm(root, { recursive: true, maxRetries: 5, retryDelay: 100 });
  }
}

function isUnfinished(name: string): boolean {
  return name.includes('.unverified');
}

function isOfThisSchema(name: string): boolean {
  return /-to-\d+\.sqlite$/u.test(name);
}

function brokenBackups(folder: string): string[] {
  return namesIn(folder)
    .filter((name) => name.endsWith('.sqlite'))
    .flatMap((name) =>
      withDatabase(join(folder, name), (database) => {
        const answer = String(database.pragma('integrity_check', { simple: true }));
        const records = database
          .prepare<[], { count: number }>('SELECT COUNT(*) AS count FROM inspection')
          .get()?.count;
        return answer === 'ok' && records === OLD_RECORDS
          ? []
          : [`${name} is no backup: ${answer}, ${records} records`];
      }),
    );
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
