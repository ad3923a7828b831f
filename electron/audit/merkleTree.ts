import { createHash } from 'node:crypto';
import { sha256 } from './entry.ts';

/**
 * The Merkle tree of RFC 6962 (also RFC 9162, 2.1). A node is named by its level (0: leaves) and its position in it, from the left; it is complete once
 * all of its 2^level leaves are there, and then never changes.
 */
export interface TreeNode {
  readonly level: number;
  readonly position: number;
  readonly hash: Buffer;
}

/** Nodes from here on up are kept: whoever needs one below reads at most one block of entries. */
export const BLOCK_LEVEL = 8;
export const BLOCK_SIZE = 2 ** BLOCK_LEVEL;

const LEAF = Buffer.of(0);
const NODE = Buffer.of(1);

/** @param content an entry's text */
export function leafHash(content: string | Uint8Array): Buffer {
  return createHash('sha256').update(LEAF).update(content).digest();
}

export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  return createHash('sha256').update(NODE).update(left).update(right).digest();
}

/** A tree that leaves are added to. It keeps the largest complete nodes alone, at most one of each level. */
export class MerkleTree {
  #size: number;
  /** The largest complete nodes that cover the leaves, from the left. */
  readonly #peaks: TreeNode[];

  /** @param frontier what `frontier` gave, to go on from there */
  constructor(frontier: { readonly size: number; readonly peaks: readonly Uint8Array[] } = { size: 0, peaks: [] }) {
    const covering = coveringNodes(frontier.size);
    if (covering.length !== frontier.peaks.length)
      throw new Error(`A tree of ${frontier.size} leaves has ${covering.length} peaks, not ${frontier.peaks.length}.`);
    this.#size = frontier.size;
    this.#peaks = covering.map((node, index) => ({ ...node, hash: Buffer.from(frontier.peaks[index] ?? []) }));
  }

  get size(): number {
    return this.#size;
  }

  /** What another tree needs to go on from here. */
  frontier(): { readonly size: number; readonly peaks: readonly Buffer[] } {
    return { size: this.#size, peaks: this.#peaks.map(({ hash }) => hash) };
  }

  /** Adds a leaf. @returns the nodes that it completed and that are to be kept: from `BLOCK_LEVEL` on up */
  push(hash: Buffer): TreeNode[] {
    const kept: TreeNode[] = [];
    let node: TreeNode = { level: 0, position: this.#size, hash };
    while (this.#peaks.at(-1)?.level === node.level) {
      const left = this.#peaks.pop();
      if (left === undefined) break;
      node = { level: node.level + 1, position: left.position / 2, hash: nodeHash(left.hash, node.hash) };
      if (node.level >= BLOCK_LEVEL) kept.push(node);
    }
    this.#peaks.push(node);
    this.#size += 1;
    return kept;
  }

  /** The head of the tree: of no leaves it is the hash of nothing. */
  root(): Buffer {
    return this.#peaks.length === 0
      ? sha256('')
      : this.#peaks.map(({ hash }) => hash).reduceRight((right, left) => nodeHash(left, right));
  }
}

/** The names of the largest complete nodes that together cover `size` leaves, from the left. */
export function coveringNodes(size: number): { readonly level: number; readonly position: number }[] {
  const nodes: { level: number; position: number }[] = [];
  for (let start = 0, level = Math.floor(Math.log2(Math.max(size, 1))); level >= 0; level -= 1) {
    const width = 2 ** level;
    if (size - start < width) continue;
    nodes.push({ level, position: start / width });
    start += width;
  }
  return nodes;
}
