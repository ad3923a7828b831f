import { nodeHash } from './merkleTree.ts';
import { largestPowerBelow, rangeHash, type TreeNodes } from './treeNodes.ts';

/**
 * What shows that a leaf belongs to a tree (RFC 6962, 2.1.1): the hashes of the subtrees beside its way up, from the bottom.
 *
 * @param index of the leaf, from 0
 */
export function inclusionPath(index: number, size: number, nodes: TreeNodes): Buffer[] {
  requireInside(index, size);
  const path: Buffer[] = [];
  for (let from = 0, to = size; to - from > 1; ) {
    const middle = from + largestPowerBelow(to - from);
    if (index < middle) {
      path.push(rangeHash(middle, to, nodes, size));
      to = middle;
    } else {
      path.push(rangeHash(from, middle, nodes, size));
      from = middle;
    }
  }
  return path.reverse();
}

/** The head that a leaf and its path lead to (RFC 9162, 2.1.3.2); null where the path has not the length that index and size need. */
export function rootByInclusion(
  leaf: Uint8Array,
  index: number,
  size: number,
  path: readonly Uint8Array[],
): Buffer | null {
  requireInside(index, size);
  let [own, last] = [index, size - 1];
  let hash: Buffer = Buffer.from(leaf);
  for (const beside of path) {
    if (last === 0) return null;
    if (own % 2 === 1 || own === last) {
      hash = nodeHash(beside, hash);
      while (own % 2 === 0 && own !== 0) [own, last] = [own / 2, Math.floor(last / 2)];
    } else hash = nodeHash(hash, beside);
    [own, last] = [Math.floor(own / 2), Math.floor(last / 2)];
  }
  return last === 0 ? hash : null;
}

function requireInside(index: number, size: number): void {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size)
    throw new RangeError(`There is no leaf ${index} in a tree of ${size}.`);
}
