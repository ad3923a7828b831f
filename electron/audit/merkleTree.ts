import { sha256 } from './sha256.ts';

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

/** @param content an entry's text */
export function leafHash(content: string | Uint8Array): Buffer {
  return sha256(leafBytes(content));
}

/** What a leaf's hash is made of: a zero and the content, which lies from the second byte on. */
export function leafBytes(content: string | Uint8Array): Buffer {
  const length = typeof content === 'string' ? Buffer.byteLength(content) : content.length;
  const bytes = Buffer.allocUnsafe(1 + length);
  bytes[0] = 0;
  if (typeof content === 'string') bytes.write(content, 1);
  else bytes.set(content, 1);
  return bytes;
}

export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  const bytes = Buffer.allocUnsafe(1 + left.length + right.length);
  bytes[0] = 1;
  bytes.set(left, 1);
  bytes.set(right, 1 + left.length);
  return sha256(bytes);
}

/** A tree that leaves are added to. It keeps the largest complete nodes that cover them alone: at most one of each level. */
export class MerkleTree {
  /** From the left. */
  readonly #peaks: TreeNode[];
  #size: number;

  /** @param peaks of another tree, to go on from there */
  constructor(peaks: readonly TreeNode[] = []) {
    this.#peaks = [...peaks];
    this.#size = peaks.reduce((sum, { level }) => sum + 2 ** level, 0);
  }

  get size(): number {
    return this.#size;
  }

  /** All that another tree needs to go on from here. */
  get peaks(): readonly TreeNode[] {
    return [...this.#peaks];
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
