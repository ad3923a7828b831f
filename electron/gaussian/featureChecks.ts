import { SigmalineError } from '../../shared/domain/errors.ts';
import { degenerate } from './degenerate.ts';
import { positionsOf } from './imageFeatures.ts';
import type { FeatureMap } from './scoreModel.ts';

/** A spread cannot be told from fewer; two images always lie symmetrically about their mean. */
export const FEWEST_IMAGES = 3;

/**
 * Refuses feature maps of one level from which nothing can be fitted. A channel that is constant in all images is accepted (a grey camera
 * has no colour): shrinkage gives it a variance, so that a later deviation counts.
 *
 * @throws calibration.degenerate where fewer than three images are given, a value is not finite or the shapes differ; the image is named
 * @throws calibration.identical-images where all maps hold the same values
 */
export function checkFeatureMaps(maps: readonly FeatureMap[]): void {
  const [first] = maps;
  if (first === undefined || maps.length < FEWEST_IMAGES) {
    throw degenerate(`a spread cannot be told from ${maps.length} good images; at least ${FEWEST_IMAGES} are needed`);
  }
  for (const [index, map] of maps.entries()) checkFeatureMap(map, first, index);
  if (maps.every((map) => holdsTheSame(map, first))) {
    throw new SigmalineError('calibration.identical-images', { count: maps.length });
  }
}

function checkFeatureMap(map: FeatureMap, first: FeatureMap, index: number): void {
  const place = `good image ${index + 1}, level ${map.level}`;
  const positions = positionsOf(map);
  const sameShape = (['level', 'channels', 'height', 'width'] as const).every((key) => map[key] === first[key]);
  if (!sameShape || map.values.length !== map.channels * positions) {
    throw degenerate(`${place}: its features have another shape than those of the first image`);
  }
  for (let i = 0; i < map.values.length; i += 1) {
    if (Number.isFinite(map.values[i])) continue;
    throw degenerate(`${place}: channel ${Math.floor(i / positions)} has a value that is no finite number`);
  }
}

function holdsTheSame(map: FeatureMap, other: FeatureMap): boolean {
  for (let i = 0; i < map.values.length; i += 1) if (map.values[i] !== other.values[i]) return false;
  return true;
}
