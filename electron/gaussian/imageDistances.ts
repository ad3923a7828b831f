import { centre, gram } from './matrix.ts';
import type { FeatureMap } from './scoreModel.ts';

/** Fine enough to tell where two images differ, coarse enough that a pixel more or less to the side is no difference. */
const REGIONS_ACROSS = 4;

/** Distances between images as they are, before any Gaussian says what is ordinary. */
export interface ImageDistances {
  readonly count: number;
  between(a: number, b: number): number;
}

/** Euclidean distances between images: of their features, averaged over at most 4 x 4 regions. */
export function imageDistances(maps: readonly FeatureMap[]): ImageDistances {
  const count = maps.length;
  const regions = maps.map(regionMeans);
  const features = regions[0]?.length ?? 0;
  const values = new Float64Array(count * features);
  for (const [row, vector] of regions.entries()) values.set(vector, row * features);
  // Distances do not depend on the origin; near the mean less cancels.
  const products = gram(centre({ count, features, values }).values, count, features);
  const at = (a: number, b: number): number => products[a * count + b] as number;
  return {
    count,
    between: (a, b) => Math.sqrt(Math.max(0, at(a, a) + at(b, b) - 2 * at(Math.max(a, b), Math.min(a, b)))),
  };
}

/** The regions of a level: which one each place is in, and how many places each has. */
export function regionsOf(map: Pick<FeatureMap, 'height' | 'width' | 'kept'>) {
  const { height, width } = map.kept ?? map;
  const [rows, columns] = [Math.min(REGIONS_ACROSS, height), Math.min(REGIONS_ACROSS, width)];
  const counts = new Float64Array(rows * columns);
  const places = map.kept?.places ?? Array.from({ length: height * width }, (_, position) => position);
  const regionAt = places.map((position) => {
    const y = Math.floor((Math.floor(position / width) * rows) / height);
    return y * columns + Math.floor(((position % width) * columns) / width);
  });
  for (const region of regionAt) counts[region] = (counts[region] as number) + 1;
  return { regionAt, counts };
}

/** The mean features of each region: channels x regions. */
export function regionMeans(map: FeatureMap): Float64Array {
  const { channels, values } = map;
  const { regionAt, counts } = regionsOf(map);
  const sums = new Float64Array(channels * counts.length);
  for (let i = 0; i < values.length; i += 1) {
    const region = regionAt[i % regionAt.length] as number;
    const place = Math.floor(i / regionAt.length) * counts.length + region;
    sums[place] = (sums[place] as number) + (values[i] as number) / (counts[region] as number);
  }
  return sums;
}
