import { CheckpointCheck } from './checkpointCheck.ts';
import { type EntryBody, NO_HASH } from './entry.ts';
import { isObject, readBody } from './entryBody.ts';
import { EntryOrder } from './entryOrder.ts';
import type { Findings, Phrase } from './faults.ts';
import { leafBytes, MerkleTree } from './merkleTree.ts';
import { sha256, sha256Hex } from './sha256.ts';
import type { PublicKey } from './signedNote.ts';

/** An entry as it is stored. */
export interface StoredEntry {
  /** Its number in the table or in the file. */
  readonly sequence: number;
  readonly text: string;
  /** Null where there is none beside it. */
  readonly hash: Buffer | null;
  /** What stands beside the text for filters. */
  readonly columns: Readonly<Record<string, unknown>> | null;
}

/** The entry that was read before. */
interface Before {
  readonly sequence: number;
  /** What it can be that the next entry names: the hash of its text, and the one beside it. */
  readonly hashes: readonly string[];
  readonly isFaulty: boolean;
  readonly body: EntryBody | null;
}

/** Of a smaller step nobody has to hear: time servers make it. */
const NOTED_STEP_MS = 10 * 60_000;
/** The time of operation may begin anew with these: what a crash left unknown of it was never written down. */
const STARTS = new Set([
  'chain.begun',
  'station.started',
  'station.crash-found',
  'chain.recovered',
  'database.restored',
]);

/** Reads a chain from its beginning to its end, and holds each entry against the one before it and against the checkpoints. */
export class ChainCheck {
  readonly checkpoints: CheckpointCheck;
  readonly #findings: Findings;
  readonly #order: EntryOrder;
  readonly #tree = new MerkleTree();
  #before: Before | null = null;
  /** The number in an entry minus that in the table: not 0 behind a place where others were closed up or moved. */
  #offset = 0;
  /** No entry so far is wrong: the tree over them can be held against checkpoints. */
  #isSound = true;

  constructor(findings: Findings, trusted: readonly PublicKey[]) {
    this.#findings = findings;
    this.#order = new EntryOrder(findings);
    this.checkpoints = new CheckpointCheck(findings, trusted);
  }

  get size(): number {
    return this.#tree.size;
  }

  /** The head of the tree; null where entries are known to be wrong. */
  root(): Buffer | null {
    return this.#isSound ? this.#tree.root() : null;
  }

  /** @returns what the entry says, and whether its hash stands for that; null where it says nothing */
  take(entry: StoredEntry): { readonly body: EntryBody; readonly isBelieved: boolean } | null {
    const bytes = leafBytes(entry.text);
    const hash = sha256Hex(bytes.subarray(1));
    const stored = entry.hash === null ? hash : entry.hash.toString('hex');
    const read = readBody(entry.text);
    const isOwn = hash === stored && read.kind !== 'malformed';
    const sequence = isOwn ? read.body.seq : entry.sequence;
    const isNext = this.#order.take(sequence);
    if (!isNext) this.#isSound = false;
    if (isOwn) {
      this.#requireLink(sequence, read.body.prev);
      this.#requireNumber(entry.sequence, sequence, isNext);
    } else {
      const what = hash === stored && read.kind === 'malformed' ? read.reason : 'altered.hash';
      this.#altered(sequence, what);
    }
    if (isOwn && read.kind === 'newer') this.#findings.fault('entry.version', { sequence, version: read.body.v });
    const body = isOwn && read.kind === 'read' ? read.body : null;
    if (body !== null) this.#say(body, entry.columns);
    this.#before = { sequence, hashes: [hash, stored], isFaulty: !isOwn || !isNext, body };
    this.#tree.push(sha256(bytes));
    this.checkpoints.reached(this);
    return read.kind === 'read' ? { body: read.body, isBelieved: isOwn } : null;
  }

  addCheckpoint(name: string | Phrase, text: string): void {
    this.checkpoints.add(name, text, this);
  }

  /** To be called behind the last entry. */
  end(): void {
    this.#order.end();
    this.checkpoints.end(this.#order.highest);
  }

  #altered(sequence: number, code: Phrase['code'], details: Phrase['details'] = {}): void {
    this.#isSound = false;
    this.#findings.fault('entry.altered', { sequence, what: { code, details } });
  }

  /** An entry names the hash of the one before it: where that differs, the one before was altered and its hash computed anew. */
  #requireLink(sequence: number, prev: string): void {
    const before = this.#before;
    if (sequence === 1) {
      if (prev !== NO_HASH) this.#findings.fault('chain.beginning');
    } else if (before?.sequence === sequence - 1 && !before.hashes.includes(prev)) {
      if (!before.isFaulty) this.#altered(before.sequence, 'altered.before', { next: sequence });
      this.#isSound = false;
    }
  }

  #requireNumber(inTable: number, sequence: number, isNext: boolean): void {
    const offset = sequence - inTable;
    if (isNext && offset !== 0 && offset !== this.#offset)
      this.#altered(sequence, 'altered.table', { number: inTable });
    this.#offset = offset;
  }

  #say(body: EntryBody, columns: StoredEntry['columns']): void {
    const { seq: sequence, at, action, actor, object, lived } = body;
    if (columns !== null) {
      const said = { at, action, actor, object_kind: object.kind, object_id: object.id };
      const differing = Object.entries(said).filter(([name, value]) => columns[name] !== value);
      if (differing.length > 0)
        this.#findings.fault('entry.columns', { sequence, columns: differing.map(([name]) => name).join(', ') });
    }
    const before = this.#before?.body;
    if (before) {
      if (lived < before.lived && !STARTS.has(action)) this.#findings.fault('entry.time-back', { sequence });
      if (Date.parse(at) < Date.parse(before.at) - NOTED_STEP_MS)
        this.#findings.remark('clock-back', { sequence, from: before.at, to: at });
    }
    this.#follow(body);
  }

  #follow({ seq: sequence, at, action, object, new: said, reason }: EntryBody): void {
    const told = isObject(said) ? said : {};
    if ((sequence === 1) !== (action === 'chain.begun')) this.#findings.fault('chain.beginning');
    if (action === 'chain.begun') this.checkpoints.begin(object.id, told.key);
    if (action === 'key.rotated') this.checkpoints.rotate(sequence, told.key, told.note);
    if (action === 'key.replaced') this.checkpoints.replace(sequence, told.key, reason ?? '');
    if (action === 'chain.recovered' || action === 'database.restored') {
      this.#findings.remark('recovered', { sequence, at });
      this.checkpoints.recovered(sequence, at);
    }
  }
}
