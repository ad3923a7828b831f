import { join } from 'node:path';
import { steadyRate } from '../../../electron/engine/providers/index.ts';
import { createChildProcessHost, type LaneClient, openLane } from '../../../electron/hosts/index.ts';
import { type Comparison, interleave } from '../measure/interleave.ts';
import type { FittedSubject } from '../subjects.ts';

/** The same cores, shared in two ways. */
const SPLITS = { together: { lanes: 1, threads: 2 }, apart: { lanes: 2, threads: 1 } };

export interface SplitOptions {
  readonly executionProvider: string;
  readonly rounds: number;
  readonly imagesPerRound: number;
  readonly imagePath: string;
  readonly folder: string;
}

/** Milliseconds an image with two lanes of one thread each, against one lane with two threads, in turn within this run. */
export async function measureLaneSplit(
  { recipeFolder }: FittedSubject,
  { executionProvider, rounds, imagesPerRound, imagePath, folder }: SplitOptions,
): Promise<Comparison> {
  const host = createChildProcessHost();
  const run = { recipeFolder, executionProvider };
  const open = ({ lanes, threads }: { readonly lanes: number; readonly threads: number }): Promise<LaneClient[]> =>
    Promise.all(Array.from({ length: lanes }, () => openLane(host, { threads })));
  const [apart, together] = [await open(SPLITS.apart), await open(SPLITS.together)];
  try {
    for (const lane of [...apart, ...together]) await lane.warm({ kind: 'warm', ...run });
    const imageMs = (lanes: readonly LaneClient[], name: string) => async (): Promise<number> =>
      1000 / (await steadyRate(lanes, imagesPerRound, run, { imagePath, folder: join(folder, name) }));
    return await interleave(rounds, imageMs(apart, 'apart'), imageMs(together, 'together'));
  } finally {
    for (const lane of [...apart, ...together]) lane.close();
  }
}
