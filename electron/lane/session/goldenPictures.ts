import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RecipeVersion } from '../../../shared/domain/index.ts';
import type { GoldenOutput } from '../../../shared/processes/lane.ts';
import type { RecipeScores } from './recipeSession.ts';

/** A good part as the network sees it, RGB of sizePx x sizePx row by row; written by the fitter, absent in recipes of older versions. */
export const GOLDEN_FILE = 'golden.rgb';

/**
 * The pictures that every execution provider has to judge as the CPU does: a good part where the recipe holds one, for the place on the scale where
 * verdicts are made, and a drawn picture that looks like no part, where errors grow.
 */
export async function goldenPictures(folder: string, recipe: RecipeVersion): Promise<readonly Uint8Array[]> {
  const { sizePx } = recipe.preprocessing;
  const good = await readFile(join(folder, GOLDEN_FILE)).catch(() => null);
  const drawn = drawnPicture(sizePx);
  return good?.length === drawn.length ? [new Uint8Array(good), drawn] : [drawn];
}

/** All that a network says of a picture. */
export function goldenOutput({
  score,
  partDistance,
  patchScore,
  levelDistances,
  anomalyMap,
}: RecipeScores): GoldenOutput {
  return {
    score: finite(score),
    partDistance: finite(partDistance),
    patchScore: finite(patchScore),
    levelDistances: levelDistances.map(finite),
    map: Array.from(anomalyMap.values, finite),
  };
}

/** What is no number would be lost on its way, or be refused. */
function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** Waves of three frequencies under fine grain: every filter of a network has something to say to it. The same everywhere, bit by bit. */
export function drawnPicture(sizePx: number): Uint8Array {
  const picture = new Uint8Array(sizePx * sizePx * 3);
  let grain = 1;
  for (let place = 0; place < picture.length; place += 1) {
    const channel = place % 3;
    const x = Math.floor(place / 3) % sizePx;
    const y = Math.floor(place / 3 / sizePx);
    grain = (Math.imul(grain, 1664525) + 1013904223) >>> 0;
    picture[place] = 64 + triangle(x, 8 + 5 * channel) + triangle(y, 23 - 6 * channel) + (grain >>> 26);
  }
  return picture;
}

/** 0 to 63 and back, `period` places long; whole numbers, so that no machine rounds it otherwise. */
function triangle(place: number, period: number): number {
  const phase = place % period;
  return Math.floor((126 * Math.min(phase, period - phase)) / period);
}
