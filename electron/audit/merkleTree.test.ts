import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { leafHash, MerkleTree } from './merkleTree.ts';
import { inclusionPath, rootByInclusion } from './proofs.ts';
import { restoreTree, TreeNodes } from './treeNodes.ts';

/** The leaves and heads that implementations of RFC 6962 share as test vectors. */
const LEAVES = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

test('heads are those of RFC 6962', () => {
  const tree = new MerkleTree();
  const roots = [tree.root().toString('hex')];
  for (const leaf of LEAVES) {
    tree.push(leafHash(Buffer.from(leaf, 'hex')));
    roots.push(tree.root().toString('hex'));
  }
  expect(roots).toEqual(ROOTS);
});

/** The definition in RFC 6962, 2.1, word for word. */
function definedHead(texts: readonly string[]): Buffer {
  const sha256 = (...parts: Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest();
  if (texts.length === 0) return sha256();
  if (texts.length === 1) return sha256(Buffer.of(0), Buffer.from(texts[0]!));
  let split = 1;
  while (split * 2 < texts.length) split *= 2;
  return sha256(Buffer.of(1), definedHead(texts.slice(0, split)), definedHead(texts.slice(split)));
}

const textsOf = (size: number) => Array.from({ length: size }, (_, index) => `entry ${index}`);

/** A tree as a station keeps it: entries, and the complete nodes from a block on up. */
function storedTree(texts: readonly string[]) {
  const tree = new MerkleTree();
  const kept = new Map<string, Buffer>();
  for (const text of texts)
    for (const { level, position, hash } of tree.push(leafHash(text))) kept.set(`${level} ${position}`, hash);
  let textsRead = 0;
  const store = {
    node: (level: number, position: number) => kept.get(`${level} ${position}`) ?? null,
    texts: (from: number, to: number) => {
      textsRead += to - from;
      return texts.slice(from, to);
    },
  };
  return { tree, kept, store, nodes: new TreeNodes(store), textsRead: () => textsRead };
}

const sizes = fc.integer({ min: 1, max: 1300 });

test('a tree that grows has the head that is defined, and goes on from its peaks as from its stored nodes', () => {
  fc.assert(
    fc.property(sizes, fc.nat(600), (size, more) => {
      const texts = textsOf(size + more);
      const { tree, store, textsRead } = storedTree(texts.slice(0, size));
      expect(tree.root()).toEqual(definedHead(texts.slice(0, size)));
      const continued = [new MerkleTree(tree.peaks), restoreTree(size, store)];
      expect(textsRead()).toBeLessThan(256);
      for (const next of continued) {
        for (const text of texts.slice(size)) next.push(leafHash(text));
        expect(next.root()).toEqual(definedHead(texts));
      }
    }),
    { numRuns: 20 },
  );
});

test('blocks of 256 entries and all above them are kept', () => {
  const { kept } = storedTree(textsOf(1030));
  expect([...kept.keys()].sort()).toEqual(['10 0', '8 0', '8 1', '8 2', '8 3', '9 0', '9 1']);
  expect(kept.get('8 1')).toEqual(definedHead(textsOf(512).slice(256)));
});

test('a path shows its own entry to belong to the tree, and no other', () => {
  fc.assert(
    fc.property(sizes, fc.nat(), fc.nat(), (size, at, bit) => {
      const index = at % size;
      const { tree, nodes } = storedTree(textsOf(size));
      const path = inclusionPath(index, size, nodes);
      const leaf = leafHash(`entry ${index}`);
      expect(rootByInclusion(leaf, index, size, path)).toEqual(tree.root());
      expect(rootByInclusion(leafHash('another'), index, size, path)).not.toEqual(tree.root());
      if (size > 1) expect(rootByInclusion(leaf, (index + 1) % size, size, path)).not.toEqual(tree.root());
      expect(rootByInclusion(leaf, index, size, [...path, leaf])).toBeNull();
      if (path.length === 0) return;
      expect(rootByInclusion(leaf, index, size, path.slice(1))).not.toEqual(tree.root());
      const changed = path.map((hash) => Buffer.from(hash));
      changed[bit % path.length]![bit % 32]! ^= 1 << (bit % 8);
      expect(rootByInclusion(leaf, index, size, changed)).not.toEqual(tree.root());
    }),
    { numRuns: 25 },
  );
});
