import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { INT8_GOLDEN_FILE } from '../../../shared/domain/index.ts';
import { type GoldenOutput, goldenOutputSchema } from '../../../shared/processes/lane.ts';
import type { LaneClient } from '../../hosts/index.ts';
import { CPU, chooseProvider, INT8 } from './ladder.ts';
import type { UsableRecipe } from './usableRecipes.ts';

/**
 * What the network of a recipe in integers said of the golden pictures when it was calibrated. Null where the recipe has no such network; none where the file is
 * missing or is not whole, so that no machine agrees with it.
 */
export async function goldenInt8Of({ recipe, folder }: UsableRecipe): Promise<readonly GoldenOutput[] | null> {
  if (recipe.int8 === undefined) return null;
  const text = await readFile(join(folder, INT8_GOLDEN_FILE), 'utf8').catch(() => '');
  try {
    return z.array(goldenOutputSchema).parse(JSON.parse(text));
  } catch {
    return [];
  }
}

/**
 * How a lane of a command judges by a recipe where nobody names an execution provider: as a station without a graphics processor would.
 *
 * @returns undefined where there is nothing to choose
 */
export async function cpuProviderFor(
  lane: Pick<LaneClient, 'golden'>,
  stored: UsableRecipe,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<string | undefined> {
  const goldenInt8 = await goldenInt8Of(stored);
  if (goldenInt8 === null || environment.SIGMALINE_LANE_PROVIDER) return undefined;
  const { provider } = await chooseProvider({
    wished: 'auto',
    offered: [CPU, INT8],
    failed: new Map(),
    goldenInt8,
    probe: (executionProvider, runs) =>
      lane.golden({ kind: 'golden', recipeFolder: stored.folder, executionProvider, runs }),
  });
  return provider;
}
