import { type Checkpoint, parseCheckpoint } from './checkpoint.ts';
import { type Row, recordHash } from './entry.ts';
import { isObject, readBody } from './entryBody.ts';
import { Findings } from './faults.ts';
import { BLOCK_SIZE, leafHash, MerkleTree } from './merkleTree.ts';
import { inclusionPath, rootByInclusion } from './proofs.ts';
import { columnValue } from './recordCheck.ts';
import { type PublicKey, parsePublicKey, signatureBy, signersOf } from './signedNote.ts';
import { DatabaseReader, named, type Table } from './sqlite/databaseReader.ts';
import { TreeNodes } from './treeNodes.ts';
import type { Verification, VerifyOptions } from './verification.ts';

const FORMAT = 'sigmaline-inclusion-proof-1';

/** Shows that one record belongs to a checkpoint, without the database. */
interface InclusionProof {
  readonly format: typeof FORMAT;
  /** The record's columns that are not null. */
  readonly record: Row;
  /** The text of its entry. */
  readonly entry: string;
  /** The entry's place in the tree, from 0. */
  readonly index: number;
  /** base64, from the bottom. */
  readonly path: readonly string[];
  readonly checkpoint: string;
  /** The public key that signed the checkpoint, as the chain names it: to be compared with the one that was given otherwise. */
  readonly key: string;
}

/** Why there is no proof of a record. */
export type NoProof = 'no-record' | 'no-entry' | 'no-checkpoint' | 'no-chain';

/**
 * Makes the proof of a record, to be written as JSON, from a database that nobody writes meanwhile. Reads all entries up to the last checkpoint: what is
 * stored of the tree is not relied on.
 *
 * @throws DamagedDatabase
 */
export function proveRecord(databasePath: string, recordId: string): InclusionProof | NoProof {
  const reader = new DatabaseReader(databasePath, (damage) => {
    throw damage;
  });
  try {
    const [inspections, entries, checkpoints] = ['inspection', 'audit_entry', 'audit_checkpoint'].map((name) =>
      reader.table(name),
    );
    if (!inspections || !entries || !checkpoints) return 'no-chain';
    const record = recordWith(recordId, reader, inspections);
    if (record === null) return 'no-record';
    const last = reader.row(checkpoints, reader.lastNumber(checkpoints));
    const { size = 0, note = '' } = last === null ? {} : named(checkpoints, last);
    return proofIn(entryTexts(reader, entries), { record, size: Number(size), checkpoint: String(note) });
  } finally {
    reader.close();
  }
}

interface Wanted {
  readonly record: Row;
  readonly size: number;
  readonly checkpoint: string;
}

function proofIn(texts: Iterable<string>, { record, size, checkpoint }: Wanted): InclusionProof | NoProof {
  const tree = new MerkleTree();
  const kept = new Map<string, Buffer>();
  let found: { readonly text: string; readonly index: number; readonly block: number } | null = null;
  let key = '';
  const blocks = new Map<number, string[]>();
  for (const text of texts) {
    const index = tree.size;
    const read = readBody(text);
    const { action = '', object, new: said } = read.kind === 'read' ? read.body : {};
    const block = Math.floor(index / BLOCK_SIZE);
    if (object?.kind === 'inspection' && object.id === record.id) found = { text, index, block };
    if (index >= size) {
      if (found !== null) break;
      continue;
    }
    if (KEY_ACTIONS.has(action) && isObject(said)) key = String(said.key);
    for (const { level, position, hash } of tree.push(leafHash(text))) kept.set(`${level} ${position}`, hash);
    keepBlock(blocks, block, text, found?.block);
  }
  if (found === null) return 'no-entry';
  const { text: entry, index } = found;
  if (index >= size) return 'no-checkpoint';
  const store = {
    node: (level: number, position: number) => kept.get(`${level} ${position}`) ?? null,
    texts: (from: number, to: number) => (blocks.get(Math.floor(from / BLOCK_SIZE)) ?? []).slice(0, to - from),
  };
  const path = inclusionPath(index, size, new TreeNodes(store)).map((hash) => hash.toString('base64'));
  return { format: FORMAT, record, entry, index, path, checkpoint, key };
}

const KEY_ACTIONS = new Set(['chain.begun', 'key.rotated', 'key.replaced']);

/** A path needs the leaves of two blocks alone: that of the entry, and the last one. */
function keepBlock(blocks: Map<number, string[]>, block: number, text: string, foundIn: number | undefined): void {
  const texts = blocks.get(block) ?? [];
  texts.push(text);
  if (blocks.has(block)) return;
  for (const other of blocks.keys()) if (other !== foundIn) blocks.delete(other);
  blocks.set(block, texts);
}

/** The columns of a record that are not null; null where there is none of this id. */
function recordWith(id: string, reader: DatabaseReader, inspections: Table): Row | null {
  const idColumn = inspections.names.indexOf('id');
  for (const row of reader.rows(inspections)) {
    if (row.values[idColumn] !== id) continue;
    const known = Object.entries(named(inspections, row)).filter(([, value]) => value !== null);
    return Object.fromEntries(known.map(([name, value]) => [name, columnValue(value)]));
  }
  return null;
}

function* entryTexts(reader: DatabaseReader, entries: Table): Generator<string> {
  for (const row of reader.rows(entries)) yield String(named(entries, row).body);
}

/** Checks the proof of a record. @returns null for a text that is no proof */
export function verifyProof(
  text: string,
  recordId: string,
  { keys = [], checkpoints = [] }: VerifyOptions,
): Verification | null {
  const proof = parseProof(text);
  const checkpoint = proof === null ? null : parseCheckpoint(proof.checkpoint);
  const read = proof === null ? null : readBody(proof.entry);
  if (proof === null || checkpoint === null || read?.kind !== 'read') return null;
  const findings = new Findings();
  const { object, action, new: said } = read.body;
  const { number, record } = isObject(said) ? said : {};
  const { id, sequence } = proof.record;
  if (id !== recordId) findings.fault('proof.other-record', { id: String(id) });
  const isAbout =
    action.startsWith('inspection.') && object.kind === 'inspection' && object.id === id && number === sequence;
  if (!isAbout || recordHash(proof.record) !== record) findings.fault('proof.record');
  const path = proof.path.map((hash) => Buffer.from(hash, 'base64'));
  const isInside = proof.index >= 0 && proof.index < checkpoint.size;
  const root = isInside ? rootByInclusion(leafHash(proof.entry), proof.index, checkpoint.size, path) : null;
  if (root === null || !root.equals(checkpoint.root) || read.body.seq !== proof.index + 1) findings.fault('proof.path');
  const key = parsePublicKey(proof.key);
  requireSignature(checkpoint, key, keys, findings);
  for (const { name, text: given } of checkpoints) requireSame(checkpoint, parseCheckpoint(given), name, findings);
  if (keys.length === 0) findings.remark('proof-key', { key: key?.text ?? '' });
  const { size, at } = checkpoint;
  return {
    ...{ isIntact: findings.faultCount === 0, entries: 1, records: 1, checkpoints: 1, confirmed: { size, at } },
    ...{ key: key?.text ?? null, root: checkpoint.root.toString('base64') },
    ...{ faults: findings.faults, faultCount: findings.faultCount, remarks: findings.remarks },
  };
}

function requireSignature(
  { note, origin }: Checkpoint,
  own: PublicKey | null,
  given: readonly PublicKey[],
  findings: Findings,
): void {
  const checkpoint = 'the checkpoint in the proof';
  const trusted = given.length > 0 ? given : own === null ? [] : [own];
  const signatures = trusted.map((key) => (key.name === origin ? signatureBy(note, key) : 'none'));
  if (signatures.includes('false')) findings.fault('checkpoint.signature', { checkpoint });
  else if (!signatures.includes('valid'))
    findings.fault('checkpoint.unknown-key', { checkpoint, keys: signersOf(note) });
}

/** A checkpoint that was given must say the same: of another size it would need a proof of its own. */
function requireSame(own: Checkpoint, given: Checkpoint | null, name: string, findings: Findings): void {
  if (given === null) findings.fault('checkpoint.unreadable', { checkpoint: name });
  else if (given.note.text !== own.note.text) findings.fault('proof.checkpoint', { checkpoint: name });
}

function parseProof(text: string): InclusionProof | null {
  let proof: unknown;
  try {
    proof = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isObject(proof) || proof.format !== FORMAT || !isObject(proof.record) || !Array.isArray(proof.path)) return null;
  const isRow = Object.values(proof.record).every((value) => ['string', 'number'].includes(typeof value));
  const parts: unknown[] = [proof.entry, proof.checkpoint, proof.key].concat(proof.path);
  const isText = parts.every((part) => typeof part === 'string');
  return isRow && isText && Number.isSafeInteger(proof.index) ? (proof as unknown as InclusionProof) : null;
}
