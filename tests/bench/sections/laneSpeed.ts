import { join } from 'node:path';
import { createChildProcessHost, type LaneClient, openLane } from '../../../electron/hosts/index.ts';
import { type Comparison, interleave } from '../measure/interleave.ts';
import { residentBytes } from '../measure/memory.ts';
import type { ImageSet } from '../pictures.ts';
import { backboneRun, decoded, type RunOptions } from '../runs.ts';
import type { FittedSubject } from '../subjects.ts';

/** One runs, one is decoded, one waits: as a station keeps its lanes busy. */
const ON_THEIR_WAY = 3;

/** Judged before the clock starts. */
const WARM_UP_IMAGES = 2;

/** After how many images a lane's memory is read. */
const IMAGES_BEFORE_MEMORY = 50;

export interface LaneSpeed {
  readonly images: string;
  /** Milliseconds from one verdict to the next, against those of the backbone alone in the same minute. */
  readonly comparison: Comparison;
}

export interface LaneFigures {
  readonly speeds: readonly LaneSpeed[];
  /** Null where the system does not tell. */
  readonly memoryBytes: number | null;
}

export interface LaneMeasurement extends RunOptions {
  readonly rounds: number;
  readonly imagesPerRound: number;
  /** Where maps and thumbnails are written, as a station writes them. */
  readonly folder: string;
}

/** Runs one lane process on each set of images; the backbone alone takes turns with it in this process, so that each has the machine to itself. */
export async function measureLane(
  fitted: FittedSubject,
  sets: readonly ImageSet[],
  { rounds, imagesPerRound, folder, ...options }: LaneMeasurement,
): Promise<LaneFigures> {
  const { lane, pid } = await startLane(options);
  const judge = createJudge(lane, fitted, folder);
  const pixels = await decoded(sets[0]?.paths[0] ?? '', fitted.manifest.sizePx);
  const backbone = await backboneRun(fitted, pixels, options);
  const backboneAlone = async (): Promise<number> => {
    let total = 0;
    for (let run = 0; run < imagesPerRound; run += 1) total += await backbone.run();
    return total / imagesPerRound;
  };

  const speeds: LaneSpeed[] = [];
  for (const { name, paths } of sets) {
    const verdictToVerdict = () => steadyMs(judge, paths, imagesPerRound);
    await interleave(1, verdictToVerdict, backboneAlone);
    speeds.push({ images: name, comparison: await interleave(rounds, verdictToVerdict, backboneAlone) });
  }
  await steadyMs(judge, sets[0]?.paths ?? [], IMAGES_BEFORE_MEMORY);
  const memoryBytes = pid === undefined ? null : await residentBytes(pid);
  lane.close();
  await backbone.release();
  return { speeds, memoryBytes };
}

export async function startLane({
  threads,
  executionProvider,
}: RunOptions): Promise<{ lane: LaneClient; pid: number | undefined }> {
  const host = createChildProcessHost({
    environment: { SIGMALINE_LANE_THREADS: String(threads), SIGMALINE_LANE_PROVIDER: executionProvider },
  });
  let pid: number | undefined;
  const lane = await openLane({
    start(role) {
      const process = host.start(role);
      pid = process.pid;
      return process;
    },
  });
  return { lane, pid };
}

type Judge = (imagePath: string) => Promise<unknown>;

export function createJudge(lane: LaneClient, { recipeFolder }: FittedSubject, folder: string): Judge {
  let inspections = 0;
  return (imagePath) => {
    inspections += 1;
    return lane.inspect({
      kind: 'inspect',
      imagePath,
      recipeFolder,
      mapPath: join(folder, 'maps', `${inspections}.npy`),
      thumbnailPath: join(folder, 'thumbnails', `${inspections}.jpg`),
    });
  };
}

/** Mean milliseconds between verdicts while the lane never waits for work: the first and the last images, which it judges beside less, do not count. */
export async function steadyMs(judge: Judge, paths: readonly string[], count: number): Promise<number> {
  const total = WARM_UP_IMAGES + count + ON_THEIR_WAY - 1;
  const verdictTimes: number[] = [];
  let given = 0;
  const work = async (): Promise<void> => {
    while (given < total) {
      const path = paths[given % paths.length] ?? '';
      given += 1;
      await judge(path);
      verdictTimes.push(performance.now());
    }
  };
  await Promise.all(Array.from({ length: ON_THEIR_WAY }, work));
  const [first = Number.NaN, last = Number.NaN] = [
    verdictTimes[WARM_UP_IMAGES - 1],
    verdictTimes[WARM_UP_IMAGES + count - 1],
  ];
  return (last - first) / count;
}
