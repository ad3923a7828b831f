import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../random.ts';
import type { TortureStation } from '../station/index.ts';

/** How often what was killed. */
export interface Kills {
  engine: number;
  duringStart: number;
  duringStop: number;
  lane: number;
}

export const noKills = (): Kills => ({ engine: 0, duringStart: 0, duringStop: 0, lane: 0 });

const LONGEST_PAUSE_MS = 350;
const LONGEST_START_MS = 700;
const LONGEST_STOP_MS = 120;

/** One misfortune at a random instant. The engine runs afterwards. */
export async function strike(station: TortureStation, random: Random, kills: Kills): Promise<void> {
  await pause(random.between(0, LONGEST_PAUSE_MS));
  const choice = random.next();
  if (choice < 0.5) {
    if (killLane(station, random)) kills.lane += 1;
    return;
  }
  if (choice < 0.85) {
    await station.engine().kill();
    kills.engine += 1;
  } else {
    station.engine().askToStop();
    await pause(random.between(0, LONGEST_STOP_MS));
    await station.engine().kill();
    kills.duringStop += 1;
  }
  if (random.chance(0.3)) {
    const starting = station.launch();
    await pause(random.between(0, LONGEST_START_MS));
    await starting.kill();
    kills.duringStart += 1;
  }
  // Now and then the station stays away for a while.
  if (random.chance(0.3)) await pause(random.between(0, LONGEST_PAUSE_MS));
  await station.start();
}

/**
 * Kills one lane. With its second dead lane an image counts as the cause and becomes an error, rightly so: hence no lane is killed while an image that
 * has lost one already waits or is at work.
 */
function killLane(station: TortureStation, random: Random): boolean {
  const lanes = station.engine().lanes();
  if (lanes.length === 0 || station.content(Number.MAX_SAFE_INTEGER).waiting.some(({ laneDeaths }) => laneDeaths > 0)) {
    return false;
  }
  try {
    process.kill(random.pick(lanes), 'SIGKILL');
    return true;
  } catch {
    // It ended by itself a moment ago, with its engine.
    return false;
  }
}
