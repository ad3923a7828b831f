import { createHash, type Hash } from 'node:crypto';
import type { Findings } from './faults.ts';
import type { TreeNode } from './merkleTree.ts';

/** Compares the nodes of a tree that were stored with those that its entries give, level by level, without keeping them. */
export class NodeCheck {
  readonly #given = new Map<number, Hash>();
  readonly #stored = new Map<number, Hash>();

  /** To be called in the order of the positions of each level. */
  given({ level, position, hash }: TreeNode): void {
    levelIn(this.#given, level).update(`${position} `).update(hash);
  }

  stored(level: unknown, position: unknown, hash: unknown): void {
    levelIn(this.#stored, Number(level))
      .update(`${Number(position)} `)
      .update(Buffer.isBuffer(hash) ? hash : String(hash));
  }

  end(findings: Findings): void {
    for (const level of new Set([...this.#given.keys(), ...this.#stored.keys()])) {
      const [given, stored] = [this.#given, this.#stored].map((hashes) => levelIn(hashes, level).digest('hex'));
      if (given !== stored) findings.fault('tree.nodes', { level });
    }
  }
}

function levelIn(hashes: Map<number, Hash>, level: number): Hash {
  const hash = hashes.get(level) ?? createHash('sha256');
  hashes.set(level, hash);
  return hash;
}
