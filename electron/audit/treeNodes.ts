import { BLOCK_LEVEL, BLOCK_SIZE, leafHash, MerkleTree, nodeHash } from './merkleTree.ts';

/** Where the nodes of a tree come from that was stored. */
export interface NodeStore {
  /** A complete node from `BLOCK_LEVEL` on up; null if it is not stored. */
  node(level: number, position: number): Uint8Array | null;
  /** The texts of the entries whose index is at least `from` and less than `to`; the first entry has index 0. */
  texts(from: number, to: number): readonly (string | Uint8Array)[];
}

/** What a tree is computed from is not there. */
export class MissingNode extends Error {}

/** Reads complete nodes of a stored tree, those within a block from its entries: it remembers the last block. */
export class TreeNodes {
  readonly #store: NodeStore;
  #block: { readonly position: number; readonly leaves: readonly Buffer[] } | null = null;

  constructor(store: NodeStore) {
    this.#store = store;
  }

  /** @param size of the tree, so that nothing behind it is read. @throws MissingNode where the store lacks it */
  hash(level: number, position: number, size: number): Buffer {
    if (level >= BLOCK_LEVEL) {
      const stored = this.#store.node(level, position);
      if (stored === null) throw new MissingNode(`The node ${position} of level ${level} is missing.`);
      return Buffer.from(stored);
    }
    const width = 2 ** level;
    const block = Math.floor((position * width) / BLOCK_SIZE);
    const from = position * width - block * BLOCK_SIZE;
    const leaves = this.#leavesOf(block, size).slice(from, from + width);
    if (leaves.length < width)
      throw new MissingNode(`An entry below the node ${position} of level ${level} is missing.`);
    return rootOf(leaves);
  }

  #leavesOf(position: number, size: number): readonly Buffer[] {
    const from = position * BLOCK_SIZE;
    const wanted = Math.min(BLOCK_SIZE, size - from);
    if (this.#block?.position !== position || this.#block.leaves.length < wanted)
      this.#block = { position, leaves: this.#store.texts(from, from + wanted).map(leafHash) };
    return this.#block.leaves;
  }
}

/** The tree of the first `size` entries that are stored, to go on from there: reads its nodes and at most one block of entries. */
export function restoreTree(size: number, store: NodeStore): MerkleTree {
  const nodes = new TreeNodes(store);
  return new MerkleTree(
    coveringNodes(size).map(({ level, position }) => ({ level, position, hash: nodes.hash(level, position, size) })),
  );
}

/** The names of the largest complete nodes that together cover `size` leaves, from the left. */
function coveringNodes(size: number): { readonly level: number; readonly position: number }[] {
  const nodes: { level: number; position: number }[] = [];
  for (let start = 0, level = Math.floor(Math.log2(Math.max(size, 1))); level >= 0; level -= 1) {
    const width = 2 ** level;
    if (size - start < width) continue;
    nodes.push({ level, position: start / width });
    start += width;
  }
  return nodes;
}

/** The head of a whole tree over these leaves. */
export function rootOf(leaves: readonly Buffer[]): Buffer {
  const tree = new MerkleTree();
  for (const leaf of leaves) tree.push(leaf);
  return tree.root();
}

/** The hash of leaves `from` to `to` (not included) as a tree of its own: both must lie where RFC 6962 splits the tree of `size`. */
export function rangeHash(from: number, to: number, nodes: TreeNodes, size: number): Buffer {
  const width = to - from;
  const level = Math.log2(width);
  if (Number.isInteger(level)) return nodes.hash(level, from / width, size);
  const middle = from + largestPowerBelow(width);
  return nodeHash(rangeHash(from, middle, nodes, size), rangeHash(middle, to, nodes, size));
}

/** The largest power of two smaller than a number above 1: where RFC 6962 splits a tree of so many leaves. */
export function largestPowerBelow(count: number): number {
  return 2 ** Math.floor(Math.log2(count - 1));
}
