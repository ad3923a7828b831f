import { BLOCK_LEVEL, BLOCK_SIZE } from '../../audit/index.ts';
import type { Statement, StationDatabase } from '../storage/index.ts';

/** What the audit chain says of a record, hexadecimal. */
export interface ChainEntry {
  readonly recordHash: string;
  readonly entryHash: string;
}

/** Of the moments at which a record and its entry are written. */
const LONGEST_COMMIT_MS = 5000;
/** Blocks that are kept: records one after the other lie in the same. */
const BLOCKS_KEPT = 64;
/** In canonical JSON a quote within a text has a backslash before it, so that no text can say this. */
const BEFORE_RECORD_HASH = '"record":"';

type EntryRow = readonly [id: string, recordHash: string, entryHash: string];

/**
 * Finds the entries of records, many one after the other: by the times that are kept of each block of 256 entries, as no index holds them; those of
 * records that are older than the chain by their index.
 */
export class ChainEntries {
  readonly #ofBlock: Statement<never>;
  readonly #adopted: Statement<never>;
  /** Of complete blocks; the rest of the chain is one more. The clock may jump: what no later block undercuts, and no earlier one exceeds. */
  readonly #latestSoFar: number[] = [];
  readonly #earliestFromHere: number[] = [];
  readonly #blocks: readonly { readonly earliest: number; readonly latest: number }[];
  readonly #read = new Map<number, ReadonlyMap<string, ChainEntry>>();

  constructor(database: StationDatabase) {
    const before = `instr(body, '${BEFORE_RECORD_HASH}')`;
    const columns = `object_id, substr(body, ${before} + ${BEFORE_RECORD_HASH.length}, 64), lower(hex(hash))`;
    this.#ofBlock = database.prepare(
      `SELECT ${columns} FROM audit_entry NOT INDEXED
       WHERE sequence > :after AND sequence <= :upTo AND action = 'inspection.recorded'`,
    );
    this.#adopted = database.prepare(
      `SELECT ${columns} FROM audit_entry WHERE action <> 'inspection.recorded' AND action = 'inspection.adopted'
       AND object_kind = 'inspection' AND object_id IN (SELECT value FROM json_each(?))`,
    );
    this.#blocks = database
      .prepare<{ earliest: string; latest: string }>(
        `SELECT earliest, latest FROM audit_node WHERE level = ${BLOCK_LEVEL} ORDER BY position`,
      )
      .all()
      .map(({ earliest, latest }) => ({ earliest: Date.parse(earliest), latest: Date.parse(latest) }));
    let latest = Number.NEGATIVE_INFINITY;
    for (const block of this.#blocks) {
      latest = Math.max(latest, block.latest);
      this.#latestSoFar.push(latest);
    }
    let earliest = Number.POSITIVE_INFINITY;
    for (let position = this.#blocks.length - 1; position >= 0; position--) {
      earliest = Math.min(earliest, this.#blocks[position]?.earliest ?? earliest);
      this.#earliestFromHere[position] = earliest;
    }
  }

  /** @returns by the records' ids; those that the chain does not know yet are missing */
  of(records: readonly { readonly id: string; readonly recordedAt: string }[]): ReadonlyMap<string, ChainEntry> {
    const found = new Map<string, ChainEntry>();
    const missing: string[] = [];
    for (const { id, recordedAt } of records) {
      const entry = this.#recorded(id, Date.parse(recordedAt));
      if (entry === undefined) missing.push(id);
      else found.set(id, entry);
    }
    if (missing.length > 0) {
      for (const [id, entry] of entriesIn(this.#adopted.arrays(JSON.stringify(missing)))) found.set(id, entry);
    }
    return found;
  }

  #recorded(id: string, atMs: number): ChainEntry | undefined {
    const [from, to] = [atMs - LONGEST_COMMIT_MS, atMs + LONGEST_COMMIT_MS];
    const first = firstWhere(this.#latestSoFar, (latest) => latest >= from);
    const end = firstWhere(this.#earliestFromHere, (earliest) => earliest > to);
    for (let position = first; position < end; position++) {
      const block = this.#blocks[position];
      if (block === undefined || block.latest < from || block.earliest > to) continue;
      const entry = this.#entriesOf(position).get(id);
      if (entry !== undefined) return entry;
    }
    return this.#entriesOf(this.#blocks.length).get(id);
  }

  /** The block behind the last complete one is the rest of the chain, however long that has become. */
  #entriesOf(position: number): ReadonlyMap<string, ChainEntry> {
    const kept = this.#read.get(position);
    if (kept !== undefined) return kept;
    const after = position * BLOCK_SIZE;
    const upTo = position === this.#blocks.length ? Number.MAX_SAFE_INTEGER : after + BLOCK_SIZE;
    const entries = new Map(entriesIn(this.#ofBlock.arrays({ after, upTo })));
    const [oldest] = this.#read.keys();
    if (this.#read.size >= BLOCKS_KEPT && oldest !== undefined) this.#read.delete(oldest);
    this.#read.set(position, entries);
    return entries;
  }
}

function entriesIn(rows: readonly unknown[]): [string, ChainEntry][] {
  return (rows as readonly EntryRow[]).map(([id, recordHash, entryHash]) => [id, { recordHash, entryHash }]);
}

/** The first place in a list where something holds that holds from there on; its length where it never does. */
function firstWhere(values: readonly number[], holds: (value: number) => boolean): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(values[middle] ?? Number.NaN)) high = middle;
    else low = middle + 1;
  }
  return low;
}
