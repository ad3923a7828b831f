/** Test 1: engine and lanes are killed at random instants while files arrive, and nothing is lost, judged twice or altered. */

import { testLaneScore } from '../expectation.ts';
import { sha256Of, tinyPng } from '../images.ts';
import type { Outcome, Print } from '../outcome.ts';
import { createRandom } from '../random.ts';
import { createTortureStation } from '../station/index.ts';
import { killDuringBackup } from './backup.ts';
import type { noKills } from './killer.ts';
import { killDuringMigration } from './migration.ts';
import { realRounds } from './realRounds.ts';
import { killDuringRestore } from './restore.ts';
import { killRounds, type PlannedFile, type RoundsResult } from './rounds.ts';

export interface KillOptions {
  readonly rounds: number;
  readonly filesPerRound: number;
  /** Of the rounds, so many run with lanes that really decode and judge. */
  readonly realRounds: number;
  /** Engines that are killed while they migrate an older database. */
  readonly migrationKills: number;
  /** Engines that are killed while they back up. */
  readonly backupKills: number;
  /** Commands that are killed while they restore a backup. */
  readonly restoreKills: number;
  readonly seed: number;
  readonly print: Print;
}

export async function killTorture(options: KillOptions): Promise<Outcome> {
  const test = await testRounds(options);
  const real = await realRounds(options);
  const migration = await killDuringMigration(options.migrationKills, createRandom(options.seed), options.print);
  const backup = await killDuringBackup(options.backupKills, createRandom(options.seed), options.print);
  const restore = await killDuringRestore(options.restoreKills, createRandom(options.seed), options.print);
  const total = (kind: keyof ReturnType<typeof noKills>): number => test.kills[kind] + real.kills[kind];
  return {
    summary: {
      rounds: options.rounds,
      'of them with lanes that really judge': options.realRounds,
      'files and records': test.records + real.records,
      'engines killed at work': total('engine'),
      'engines killed while starting': total('duringStart'),
      'engines killed while stopping': total('duringStop'),
      'lanes killed': total('lane'),
      'engines killed while migrating': `${migration.kills} (${migration.foundOld} before, ${migration.foundNew} after the new schema)`,
      'engines killed while backing up': `${backup.kills} (${backup.unfinished} with the backup unfinished)`,
      'commands killed while restoring': `${restore.kills} (${restore.unfinished} with the data folder unfinished)`,
    },
    failures: [...test.failures, ...real.failures, ...migration.failures, ...backup.failures, ...restore.failures],
  };
}

/** Rounds with lanes whose answer follows from the bytes: quick, and every score is known beforehand. */
async function testRounds({
  rounds,
  realRounds: real,
  filesPerRound,
  seed,
  print,
}: KillOptions): Promise<RoundsResult> {
  const station = await createTortureStation({ lanes: 'test', laneGoal: 'throughput', settings: { slowMs: 15 } });
  try {
    return await killRounds({
      station,
      rounds: rounds - real,
      filesPerRound,
      limits: { fail: 2, review: 1 },
      random: createRandom(seed),
      print,
      plan: plannedFile,
    });
  } finally {
    await station.remove();
  }
}

function plannedFile(number: number, round: number): PlannedFile {
  const bytes = tinyPng(number);
  const sha256 = sha256Of(bytes);
  // Some images take long, so that a lane has them when it is killed; some lie in folders inside.
  const name = `${number % 3 === 0 ? 'slow' : 'part'}-${String(number).padStart(5, '0')}.png`;
  const file = number % 5 === 0 ? `lot ${round}/${name}` : name;
  return { file, bytes, sha256, score: testLaneScore(sha256) };
}
