import {
  canonicalJson,
  type EntryBody,
  inclusionPath,
  leafHash,
  MissingNode,
  parseCheckpoint,
  parsePublicKey,
  recordHash,
  rootByInclusion,
  signatureBy,
  TreeNodes,
} from '../../audit/index.ts';
import { sha256Of } from '../../files/index.ts';
import {
  AuditChain,
  type DispositionRow,
  type Statement as Prepared,
  type StationDatabase,
  saidOf,
} from '../storage/index.ts';
import { bodyIn } from './beginning.ts';

/** A record by its number and its id. */
export interface RecordName {
  readonly number: number;
  readonly id: string;
}

/** Where a record stands in the chain. Hashes are hexadecimal. */
export interface RecordPlace {
  readonly sequence: number;
  readonly at: string;
  readonly recordHash: string;
  readonly entryHash: string;
  /** The size of the first checkpoint that covers it; null while none does. */
  readonly checkpoint: number | null;
}

/** `gone`: there is nothing to compare with any more, or not yet. */
export type CheckState = 'holds' | 'broken' | 'gone';

/** What of a record was compared with the chain. */
export type RecordChecks = Readonly<Record<'record' | 'entry' | 'link' | 'checkpoint' | 'dispositions', CheckState>>;

interface StoredEntry {
  readonly sequence: number;
  readonly text: string;
  readonly hash: string;
}

interface Found {
  readonly stored: StoredEntry;
  readonly body: EntryBody;
  readonly said: { readonly number: number; readonly record: string };
}

const ENTRY = 'sequence, body AS text, lower(hex(hash)) AS hash';

/**
 * Finds the entry of a record without an index of its own: entries of records follow each other in the order of their numbers, from one recovery of the database
 * to the next; entries of adopted records are found by the index of objects. Then compares what belongs to it.
 */
export class RecordPlaces {
  readonly #chain: AuditChain;
  readonly #adopted: Prepared<StoredEntry>;
  readonly #next: Prepared<StoredEntry>;
  readonly #one: Prepared<StoredEntry>;
  readonly #recoveries: Prepared<{ sequence: number }>;
  readonly #covering: Prepared<{ size: number; note: string }>;
  readonly #key: Prepared<{ text: string }>;
  readonly #row: Prepared<Readonly<Record<string, string | number | null>>>;
  readonly #dispositions: Prepared<DispositionRow>;
  readonly #told: Prepared<{ sequence: number }>;
  readonly #waiting: Prepared<{ next: number }>;

  constructor(database: StationDatabase) {
    this.#chain = new AuditChain(database);
    this.#adopted = database.prepare(
      `SELECT ${ENTRY} FROM audit_entry WHERE object_kind = 'inspection' AND object_id = ? AND action <> 'inspection.recorded'
       ORDER BY sequence DESC LIMIT 1`,
    );
    this.#next = database.prepare(
      `SELECT ${ENTRY} FROM audit_entry WHERE sequence >= ? AND sequence < ? AND action = 'inspection.recorded' ORDER BY sequence LIMIT 1`,
    );
    this.#one = database.prepare(`SELECT ${ENTRY} FROM audit_entry WHERE sequence = ?`);
    this.#recoveries = database.prepare(
      `SELECT sequence FROM audit_entry WHERE action = 'chain.recovered' AND action <> 'inspection.recorded' ORDER BY sequence`,
    );
    this.#covering = database.prepare('SELECT size, note FROM audit_checkpoint WHERE size >= ? ORDER BY size LIMIT 1');
    this.#key = database.prepare(
      `SELECT body AS text FROM audit_entry WHERE action IN ('chain.begun', 'key.rotated', 'key.replaced')
         AND action <> 'inspection.recorded' AND sequence <= ? ORDER BY sequence DESC LIMIT 1`,
    );
    this.#row = database.prepare('SELECT * FROM inspection WHERE sequence = ?');
    this.#dispositions = database.prepare('SELECT * FROM disposition WHERE inspection = ? ORDER BY id');
    this.#waiting = database.prepare('SELECT next FROM audit_adoption WHERE next <= :number AND last >= :number');
    this.#told = database.prepare(
      `SELECT sequence FROM audit_entry WHERE object_kind = 'disposition' AND object_id = ? AND action <> 'inspection.recorded'
         AND action IN ('disposition.made', 'disposition.adopted')`,
    );
  }

  /** Null where the record is still to be adopted, or its entry is not there. */
  of(record: RecordName): RecordPlace | null {
    const found = this.#find(record);
    if (found === null) return null;
    const { stored, body, said } = found;
    const checkpoint = this.#covering.get(stored.sequence)?.size ?? null;
    const { sequence, hash: entryHash } = stored;
    return { sequence, at: body.at, recordHash: said.record, entryHash, checkpoint };
  }

  verify(record: RecordName): RecordChecks {
    const found = this.#find(record);
    const dispositions = this.#dispositionsOf(record);
    if (found === null) {
      // Without an entry are only records that are still to be adopted: elsewhere somebody took it away, or made it unreadable.
      const entry = this.#waiting.get({ number: record.number }) === undefined ? 'broken' : 'gone';
      return { record: entry, entry, link: 'gone', checkpoint: 'gone', dispositions };
    }
    const { stored, body, said } = found;
    const row = this.#row.get(record.number);
    const isSame = row !== undefined && row.id === record.id && recordHash(row) === said.record;
    const before = stored.sequence === 1 ? null : this.#one.get(stored.sequence - 1);
    const after = this.#one.get(stored.sequence + 1);
    const isLinked =
      (before === null || before?.hash === body.prev) &&
      (after === undefined || bodyIn(after.text)?.prev === stored.hash);
    return {
      record: stateOf(isSame),
      entry: stateOf(sha256Of(stored.text) === stored.hash && body.seq === stored.sequence),
      link: stateOf(isLinked),
      checkpoint: this.#checkpointOf(stored),
      dispositions,
    };
  }

  #find({ number, id }: RecordName): Found | null {
    const adopted = foundIn(this.#adopted.get(id));
    if (adopted?.said.number === number && adopted.body.object.id === id) return adopted;
    // The newest first: after a recovery, new records may have the numbers of lost ones.
    const ends = [...this.#recoveries.all().map(({ sequence }) => sequence), this.#chain.size() + 1];
    for (let segment = ends.length - 1; segment >= 0; segment -= 1) {
      const found = this.#findBetween(number, ends[segment - 1] ?? 1, ends[segment] ?? 1);
      if (found !== null && found.body.object.id === id) return found;
    }
    return null;
  }

  /** By halves: the first entry from the middle on that tells of a record says on which side the number lies. */
  #findBetween(number: number, from: number, to: number): Found | null {
    let [low, high] = [from, to];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const found = this.#recordedFrom(middle, high);
      if (found === null) high = middle;
      else if (found.said.number === number) return found;
      else if (found.said.number > number) high = middle;
      else low = found.stored.sequence + 1;
    }
    return null;
  }

  /** One that somebody made unreadable is passed over: it is no entry of this record that could be shown. */
  #recordedFrom(from: number, to: number): Found | null {
    for (let next = from; ; ) {
      const stored = this.#next.get(next, to);
      if (stored === undefined) return null;
      const found = foundIn(stored);
      if (found !== null) return found;
      next = stored.sequence + 1;
    }
  }

  /** The signed head that covers the entry, recomputed from it. */
  #checkpointOf({ sequence, text }: StoredEntry): CheckState {
    const covering = this.#covering.get(sequence);
    if (covering === undefined) return 'gone';
    const checkpoint = parseCheckpoint(covering.note);
    const said = bodyIn(this.#key.get(covering.size)?.text ?? '')?.new as { readonly key?: unknown } | undefined;
    const key = parsePublicKey(String(said?.key));
    if (checkpoint === null || key === null || checkpoint.size !== covering.size) return 'broken';
    if (signatureBy(checkpoint.note, key) !== 'valid') return 'broken';
    try {
      const path = inclusionPath(sequence - 1, covering.size, new TreeNodes(this.#chain));
      const root = rootByInclusion(leafHash(text), sequence - 1, covering.size, path);
      return stateOf(root?.equals(checkpoint.root) ?? false);
    } catch (thrown) {
      if (thrown instanceof MissingNode) return 'broken';
      throw thrown;
    }
  }

  /** Each row against its entry, and each entry against its row: those before a recovery may tell of rows that were lost, as that one's entry says. */
  #dispositionsOf({ number, id }: RecordName): CheckState {
    const rows = this.#dispositions.all(number);
    const told = this.#told.all(id).map(({ sequence }) => sequence);
    if (rows.length === 0 && told.length === 0) return 'gone';
    const isTold = rows.every(({ entry, ...row }) => {
      const said = bodyIn(this.#one.get(entry)?.text ?? '')?.new ?? null;
      return told.includes(entry) && canonicalJson(said) === canonicalJson(saidOf(row));
    });
    const recovered = this.#recoveries.all().at(-1)?.sequence ?? 0;
    const isThere = told.every((entry) => entry < recovered || rows.some((row) => row.entry === entry));
    return stateOf(isTold && isThere);
  }
}

function foundIn(stored: StoredEntry | undefined): Found | null {
  const body = bodyIn(stored?.text ?? '');
  const said = body?.new as Partial<Found['said']> | null | undefined;
  if (stored === undefined || body === null || !said) return null;
  const { number, record } = said;
  return typeof number === 'number' && typeof record === 'string' ? { stored, body, said: { number, record } } : null;
}

function stateOf(isRight: boolean): CheckState {
  return isRight ? 'holds' : 'broken';
}
