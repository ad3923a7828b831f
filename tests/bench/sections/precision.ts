import { INT8_PROVIDER } from '../../../shared/domain/index.ts';
import { type Comparison, interleave, processorMs } from '../measure/interleave.ts';
import { residentBytes } from '../measure/memory.ts';
import { decoded, recipeRun } from '../runs.ts';
import type { FittedSubject } from '../subjects.ts';
import { createJudge, startLane } from './laneSpeed.ts';

/** A recipe in 8-bit integers against the same in floats, in one process. */
export interface PrecisionFigures {
  readonly threads: number;
  /** Milliseconds of processor time for one image: integers, floats, and their ratio in each pair. */
  readonly comparison: Comparison;
  /** What a lane holds in memory after some images; null where the system does not tell. */
  readonly laneMemory: { readonly floatBytes: number; readonly int8Bytes: number } | null;
}

export interface PrecisionOptions {
  readonly imagePath: string;
  readonly pairs: number;
  /** Where lanes write. */
  readonly folder: string;
}

const WARM_UP_RUNS = 3;
const IMAGES_BEFORE_MEMORY = 20;

/** @param fitted a recipe that holds its network in integers too */
export async function measurePrecision(
  fitted: FittedSubject,
  threads: number,
  { imagePath, pairs, folder }: PrecisionOptions,
): Promise<PrecisionFigures> {
  const pixels = await decoded(imagePath, fitted.manifest.sizePx);
  const [int8, float] = [
    await recipeRun(fitted, pixels, { threads, executionProvider: INT8_PROVIDER }),
    await recipeRun(fitted, pixels, { threads, executionProvider: 'cpu' }),
  ];
  await interleave(WARM_UP_RUNS, int8.run, float.run);
  const comparison = await interleave(
    pairs,
    () => processorMs(int8.run),
    () => processorMs(float.run),
  );
  await int8.release();
  await float.release();
  const [floatBytes, int8Bytes] = [
    await laneBytes(fitted, { threads, executionProvider: 'cpu', imagePath, folder }),
    await laneBytes(fitted, { threads, executionProvider: INT8_PROVIDER, imagePath, folder }),
  ];
  const laneMemory = floatBytes === null || int8Bytes === null ? null : { floatBytes, int8Bytes };
  return { threads, comparison, laneMemory };
}

async function laneBytes(
  fitted: FittedSubject,
  {
    imagePath,
    folder,
    ...run
  }: {
    readonly threads: number;
    readonly executionProvider: string;
    readonly imagePath: string;
    readonly folder: string;
  },
): Promise<number | null> {
  const { lane, pid } = await startLane(run);
  const judge = createJudge(lane, fitted, folder);
  for (let image = 0; image < IMAGES_BEFORE_MEMORY; image += 1) await judge(imagePath);
  const bytes = pid === undefined ? null : await residentBytes(pid);
  lane.close();
  return bytes;
}
