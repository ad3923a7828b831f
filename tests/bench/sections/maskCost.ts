import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProcessHost } from '../../../electron/hosts/index.ts';
import type { ImageArea } from '../../../shared/domain/index.ts';
import { type Comparison, interleave } from '../measure/interleave.ts';
import { decoded, type RunOptions, recipeRun } from '../runs.ts';
import { type FittedSubject, fitSubject } from '../subjects.ts';

/** What a mask over half of the image saves. */
export interface MaskFigures {
  readonly wholeBytes: number;
  readonly maskedBytes: number;
  /** One image: first masked, second without a mask. */
  readonly comparison: Comparison;
}

const LEFT_HALF: ImageArea = {
  region: null,
  position: 'fixed',
  mask: [
    {
      kind: 'polygon',
      does: 'ignore',
      points: [
        [0, 0],
        [0.5, 0],
        [0.5, 1],
        [0, 1],
      ],
    },
  ],
};
const WARM_UP_RUNS = 5;

/** A recipe whose left half is masked against the same without a mask, in turn in one process. */
export async function measureMask(
  whole: FittedSubject,
  {
    host,
    imagePaths,
    root,
    pairs,
    ...options
  }: RunOptions & {
    readonly host: ProcessHost;
    readonly imagePaths: readonly string[];
    readonly root: string;
    readonly pairs: number;
  },
): Promise<MaskFigures> {
  const masked = await fitSubject(whole, { host, imagePaths, root: join(root, 'masked'), area: LEFT_HALF });
  const pixels = await decoded(imagePaths[0] ?? '', whole.manifest.sizePx);
  const [first, second] = [await recipeRun(masked, pixels, options), await recipeRun(whole, pixels, options)];
  await interleave(WARM_UP_RUNS, first.run, second.run);
  const comparison = await interleave(pairs, first.run, second.run);
  for (const run of [first, second]) await run.release();
  return { wholeBytes: await graphBytes(whole), maskedBytes: await graphBytes(masked), comparison };
}

async function graphBytes({ recipeFolder }: FittedSubject): Promise<number> {
  return (await stat(join(recipeFolder, 'recipe.onnx'))).size;
}
