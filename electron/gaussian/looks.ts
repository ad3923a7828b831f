import { type ImageDistances, imageDistances, regionMeans } from './imageDistances.ts';
import { groupImages, type ImageGroups } from './imageGroups.ts';
import { type CentredSamples, centre, type Samples } from './matrix.ts';
import { meanAndDeviation } from './moments.ts';
import type { FeatureMap } from './scoreModel.ts';
import { joined, spanningTree } from './spanningTree.ts';

/** Which of the looks of good parts (suppliers, cavities, sides of a label) the images of a fit have. Images of one part have the same. */
export interface Looks {
  /** Of every image, from 0. */
  readonly of: readonly number[];
  /** The images of every look. */
  readonly members: ImageGroups;
}

export function looksOf(of: readonly number[]): Looks {
  const members = Array.from({ length: Math.max(0, ...of) + 1 }, (): number[] => []);
  for (const [image, look] of of.entries()) members[look]?.push(image);
  return { of, members };
}

export function oneLook(count: number): Looks {
  return looksOf(Array.from({ length: count }, () => 0));
}

/** Fewer good parts than these are no look but a matter of suspects. */
const FEWEST = { parts: 8, share: 0.1 };
/** Fewer still, and as many of all images, are worth telling. */
const FEWEST_TO_TELL = { parts: 4, share: 0.15 };
/** So many of the images must lie within looks; the others are odd ones, and belong to the nearest. */
const CENTRAL_SHARE = 0.85;
/** Above so many standard deviations lies one in a million of a normal distribution. */
const ONE_IN_A_MILLION = 4.753;
/** Means move little after the first round; a partition that does not come to rest is none. */
const MOST_ROUNDS = 10;

/** How many good parts a look has at least. @param count of all parts */
export function fewestOfLook(count: number, { parts, share } = FEWEST): number {
  return Math.max(parts, Math.ceil(share * count));
}

/**
 * Finds out from the good images alone whether they have several looks. Candidates are where the tree that joins all images has gaps: groups left when its longest
 * edges are cut one after the other. Such a partition counts if every image, held out, is nearest to the mean of its own look, and so much nearer that (by a normal
 * distribution of how much) one in a million would be taken for another: what is told by the wrong look fails, and must be far rarer than what a limit rejects. A
 * cloud that is merely long has no gap, and the middle of it is as near to one half as to the other.
 *
 * @param maps the patch level of n good images
 * @param parts the part of every image
 * @returns the look of every image, the one with the most images first; null where there is one look
 */
export function findLooks(maps: readonly FeatureMap[], parts: readonly (string | number)[]): readonly number[] | null {
  const groups = groupImages(maps.length, parts);
  const looks = partition(imageDistances(maps), groups, parts, fewestOfLook(groups.length));
  return looks && bySize(looks);
}

/**
 * Images that have a look of their own, as `findLooks` tells it, but are too few for one; too many to be seen as odd ones.
 *
 * @param parts the part of every image
 */
export function tooFewForLook(distances: ImageDistances, parts: readonly (string | number)[]): readonly number[] {
  const groups = groupImages(distances.count, parts);
  const looks = partition(distances, groups, parts, fewestOfLook(groups.length, FEWEST_TO_TELL));
  const fewest = fewestOfLook(groups.length);
  const isFew = (images: readonly number[]): boolean => new Set(images.map((image) => parts[image])).size < fewest;
  return looks === null || looks.members.every(isFew) ? [] : looks.members.filter(isFew).flat();
}

function partition(
  distances: ImageDistances,
  groups: ImageGroups,
  parts: readonly (string | number)[],
  least: number,
): Looks | null {
  if (groups.length < 2 * least) return null;
  const count = distances.count;
  const edges = spanningTree(distances, count);
  const tried = new Set([0, 1]);
  let found: Looks | null = null;
  for (let kept = edges.length - 1; kept > 0; kept -= 1) {
    const numbers = joined(edges.slice(0, kept), count);
    const clusters = [...new Set(numbers)]
      .map((number) => [...numbers.keys()].filter((image) => numbers[image] === number))
      .filter((images) => new Set(images.map((image) => parts[image])).size >= least);
    if (clusters.flat().length < CENTRAL_SHARE * count) break;
    if (tried.has(clusters.length)) continue;
    tried.add(clusters.length);
    const looks = settled(distances, groups, clusters);
    if (looks === null || looks.members.length <= (found?.members.length ?? 1)) continue;
    if (areApart(distances, groups, looks)) found = looks;
  }
  return found;
}

/** Images by the nearest mean, each held out, until none changes; null where they do not come to rest or a look is left with a single part. */
function settled(distances: ImageDistances, groups: ImageGroups, clusters: ImageGroups): Looks | null {
  let members = clusters;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const of: number[] = Array.from({ length: distances.count }, () => 0);
    for (const [index, squares] of squaredDistances(distances, groups, members).entries()) {
      for (const image of groups[index] ?? []) of[image] = squares.indexOf(Math.min(...squares));
    }
    const looks = looksOf(of);
    const isSame = looks.members.every((images, look) => images.join() === (members[look] ?? []).join());
    if (looks.members.length < clusters.length || looks.members.some((images) => images.length === 0)) return null;
    if (isSame) return looks;
    members = looks.members;
  }
  return null;
}

/**
 * Of each part to the mean of each look without it, squared, averaged over the part's images: from a to the mean of n images it is
 * `sum_j d(a,j)^2 / n - sum_jk d(j,k)^2 / 2 n^2`. Infinite where no other images are left.
 */
function squaredDistances(distances: ImageDistances, groups: ImageGroups, members: ImageGroups): number[][] {
  const sumOf = (from: readonly number[], to: readonly number[]): number =>
    from.reduce((sum, a) => sum + to.reduce((row, b) => row + distances.between(a, b) ** 2, 0), 0);
  const rows = Array.from({ length: distances.count }, (_, image) => members.map((images) => sumOf([image], images)));
  const sumOfRows = (images: readonly number[], look: number): number =>
    images.reduce((sum, image) => sum + (rows[image]?.[look] ?? 0), 0);
  const totals = members.map(sumOfRows);
  return groups.map((group) =>
    members.map((images, look) => {
      const own = group.filter((image) => images.includes(image));
      const others = images.length - own.length;
      if (others === 0) return Infinity;
      const toOthers = sumOfRows(group, look) - sumOf(group, own);
      const amongOthers = (totals[look] ?? 0) - 2 * sumOfRows(own, look) + sumOf(own, own);
      return toOthers / (group.length * others) - amongOthers / (2 * others ** 2);
    }),
  );
}

/** Whether the parts of each look are as much nearer to their own look than to any other as to be taken for it once in a million times. */
function areApart(distances: ImageDistances, groups: ImageGroups, { of, members }: Looks): boolean {
  const squares = squaredDistances(distances, groups, members);
  return members.every((_, look) => {
    const margins = squares
      .filter((_squares, index) => of[groups[index]?.[0] ?? 0] === look)
      .map((own) => Math.min(...own.filter((_square, other) => other !== look)) - (own[look] ?? 0));
    const { mean, deviation } = meanAndDeviation(margins);
    return mean > ONE_IN_A_MILLION * deviation;
  });
}

function bySize({ of, members }: Looks): readonly number[] {
  const order = [...members.keys()].sort((a, b) => (members[b]?.length ?? 0) - (members[a]?.length ?? 0));
  return of.map((look) => order.indexOf(look));
}

/** The mean regions of every look, by which that of a new image is told. */
export function lookRegions(maps: readonly FeatureMap[], { members }: Looks): readonly Float64Array[] {
  return members.map((images) => {
    const sum = images
      .map((image) => regionMeans(maps[image] as FeatureMap))
      .reduce((total, regions) => total.map((value, i) => value + (regions[i] as number)));
    return sum.map((value) => value / images.length);
  });
}

/** Samples less the mean of their look. */
export interface CentredByLook extends CentredSamples {
  /** Of each look; `mean` is that of the first. */
  readonly means: readonly Float64Array[];
}

export function centreByLook(samples: Samples, { members }: Looks): CentredByLook {
  const { features } = samples;
  const values = new Float64Array(samples.values.length);
  const means = members.map((rows) => {
    const own = new Float64Array(rows.length * features);
    for (const [i, row] of rows.entries()) {
      own.set(samples.values.subarray(row * features, (row + 1) * features), i * features);
    }
    const centred = centre({ count: rows.length, features, values: own });
    for (const [i, row] of rows.entries()) {
      values.set(centred.values.subarray(i * features, (i + 1) * features), row * features);
    }
    return centred.mean;
  });
  return { ...samples, values, mean: means[0] as Float64Array, means };
}

/** The means of all looks, where there are several: what a model keeps of them. */
export function severalMeans(means: readonly Float64Array[]): { readonly lookMeans?: readonly Float64Array[] } {
  return means.length > 1 ? { lookMeans: means } : {};
}
