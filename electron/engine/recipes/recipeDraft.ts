import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf, type RecipeId, type RecipeVersion, SigmalineError } from '../../../shared/domain/index.ts';
import { errnoCode, publishFolder, removeAbandoned } from '../../files/index.ts';
import type { StoredRecipe } from './storedRecipe.ts';

/** A version in the making. Its folder lies beside the versions and is none of them until it is published. */
export interface RecipeDraft {
  readonly id: RecipeId;
  readonly name: string;
  readonly version: number;
  readonly folder: string;
  /** Puts the finished folder in its place in one step. @throws SigmalineError `recipe.corrupt` where it is not what it should be */
  publish(): Promise<StoredRecipe>;
  discard(): Promise<void>;
}

const DRAFT_PREFIX = '.draft-';
/** A power cut leaves a draft behind. A day later nobody works on it any more. */
const ABANDONED_AFTER_MS = { [DRAFT_PREFIX]: 24 * 60 * 60 * 1000 };

/**
 * Claims the next free version. Making the draft's folder is the claim, so that a command line and a station that calibrate the same recipe at
 * the same time get different versions.
 *
 * @param recipeFolder holds the versions of this recipe; made where it is missing
 * @param verify reads a finished folder and refuses one that cannot be used: a version that was published is never taken back
 */
export async function openRecipeDraft(
  recipeFolder: string,
  id: RecipeId,
  name: string,
  verify: (folder: string, version: number) => Promise<RecipeVersion>,
): Promise<RecipeDraft> {
  try {
    await mkdir(recipeFolder, { recursive: true });
    await removeAbandoned(recipeFolder, ABANDONED_AFTER_MS);
    const version = await claimVersion(recipeFolder);
    const folder = join(recipeFolder, `${DRAFT_PREFIX}${version}`);
    return {
      id,
      name,
      version,
      folder,
      async publish() {
        const recipe = await verify(folder, version);
        const place = join(recipeFolder, String(version));
        await publishFolder(folder, place);
        return { recipe, folder: place };
      },
      discard: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }),
    };
  } catch (cause) {
    throw new SigmalineError('station.data-folder', { folder: recipeFolder, reason: messageOf(cause) }, cause);
  }
}

async function claimVersion(recipeFolder: string): Promise<number> {
  const names = await readdir(recipeFolder);
  const taken = names.map((name) => Number(name.replace(DRAFT_PREFIX, ''))).filter(Number.isInteger);
  for (let version = Math.max(0, ...taken) + 1; ; version++) {
    try {
      await mkdir(join(recipeFolder, `${DRAFT_PREFIX}${version}`));
      return version;
    } catch (thrown) {
      if (errnoCode(thrown) !== 'EEXIST') throw thrown;
    }
  }
}
