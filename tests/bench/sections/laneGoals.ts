import { totalmem } from 'node:os';
import { join } from 'node:path';
import { laneSplitFor, physicalCores } from '../../../electron/engine/lanes/laneSplit.ts';
import { createChildProcessHost, type LaneClient, openLane, type RecipeRun } from '../../../electron/hosts/index.ts';
import { type Comparison, interleave, timed } from '../measure/interleave.ts';
import type { FittedSubject } from '../subjects.ts';

export type LaneSplit = ReturnType<typeof laneSplitFor>;

/** Each comparison: most parts first, shortest time second. */
export interface GoalFigures {
  readonly latency: LaneSplit;
  readonly throughput: LaneSplit;
  /** From the file of one part to its verdict, while nothing else waits. */
  readonly verdictMs: Comparison;
  /** From one verdict to the next, while no lane waits for work. */
  readonly imageMs: Comparison;
}

export interface GoalOptions {
  readonly executionProvider: string;
  readonly rounds: number;
  readonly imagesPerRound: number;
  readonly imagePath: string;
  readonly folder: string;
}

/** What a station's two settings of its lanes give on this machine. */
export async function measureLaneGoals(
  { recipeFolder }: FittedSubject,
  { executionProvider, rounds, imagesPerRound, imagePath, folder }: GoalOptions,
): Promise<GoalFigures> {
  const host = createChildProcessHost();
  const machine = { cores: physicalCores(), memoryBytes: totalmem() };
  const [latency, throughput] = [laneSplitFor('latency', machine), laneSplitFor('throughput', machine)];
  const run = { recipeFolder, executionProvider };
  const open = ({ lanes, threads }: LaneSplit): Promise<LaneClient[]> =>
    Promise.all(Array.from({ length: lanes }, () => openLane(host, { threads })));
  const [quick, many] = [await open(latency), await open(throughput)];
  try {
    for (const lane of [...quick, ...many]) await lane.warm(run);
    const places = (name: string): Places => ({ imagePath, folder: join(folder, name) });
    const verdictMs = (lanes: readonly LaneClient[], name: string) => async (): Promise<number> => {
      const [lane] = lanes;
      return timed(async () => lane?.inspect(jobOf(run, places(name), 0)));
    };
    const imageMs = (lanes: readonly LaneClient[], name: string) => async (): Promise<number> =>
      1000 / (await steadyRate(lanes, imagesPerRound, run, places(name)));
    return {
      latency,
      throughput,
      verdictMs: await interleave(rounds * 3, verdictMs(many, 'many'), verdictMs(quick, 'quick')),
      imageMs: await interleave(rounds, imageMs(many, 'many'), imageMs(quick, 'quick')),
    };
  } finally {
    for (const lane of [...quick, ...many]) lane.close();
  }
}

interface Places {
  readonly imagePath: string;
  /** For anomaly maps and thumbnails. */
  readonly folder: string;
}

function jobOf(run: RecipeRun, { imagePath, folder }: Places, index: number) {
  const place = join(folder, String(index));
  return { kind: 'inspect', imagePath, mapPath: `${place}.npy`, thumbnailPath: `${place}.jpg`, ...run } as const;
}

/** One runs, one is decoded, one waits: as a station keeps its lanes busy. */
const ON_THEIR_WAY = 3;

/** Verdicts a second while no lane waits for work: the first ones and the last ones do not count. */
async function steadyRate(
  lanes: readonly LaneClient[],
  images: number,
  run: RecipeRun,
  places: Places,
): Promise<number> {
  const first = lanes.length;
  const last = first + Math.max(images, 4 * lanes.length);
  const total = last + ON_THEIR_WAY * lanes.length;
  const verdictsAtMs: number[] = [];
  let given = 0;
  const work = async (lane: LaneClient): Promise<void> => {
    while (given < total) {
      given += 1;
      await lane.inspect(jobOf(run, places, given % (ON_THEIR_WAY * lanes.length)));
      verdictsAtMs.push(performance.now());
    }
  };
  await Promise.all(lanes.flatMap((lane) => Array.from({ length: ON_THEIR_WAY }, () => work(lane))));
  const [startMs = Number.NaN, endMs = Number.NaN] = [verdictsAtMs[first - 1], verdictsAtMs[last - 1]];
  return ((last - first) * 1000) / (endMs - startMs);
}
