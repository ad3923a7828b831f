import { type Checkpoint, parseCheckpoint } from './checkpoint.ts';
import { type ColumnValue, type Row, recordHash } from './entry.ts';
import { isObject, readBody } from './entryBody.ts';
import { Findings } from './faults.ts';
import { BLOCK_LEVEL, leafHash } from './merkleTree.ts';
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

/** Makes the proof of a record, to be written as JSON, from a database that nobody writes meanwhile. @throws DamagedDatabase */
export function proveRecord(databasePath: string, recordId: string): InclusionProof | NoProof {
  const reader = new DatabaseReader(databasePath, (damage) => {
    throw damage;
  });
  try {
    const [inspections, entries, nodes, checkpoints] = [
      'inspection',
      'audit_entry',
      'audit_node',
      'audit_checkpoint',
    ].map((name) => reader.table(name));
    if (!inspections || !entries || !nodes || !checkpoints) return 'no-chain';
    const record = find(reader, inspections, ({ id }) => id === recordId);
    if (record === null) return 'no-record';
    const entry = find(
      reader,
      entries,
      ({ object_kind, object_id }) => object_kind === 'inspection' && object_id === recordId,
    );
    if (entry === null) return 'no-entry';
    const index = Number(entry.sequence) - 1;
    const last = named(
      checkpoints,
      reader.row(checkpoints, reader.lastNumber(checkpoints)) ?? { rowid: 0, values: [] },
    );
    const size = Number(last.size);
    if (!(size > index)) return 'no-checkpoint';
    const kept = new Map<string, Buffer>();
    for (const row of reader.rows(nodes)) {
      const { level, position, hash } = named(nodes, row);
      if (Buffer.isBuffer(hash)) kept.set(`${Number(level)} ${Number(position)}`, hash);
    }
    const store = {
      node: (level: number, position: number) =>
        level < BLOCK_LEVEL ? null : (kept.get(`${level} ${position}`) ?? null),
      texts: (from: number, to: number) =>
        Array.from({ length: to - from }, (_, offset) => textOf(reader, entries, from + offset + 1)),
    };
    return {
      format: FORMAT,
      record: Object.fromEntries(Object.entries(record).filter(([, value]) => value !== null)),
      entry: String(entry.body),
      index,
      path: inclusionPath(index, size, new TreeNodes(store)).map((hash) => hash.toString('base64')),
      checkpoint: String(last.note),
      key: keyAt(reader, entries, size),
    };
  } finally {
    reader.close();
  }
}

function find(reader: DatabaseReader, table: Table, isIt: (row: Row) => boolean): Row | null {
  for (const row of reader.rows(table)) {
    const values: Record<string, ColumnValue> = {};
    for (const [name, value] of Object.entries(named(table, row))) values[name] = columnValue(value);
    if (isIt(values)) return values;
  }
  return null;
}

function textOf(reader: DatabaseReader, entries: Table, sequence: number): string {
  const row = reader.row(entries, sequence);
  return row === null ? '' : String(named(entries, row).body);
}

/** The key that the chain names last before so many entries. */
function keyAt(reader: DatabaseReader, entries: Table, size: number): string {
  let key = '';
  for (const row of reader.rows(entries)) {
    const { sequence, action, body } = named(entries, row);
    if (Number(sequence) > size) break;
    if (!['chain.begun', 'key.rotated', 'key.replaced'].includes(String(action))) continue;
    const read = readBody(String(body));
    if (read.kind === 'read' && isObject(read.body.new)) key = String(read.body.new.key);
  }
  return key;
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
