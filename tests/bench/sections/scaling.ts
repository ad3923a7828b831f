import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ImageScaling, type RecipeVersion, recipeVersionSchema } from '../../../shared/domain/index.ts';
import { interleave, timed } from '../measure/interleave.ts';
import type { ImageSet } from '../pictures.ts';
import { decoded } from '../runs.ts';
import type { FittedSubject } from '../subjects.ts';
import { createJudge, type LaneMeasurement, type LaneSpeed, startLane, steadyMs } from './laneSpeed.ts';

export interface ScalingSpeed extends LaneSpeed {
  /** Milliseconds that one image takes to be read, decoded and scaled, the exact way first. */
  readonly decoding: LaneSpeed['comparison'];
}

/** The exact way of scaling (first) against that of recipes of format 1 (second): decoding alone, and from verdict to verdict in one lane. */
export async function measureScaling(
  fitted: FittedSubject,
  sets: readonly ImageSet[],
  { rounds, imagesPerRound, folder, ...options }: LaneMeasurement,
): Promise<readonly ScalingSpeed[]> {
  const { lane } = await startLane(options);
  const earlier = await inFormat1(fitted, join(folder, 'format-1'));
  const [exactly, asBefore] = [createJudge(lane, fitted, folder), createJudge(lane, earlier, folder)];
  const speeds: ScalingSpeed[] = [];
  for (const { name, paths } of sets) {
    const [path = ''] = paths;
    const decode = (scaling: ImageScaling) => () => timed(() => decoded(path, fitted.manifest.sizePx, scaling));
    const exact = () => steadyMs(exactly, paths, imagesPerRound);
    const before = () => steadyMs(asBefore, paths, imagesPerRound);
    await interleave(1, exact, before);
    speeds.push({
      images: name,
      decoding: await interleave(rounds, decode('exact'), decode('shrinkOnLoad')),
      comparison: await interleave(rounds, exact, before),
    });
  }
  lane.close();
  return speeds;
}

/** The same recipe as it would have been written before there was another way of scaling. */
async function inFormat1(fitted: FittedSubject, recipeFolder: string): Promise<FittedSubject> {
  await cp(fitted.recipeFolder, recipeFolder, { recursive: true });
  const file = join(recipeFolder, 'recipe.json');
  const written = recipeVersionSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  const preprocessing = { ...written.preprocessing, scaling: 'shrinkOnLoad' as const };
  const recipe: RecipeVersion = { ...written, format: 1, preprocessing };
  await writeFile(file, JSON.stringify(recipe));
  return { ...fitted, recipe, recipeFolder };
}
