import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CalibrationAnalysis, RequestInput } from '../../../shared/contract/index.ts';
import {
  heldOutPicture,
  SigmalineError,
  type StoredAnalysis,
  storedAnalysisSchema,
} from '../../../shared/domain/index.ts';
import { sha256Of } from '../../files/index.ts';
import { supportedLimits } from '../../gaussian/index.ts';
import { corruptRecipe, type StoredRecipe } from './storedRecipe.ts';

/** What a version says of its good images; of earlier versions, what their `recipe.json` tells. @throws SigmalineError `recipe.corrupt` */
export async function analysisOf(stored: StoredRecipe): Promise<CalibrationAnalysis> {
  const { heldOut } = stored.recipe;
  const told = await readAnalysis(stored);
  const pictures = new Set(told?.pictures);
  const kindOf = (order: number): number | null => {
    const kind = told?.looks?.[order] ?? -1;
    return kind < 0 ? null : kind;
  };
  return {
    images: heldOut
      .map((image, order) => ({ ...image, order, kind: kindOf(order), hasPictures: pictures.has(order) }))
      .sort((a, b) => b.score - a.score),
    chiSquareDegrees: told?.chiSquareDegrees ?? null,
    drift: told?.drift ?? null,
    limits: supportedLimits(heldOut).toReversed(),
  };
}

/** @throws SigmalineError `image.not-found`, `recipe.corrupt` */
export async function locateHeldOut(
  stored: StoredRecipe,
  { order, kind }: Pick<RequestInput<'recipe.locateHeldOut'>, 'order' | 'kind'>,
): Promise<{ path: string; mediaType: string }> {
  const told = await readAnalysis(stored);
  if (told?.pictures.includes(order) !== true) {
    throw new SigmalineError('image.not-found', { file: stored.recipe.heldOut[order]?.file ?? '' });
  }
  const mediaType = kind === 'thumbnail' ? 'image/jpeg' : 'application/x-npy';
  return { path: join(stored.folder, heldOutPicture(order, kind)), mediaType };
}

async function readAnalysis({ recipe, folder }: StoredRecipe): Promise<StoredAnalysis | null> {
  if (recipe.analysis === undefined) return null;
  const { file, sha256 } = recipe.analysis;
  const bytes = await readFile(join(folder, file)).catch((cause: unknown) => {
    throw corruptRecipe(recipe.id, `${file} is missing`, cause);
  });
  if (sha256Of(bytes) !== sha256) throw corruptRecipe(recipe.id, `${file} was changed or cut: its SHA-256 differs`);
  return storedAnalysisSchema.parse(JSON.parse(bytes.toString()));
}
