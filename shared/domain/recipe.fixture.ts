import { type RecipeVersion, recipeVersionSchema } from './recipe.ts';

/** A version of a recipe whose graph is known by its checksum alone. */
export function recipeVersionOf(id: string, { version = 1, graph = 'the graph' } = {}): RecipeVersion {
  return recipeVersionSchema.parse({
    format: 1,
    id,
    name: `Recipe ${id}`,
    version,
    createdAt: '2026-11-02T10:00:00.000Z',
    softwareVersion: '0.1.0',
    backbone: { id: 'scattering', sha256: 'ab'.repeat(32), licence: 'Apache-2.0', source: 'here' },
    preprocessing: { sizePx: 8, resize: 'squash' },
    limits: { fail: 2, review: 1 },
    limit: { target: 0.05, value: 2, rank: 19, count: 19, bound95: 0.14, approximate: true },
    standardisation: { part: { mean: 0, deviation: 1 }, patch: { mean: 0, deviation: 1 } },
    blend: { partShare: 1 / 3, partBound: 1.5, partAloneAfter: 3 },
    heldOut: [],
    anomalyMap: { height: 2, width: 3 },
    graph: { file: 'recipe.onnx', sha256: `${graph} of ${id}` },
  });
}
