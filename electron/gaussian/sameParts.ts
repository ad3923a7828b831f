import { median } from '../../shared/domain/median.ts';
import type { ImageVariation } from './calibrate.ts';
import { imageDistances } from './imageDistances.ts';
import type { FeatureMap } from './scoreModel.ts';
import { joined, spanningTree } from './spanningTree.ts';

/**
 * Where photographs of one part end and other parts begin, the distance from image to image jumps: sorted lengths of the tree that joins all images rose by
 * at most 5 % from one to the next in the lower half of ten sets of single photographs, and by several times between bursts.
 */
const JUMP = 1.5;
/** One group with more of the images than this is the product itself, seen beside a few images of something else. */
const LARGEST_SHARE = 1 / 3;

/**
 * Which images show the same part, told by the images alone: those nearer to each other than an image is to its own variations, if the next distance is
 * half as long again. Joined by single linkage, for a burst is a chain.
 *
 * @param maps the patch level of n images
 * @param nudged variations of some of them, moved a little but not turned by quarters; without any nothing is found
 * @returns the number of the part of every image, in image order, from 0
 */
export function foundParts(
  maps: readonly FeatureMap[],
  nudged: readonly { readonly of: number; readonly features: Pick<ImageVariation['features'], 'patch'> }[],
): readonly number[] {
  const distances = imageDistances([...maps, ...nudged.map(({ features }) => features.patch)]);
  const nudge = median(nudged.map(({ of }, variation) => distances.between(of, maps.length + variation)));
  const edges = spanningTree(distances, maps.length);
  for (let last = edges.length - 2; nudge !== null && last >= 0; last -= 1) {
    const length = edges[last]?.length ?? 0;
    if (length > nudge || (edges[last + 1]?.length ?? 0) < JUMP * length) continue;
    const parts = joined(edges.slice(0, last + 1), maps.length);
    const largest = Math.max(...parts.map((part) => parts.filter((other) => other === part).length));
    if (largest <= LARGEST_SHARE * maps.length) return parts;
  }
  return [...maps.keys()];
}
