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

/**
 * What shows that a tree continues an older one (RFC 6962, 2.1.2).
 *
 * @param first size of the older tree, at least 1 @param second size of the newer one
 */
export function consistencyPath(first: number, second: number, nodes: TreeNodes): Buffer[] {
  requireInside(first - 1, second);
  const path: Buffer[] = [];
  let [from, to] = [0, second];
  let isWhole = true;
  while (to !== first) {
    const middle = from + largestPowerBelow(to - from);
    if (first <= middle) {
      path.push(rangeHash(middle, to, nodes, second));
      to = middle;
    } else {
      path.push(rangeHash(from, middle, nodes, second));
      from = middle;
      isWhole = false;
    }
  }
  if (!isWhole) path.push(rangeHash(from, to, nodes, second));
  return path.reverse();
}

/** Whether a path shows that the tree with the newer head continues the one with the older head (RFC 9162, 2.1.4.2). */
export function isConsistent(
  older: { readonly size: number; readonly root: Uint8Array },
  newer: { readonly size: number; readonly root: Uint8Array },
  path: readonly Uint8Array[],
): boolean {
  requireInside(older.size - 1, newer.size);
  if (older.size === newer.size) return path.length === 0 && Buffer.compare(older.root, newer.root) === 0;
  const rest = [...(Number.isInteger(Math.log2(older.size)) ? [older.root] : []), ...path];
  const start = rest.shift();
  if (start === undefined) return false;
  let [own, last] = [older.size - 1, newer.size - 1];
  while (own % 2 === 1) [own, last] = [Math.floor(own / 2), Math.floor(last / 2)];
  let [olderHash, newerHash] = [start, start];
  for (const beside of rest) {
    if (last === 0) return false;
    if (own % 2 === 1 || own === last) {
      olderHash = nodeHash(beside, olderHash);
      newerHash = nodeHash(beside, newerHash);
      while (own % 2 === 0 && own !== 0) [own, last] = [own / 2, Math.floor(last / 2)];
    } else newerHash = nodeHash(newerHash, beside);
    [own, last] = [Math.floor(own / 2), Math.floor(last / 2)];
  }
  return last === 0 && Buffer.compare(olderHash, older.root) === 0 && Buffer.compare(newerHash, newer.root) === 0;
}

function requireInside(index: number, size: number): void {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size)
    throw new RangeError(`There is no leaf ${index} in a tree of ${size}.`);
}
