import type { VersionDifferences } from '../../../shared/contract/index.ts';
import type { RecipeVersion } from '../../../shared/domain/index.ts';

/** The parts of `recipe.json` that somebody chose, or that a program decided in their place. */
const SETTINGS = [
  'backbone',
  'preprocessing',
  'variations',
  'area',
  'gate',
  'kinds',
  'advanced',
  'limits',
  'limit',
  'reviewsOtherLight',
  'softwareVersion',
  'from',
] as const satisfies readonly (keyof RecipeVersion)[];

/** What differs between two versions: each setting by its place in `recipe.json`, and the good images by their bytes. */
export function differencesOf(from: RecipeVersion, to: RecipeVersion): VersionDifferences {
  const [before, after] = [valuesOf(from), valuesOf(to)];
  const names = [...new Set([...before.keys(), ...after.keys()])];
  const settings = names
    .map((name) => ({ name, from: before.get(name) ?? null, to: after.get(name) ?? null }))
    .filter((row) => row.from !== row.to);
  return { settings, images: imagesBetween(from, to) };
}

function imagesBetween({ heldOut: before }: RecipeVersion, { heldOut: after }: RecipeVersion) {
  const missing = (images: RecipeVersion['heldOut'], other: RecipeVersion['heldOut']): string[] => {
    const known = new Set(other.map(({ sha256 }) => sha256));
    return images.filter(({ sha256 }) => !known.has(sha256)).map(({ file }) => file);
  };
  const added = missing(after, before);
  return { same: after.length - added.length, added, removed: missing(before, after) };
}

function valuesOf(recipe: RecipeVersion): ReadonlyMap<string, string> {
  return new Map(SETTINGS.flatMap((name) => leavesOf(name, recipe[name])));
}

/** What is not an object stands as its text: a list is one value. */
function leavesOf(name: string, value: unknown): (readonly [string, string])[] {
  if (value === undefined || value === null) return [];
  if (typeof value !== 'object' || Array.isArray(value)) {
    return [[name, typeof value === 'string' ? value : JSON.stringify(value)]];
  }
  return Object.entries(value).flatMap(([key, each]) => leavesOf(`${name}.${key}`, each));
}
