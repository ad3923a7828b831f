import { type Comparison, interleave } from '../measure/interleave.ts';
import { backboneRun, decoded, type RunOptions, recipeRun } from '../runs.ts';
import type { FittedSubject } from '../subjects.ts';

const WARM_UP_RUNS = 5;

/** What score and heatmap cost beyond the backbone alone, in one process. */
export async function measureRecipeCost(
  fitted: FittedSubject,
  imagePath: string,
  { pairs, ...options }: RunOptions & { readonly pairs: number },
): Promise<Comparison> {
  const pixels = await decoded(imagePath, fitted.manifest.sizePx);
  const recipe = await recipeRun(fitted, pixels, options);
  const backbone = await backboneRun(fitted, pixels, options);
  await interleave(WARM_UP_RUNS, recipe.run, backbone.run);
  const comparison = await interleave(pairs, recipe.run, backbone.run);
  await recipe.release();
  await backbone.release();
  return comparison;
}
