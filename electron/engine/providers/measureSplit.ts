import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { constants, freemem, setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LaneClient, openLane, type ProcessHost, type RecipeRun } from '../../hosts/index.ts';
import type { LaneSplit } from '../inspection/index.ts';
import { goldenImageFile } from './goldenImage.ts';
import { isStillRising, type MeasuredSplit } from './splitCandidates.ts';

export interface SplitMeasurement {
  readonly host: ProcessHost;
  readonly run: RecipeRun;
  readonly candidates: readonly LaneSplit[];
  /** Ends the measurement, and its lanes, at once. */
  readonly signal: AbortSignal;
  /** Images beyond those that fill the lanes. */
  readonly images?: number;
}

/** One runs, one is decoded, one waits: as a station keeps its lanes busy. */
const ON_THEIR_WAY = 3;
const IMAGES = 16;
const ROUNDS = 2;
/** A lane that is measured takes no more of the memory that is free than this. */
const SHARE_OF_FREE_MEMORY = 0.6;
const LANE_TIMEOUT_MS = 60_000;

/**
 * Judges a golden image file with real lanes, from its bytes to the anomaly map and the thumbnail on the disk, one way of sharing the cores after the
 * other. The lanes of the line go on, and come first.
 */
export async function measureSplits(measurement: SplitMeasurement): Promise<readonly MeasuredSplit[]> {
  const folder = await mkdtemp(join(tmpdir(), 'sigmaline-split-'));
  try {
    const imagePath = join(folder, 'golden.png');
    await writeFile(imagePath, goldenImageFile());
    const measured: MeasuredSplit[] = [];
    let laneBytes = 0;
    for (const split of measurement.candidates) {
      if (laneBytes * split.lanes > SHARE_OF_FREE_MEMORY * freemem() || !isStillRising(measured)) break;
      const found = await measureOne(split, measurement, { imagePath, folder });
      measured.push({ split, imagesPerSecond: found.imagesPerSecond });
      laneBytes = Math.max(laneBytes, found.laneBytes);
    }
    return measured;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Places {
  readonly imagePath: string;
  /** For anomaly maps and thumbnails. */
  readonly folder: string;
}

async function measureOne(
  { lanes: count, threads }: LaneSplit,
  { host, run, signal, images = IMAGES }: SplitMeasurement,
  places: Places,
): Promise<{ imagesPerSecond: number; laneBytes: number }> {
  const lanes: LaneClient[] = [];
  const end = (): void => {
    for (const lane of lanes) lane.close();
  };
  signal.addEventListener('abort', end, { once: true });
  try {
    for (let index = 0; index < count; index += 1) {
      signal.throwIfAborted();
      const lane = await openLane(host, { startTimeoutMs: LANE_TIMEOUT_MS, jobTimeoutMs: LANE_TIMEOUT_MS, threads });
      lanes.push(lane);
      giveWay(lane.pid);
      signal.throwIfAborted();
      await lane.warm({ kind: 'warm', ...run });
    }
    let best = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      best = Math.max(best, await steadyRate(lanes, images, run, places));
    }
    signal.throwIfAborted();
    return { imagesPerSecond: best, laneBytes: Math.max(...lanes.map(({ memoryBytes }) => memoryBytes ?? 0)) };
  } finally {
    signal.removeEventListener('abort', end);
    end();
  }
}

/** Verdicts a second while no lane waits for work: the first ones and the last ones do not count. */
export async function steadyRate(
  lanes: readonly LaneClient[],
  images: number,
  run: RecipeRun,
  { imagePath, folder }: Places,
): Promise<number> {
  const first = lanes.length;
  const last = first + Math.max(images, 4 * lanes.length);
  const total = last + ON_THEIR_WAY * lanes.length;
  const verdictsAtMs: number[] = [];
  let given = 0;
  const work = async (lane: LaneClient): Promise<void> => {
    while (given < total) {
      given += 1;
      const place = join(folder, String(given % (ON_THEIR_WAY * lanes.length)));
      await lane.inspect({
        kind: 'inspect',
        imagePath,
        mapPath: `${place}.npy`,
        thumbnailPath: `${place}.jpg`,
        ...run,
      });
      verdictsAtMs.push(performance.now());
    }
  };
  await Promise.all(lanes.flatMap((lane) => Array.from({ length: ON_THEIR_WAY }, () => work(lane))));
  const [startMs = Number.NaN, endMs = Number.NaN] = [verdictsAtMs[first - 1], verdictsAtMs[last - 1]];
  return ((last - first) * 1000) / (endMs - startMs);
}

function giveWay(pid: number | undefined): void {
  try {
    if (pid !== undefined) setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // Where the system does not allow it: the measurement is short.
  }
}
