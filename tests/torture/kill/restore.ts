import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { checkStationDatabase, copyDatabase, openStationDatabase } from '../../../electron/engine/storage/index.ts';
import { sha256Of } from '../images.ts';
import type { Print } from '../outcome.ts';
import type { Random } from '../random.ts';
import { eventually } from '../station/index.ts';
import { databaseOf, OLD_RECORDS, writeOldDatabase } from './oldStation.ts';

export interface RestoreResult {
  readonly kills: number;
  /** How many of them left a data folder behind that was not finished, under another name. */
  readonly unfinished: number;
  readonly failures: string[];
}

const PATIENCE_MS = 60_000;
const LOOK_EVERY_MS = 2;
const COMMAND = fileURLToPath(new URL('../../../electron/cli/sigmaline.ts', import.meta.url));

/** Kills the command that restores a backup: the present data folder and the backup stay as they are, and the new one is there whole or not at all. */
export async function killDuringRestore(kills: number, random: Random, print: Print): Promise<RestoreResult> {
  if (kills === 0) return { kills, unfinished: 0, failures: [] };
  const root = await mkdtemp(join(tmpdir(), 'sigmaline-restore-'));
  const [data, to] = [join(root, 'data'), join(root, 'new')];
  const failures: string[] = [];
  let unfinished = 0;
  try {
    await writeOldDatabase(data);
    openStationDatabase(data).close();
    const database = databaseOf(data);
    const { path } = await copyDatabase({ database, folder: join(data, 'backups'), depth: 'quick' }, new Date());
    const hashes = (): string => [database, path].map((file) => sha256Of(readFileSync(file))).join(' ');
    const before = hashes();
    const start = () =>
      spawn(process.execPath, [COMMAND, 'restore', '--from', path, '--to', to, '--data', data], { stdio: 'ignore' });
    const check = (when: string): void => {
      if (hashes() !== before) failures.push(`${when}: the present data folder or the backup was changed`);
      if (existsSync(to) && checkStationDatabase(databaseOf(to), 'full').records !== OLD_RECORDS)
        failures.push(`${when}: the new data folder is not whole`);
    };
    const begun = (): Promise<boolean> => eventually(() => existsSync(`${to}.restoring`), PATIENCE_MS, LOOK_EVERY_MS);
    // As long as it takes once, so that kills fall into every step of it.
    const first = start();
    const ended = once(first, 'exit');
    if (!(await begun())) failures.push('restoring was not begun');
    const beganMs = performance.now();
    await ended;
    const longestMs = performance.now() - beganMs;
    if (!existsSync(to)) failures.push('nothing was restored');
    for (let kill = 0; kill < kills; kill += 1) {
      await rm(to, { recursive: true, force: true });
      const command = start();
      const killed = once(command, 'exit');
      if (!(await begun())) failures.push('restoring was not begun');
      await pause(random.between(0, Math.ceil(longestMs)));
      command.kill('SIGKILL');
      await killed;
      if (existsSync(`${to}.restoring`)) unfinished += 1;
      check(`kill ${kill + 1}`);
      // Or the next one would be taken to have begun already.
      await rm(`${to}.restoring`, { recursive: true, force: true });
    }
    await rm(to, { recursive: true, force: true });
    // It finds what a killed one left.
    await mkdir(join(`${to}.restoring`, 'recipes'), { recursive: true });
    await once(start(), 'exit');
    check('after the last kill');
    if (!existsSync(to) || existsSync(`${to}.restoring`)) failures.push('after the last kill nothing was restored');
    print(`restoring: ${kills} commands killed, ${unfinished} of them with the data folder unfinished`);
    return { kills, unfinished, failures };
  } finally {
    await rm(root, { recursive: true, maxRetries: 5, retryDelay: 100 });
  }
}
