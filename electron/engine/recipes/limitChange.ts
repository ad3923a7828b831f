import { copyFile, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type RecipeVersion, SOFTWARE_VERSION } from '../../../shared/domain/index.ts';
import { sha256Of, writeWhole } from '../../files/index.ts';
import { type LimitsAsked, limitsOfHeldOut } from '../../gaussian/index.ts';
import { changeMetadata, withLimits } from '../../graph/index.ts';
import type { RecipeStore } from './recipeStore.ts';
import type { StoredRecipe } from './storedRecipe.ts';

/** What has limits of its own: a recipe in floats, and in integers. */
type Judged = Pick<RecipeVersion, 'limits' | 'limit' | 'review' | 'heldOut' | 'graph'>;

/**
 * Makes a new version with other limits, without fitting anew: networks, held-out scores and pictures stay what they are, and the limits come from these scores
 * as those of a calibration do. Only what the graphs say of their limits is written anew.
 *
 * @throws SigmalineError `target.*`, `calibration.too-few-*`, `station.data-folder`, `recipe.corrupt`: then nothing is changed
 */
export async function changeLimit(
  store: RecipeStore,
  { recipe, folder }: StoredRecipe,
  asked: LimitsAsked,
): Promise<StoredRecipe> {
  const limited = <Of extends Judged>(of: Of) => {
    const { limit, review } = limitsOfHeldOut(of.heldOut, asked);
    const low = of.limits?.low;
    const limits = { fail: limit.value, review: review?.value ?? null, ...(low !== undefined && { low }) };
    return { ...of, limits, limit, review };
  };
  const [floats, integers] = [limited(recipe), recipe.int8 && limited(recipe.int8)];
  const draft = await store.draftOf(recipe.id, recipe.name);
  try {
    const createdAt = new Date().toISOString();
    const rewritten = async <Of extends Judged>(of: Of): Promise<Of> => {
      const graph = changeMetadata(await readFile(join(folder, of.graph.file)), (metadata) => ({
        ...withLimits(metadata, of),
        'recipe-version': String(draft.version),
        created: createdAt,
        software: `Sigmaline ${SOFTWARE_VERSION}`,
      }));
      await writeWhole(join(draft.folder, of.graph.file), graph);
      return { ...of, graph: { ...of.graph, sha256: sha256Of(graph) } };
    };
    const written = new Set(['recipe.json', recipe.graph.file, recipe.int8?.graph.file]);
    for (const file of await readdir(folder)) {
      if (!written.has(file)) await copyFile(join(folder, file), join(draft.folder, file));
    }
    const version: RecipeVersion = {
      ...(await rewritten(floats)),
      ...(integers && { int8: await rewritten(integers) }),
      version: draft.version,
      createdAt,
      softwareVersion: SOFTWARE_VERSION,
      from: { id: recipe.id, version: recipe.version },
    };
    await writeWhole(join(draft.folder, 'recipe.json'), `${JSON.stringify(version, null, 2)}\n`);
    return await draft.publish();
  } catch (thrown) {
    await draft.discard();
    throw thrown;
  }
}
