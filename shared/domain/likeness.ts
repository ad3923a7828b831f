/**
 * Whether two pictures are almost the same one: the same photo saved again, or the same part photographed twice. Parts of one product look alike, so how
 * near two pictures lie is compared with how near those of different parts usually do: docs/decisions/0071.
 */

/** Side of the small grey picture that stands for an image. */
export const LIKENESS_SIDE = 32;

/** A small grey picture of mean 0 and length 1: the product of two is the correlation of their pictures. */
export type Likeness = Float32Array;

/** Farther pictures are never almost the same, whatever the set is like. */
export const FARTHEST_NEAR = 0.1;
/** Nearer ones always are: what saving as a JPEG of low quality changes on most products. */
const NEAREST_APART = 0.006;
/** Shares of the usual distance within a set. On eight sets no two different parts lay nearer, and pictures that were saved again did. */
const NEAR_SHARE = 0.15;
/** Each picture may have some that are almost the same: the usual distance is that of the fourth nearest. */
const RANK = 4;
/** So many pictures tell what is usual; all would take seconds for thousands. */
const SAMPLED = 64;

/** @param grey LIKENESS_SIDE x LIKENESS_SIDE, row by row, in any unit. A picture of one level is like no other */
export function likenessFrom(grey: ArrayLike<number>): Likeness {
  const mean = Array.from(grey).reduce((sum, level) => sum + level, 0) / grey.length;
  const centred = Float32Array.from(grey, (level) => level - mean);
  const length = Math.sqrt(centred.reduce((sum, value) => sum + value * value, 0));
  return length === 0 ? centred : centred.map((value) => value / length);
}

/**
 * How far two pictures lie from each other, whatever their brightness and contrast: 0 for the same one, about 1.4 where they have nothing in common.
 * `sqrt(2 (1 - r))` of their correlation r.
 */
export function likenessDistance(one: Likeness, other: Likeness): number {
  let product = 0;
  for (let place = 0; place < one.length; place += 1) product += (one[place] as number) * (other[place] as number);
  return Math.sqrt(Math.max(0, 2 * (1 - product)));
}

/** The usual distance within a set: the median of that to the fourth nearest; null where the set is too small to tell. */
export function usualDistance(set: readonly Likeness[]): number | null {
  if (set.length <= RANK) return null;
  const step = Math.max(1, set.length / SAMPLED);
  const sampled = Array.from({ length: Math.min(SAMPLED, set.length) }, (_, index) => Math.floor(index * step));
  const distances = sampled.map((index) => {
    const own = set[index] as Likeness;
    const others = set.filter((_, other) => other !== index).map((other) => likenessDistance(own, other));
    return others.sort((a, b) => a - b)[RANK - 1] as number;
  });
  return distances.sort((a, b) => a - b)[distances.length >> 1] ?? null;
}

/** Nearer than this, two pictures are almost the same. @param usual of the set; null where it is too small to tell */
export function nearLimit(usual: number | null): number {
  return Math.min(FARTHEST_NEAR, Math.max(NEAREST_APART, NEAR_SHARE * (usual ?? 0)));
}
