import { describe, expect, it } from 'vitest';
import { createRandom } from '../random.ts';
import { killDuringBackup } from './backup.ts';
import { killTorture } from './index.ts';
import { killDuringMigration } from './migration.ts';
import { killDuringRestore } from './restore.ts';

const print = (): void => undefined;
/** A machine that does three other things at a time. */
const timeout = 180_000;

describe('a station whose processes are killed at random', () => {
  it('loses nothing, judges nothing twice and alters no verdict (npm run test:torture does it fifty times)', {
    timeout,
  }, async () => {
    const options = { rounds: 2, filesPerRound: 40, realRounds: 1, migrationKills: 0, backupKills: 0, restoreKills: 0 };
    const { summary, failures } = await killTorture({ ...options, seed: 20261123, print });
    expect(failures).toEqual([]);
    expect(summary['files and records']).toBe(80);
  });

  it('takes up a migration that was killed, and keeps every record', { timeout }, async () => {
    expect(await killDuringMigration(2, createRandom(20261123), print)).toMatchObject({ kills: 2, failures: [] });
  });

  it('leaves a data folder and a backup as they are where restoring is killed, and makes the new one whole or not at all', {
    timeout,
  }, async () => {
    const { failures } = await killDuringRestore(4, createRandom(4), () => undefined);
    expect(failures).toEqual([]);
  });

  it('takes no unfinished backup for one, and makes the one that is missing', { timeout }, async () => {
    expect(await killDuringBackup(2, createRandom(20261123), print)).toMatchObject({ kills: 2, failures: [] });
  });
});
