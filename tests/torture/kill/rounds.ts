import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { deliver, type Way } from '../camera.ts';
import { differences, type ExpectedRecord, type Limits } from '../expectation.ts';
import type { Print } from '../outcome.ts';
import type { Random } from '../random.ts';
import { brokenInvariants, eventually, type StoredRecord, type TortureStation } from '../station/index.ts';
import { type Kills, noKills, strike } from './killer.ts';

/** A file that will arrive, and what an undisturbed station says of it. */
export interface PlannedFile extends ExpectedRecord {
  readonly bytes: Buffer;
}

export interface RoundsOptions {
  readonly station: TortureStation;
  readonly rounds: number;
  readonly filesPerRound: number;
  /** Records that the station has already. */
  readonly recordedBefore?: number;
  /** File n of all rounds. */
  readonly plan: (number: number, round: number) => PlannedFile;
  readonly limits: Limits;
  readonly random: Random;
  readonly print: Print;
}

export interface RoundsResult {
  readonly kills: Kills;
  readonly records: number;
  readonly failures: string[];
}

const PATIENCE_MS = 90_000;
/** At least so many misfortunes befall a round; more where its files take longer to arrive. */
const STRIKES = [2, 5] as const;
const LONGEST_BURST = 24;
const LONGEST_PAUSE_MS = 90;
/** An engine that was killed answers nothing more. */
const LONGEST_ANSWER_MS = 500;
/** What is recorded once more is recorded soon. */
const SECOND_THOUGHTS_MS = 500;

/** Kills engine and lanes while files arrive, round after round on one station, and compares after each round. Ends at the first failure. */
export async function killRounds(options: RoundsOptions): Promise<RoundsResult> {
  const { station, rounds, filesPerRound, recordedBefore = 0, print } = options;
  const kills = noKills();
  const failures: string[] = [];
  let recorded = recordedBefore;
  for (let round = 1; round <= rounds && failures.length === 0; round += 1) {
    const files = Array.from({ length: filesPerRound }, (_, index) =>
      options.plan((round - 1) * filesPerRound + index, round),
    );
    const records = await oneRound(options, files, kills, recorded);
    failures.push(...differences(files, records, options.limits), ...(await brokenInvariants(station.dataFolder)));
    recorded += records.length;
    print(
      `round ${round} of ${rounds}: ${recorded} records, ${killText(kills)}${failures.length > 0 ? ': FAILED' : ''}`,
    );
  }
  return { kills, records: recorded - recordedBefore, failures };
}

/** @returns the records of this round, after the engine was stopped */
async function oneRound(
  { station, random }: RoundsOptions,
  files: readonly PlannedFile[],
  kills: Kills,
  recordedBefore: number,
): Promise<readonly StoredRecord[]> {
  let writing = true;
  await station.start();
  const arrivals = arrive(station.cameraFolder(1), files, random).finally(() => {
    writing = false;
  });
  const renaming = rename(station, () => writing);
  const strikes = random.between(...STRIKES);
  for (let struck = 0; writing || struck < strikes; struck += 1) await strike(station, random, kills);
  await arrivals;
  await renaming;
  const isDone = (): boolean => {
    const { records, waiting } = station.content(recordedBefore);
    return records.length >= files.length && waiting.length === 0;
  };
  await eventually(isDone, PATIENCE_MS);
  await pause(SECOND_THOUGHTS_MS);
  await station.stop();
  return station.content(recordedBefore).records;
}

/** Changes a setting over and over. Whether a change was written before the engine died, nobody is told. */
async function rename(station: TortureStation, isGoingOn: () => boolean): Promise<void> {
  for (let count = 1; isGoingOn(); count += 1) {
    const change = { stationName: `Station ${count}` };
    await Promise.race([askedOf(station, change).catch(() => undefined), pause(LONGEST_ANSWER_MS)]);
    await pause(LONGEST_PAUSE_MS);
  }
}

async function askedOf(station: TortureStation, change: { readonly stationName: string }): Promise<unknown> {
  return station.engine().client().request('settings.change', change);
}

/** Files in bursts, written in every way. */
async function arrive(folder: string, files: readonly PlannedFile[], random: Random): Promise<void> {
  const waiting = [...files];
  while (waiting.length > 0) {
    const burst = waiting.splice(0, random.between(1, LONGEST_BURST));
    await Promise.all(burst.map(({ file, bytes }) => deliver(join(folder, file), bytes, wayOf(random), random)));
    await pause(random.between(0, LONGEST_PAUSE_MS));
  }
}

function wayOf(random: Random): Way {
  return random.pick(['whole', 'whole', 'chunks', 'renamed']);
}

export function killText(kills: Kills): string {
  return `${kills.engine} engines killed, ${kills.duringStart} while starting, ${kills.duringStop} while stopping, ${kills.lane} lanes`;
}
