import { createHash } from 'node:crypto';
import { type EntryBody, NO_HASH, NOBODY, parseCheckpoint, recordHash } from '../../audit/index.ts';
import { AuditChain, type AuditRow } from './auditChain.ts';
import { openDamagedConnection, type StationDatabase } from './database.ts';
import type { Salvage } from './salvage.ts';

/** What of a recovery the chain says. */
export interface ChainRecovery {
  readonly reason: string;
  readonly at: string;
  /** The backup's time; null where there was none. */
  readonly backupAt: string | null;
  /** The last record of the backup, and the last one after the salvage. */
  readonly before: number;
  readonly after: number;
  readonly salvage: Salvage;
}

interface Range {
  readonly first: number;
  readonly last: number;
}

type Row = Readonly<Record<string, string | number | null>>;

/** Where so many numbers in a row hold no entry, the chain has ended. */
const END_AFTER_MISSES = 2000;
const CAUSES: ReadonlySet<string> = new Set(['entries', 'shift', 'asked', 'export', 'key']);
const STATION = { actor: NOBODY.station, name: null, role: null, session: null, reason: null } as const;

/**
 * Continues the chain of a restored database truthfully: with the entries of the damaged one as long as each names the one before it, and with an entry
 * that says what was restored, what was salvaged, what is to be adopted, and what cannot be proven any more. A database without any entry gets none here:
 * its chain begins when the station starts.
 */
export function recoverChain(damagedFile: string | null, restored: StationDatabase, recovery: ChainRecovery): void {
  restored.transaction(() => {
    const chain = new AuditChain(restored);
    const before = chain.size();
    const salvaged = damagedFile === null ? NOTHING : salvageEntries(damagedFile, restored, chain);
    if (chain.size() === 0) return;
    const pending = pendingRecords(restored, recovery);
    const unproven = new Set<number>();
    compare(restored, before, { pending, unproven });
    rewriteAdoption(restored, pending);
    const { reason, backupAt, salvage, after } = recovery;
    const common = { ...STATION, at: recovery.at, lived: lastLived(restored), old: null };
    chain.append({
      ...common,
      action: 'database.restored',
      object: { kind: 'database', id: 'station' },
      new: { reason, backupAt, records: { ofBackup: recovery.before, now: after, ...salvage } },
    });
    chain.append({
      ...common,
      action: 'chain.recovered',
      object: { kind: 'chain', id: 'station' },
      new: {
        restoredEntries: before,
        salvagedEntries: salvaged.taken,
        /** The number of the highest entry that the damaged database still showed. */
        lastEntryKnown: salvaged.highest,
        lostRecords: rangesOf([...unproven]).map(({ first, last }) => [first, last]),
        toAdopt: rangesOf([...pending]).map(({ first, last }) => [first, last]),
      },
    });
  });
}

const NOTHING = { taken: 0, highest: 0 };

function salvageEntries(damagedFile: string, restored: StationDatabase, chain: AuditChain): typeof NOTHING {
  let damaged: StationDatabase;
  try {
    damaged = openDamagedConnection(damagedFile);
  } catch {
    return NOTHING;
  }
  try {
    return takeEntries(damaged, restored, chain);
  } finally {
    damaged.close();
  }
}

function takeEntries(damaged: StationDatabase, restored: StationDatabase, chain: AuditChain): typeof NOTHING {
  const before = chain.size();
  const read = readable(() =>
    damaged.prepare<AuditRow>('SELECT sequence, body, hash FROM audit_entry WHERE sequence = ?'),
  );
  if (read === undefined) return NOTHING;
  let [prev, highest, misses, isWhole] = [lastHash(restored), before, 0, true];
  for (let sequence = before + 1; misses < END_AFTER_MISSES; sequence++) {
    const row = readable(() => read.get(sequence));
    if (row === undefined) {
      misses += 1;
      isWhole = false;
      continue;
    }
    misses = 0;
    highest = sequence;
    const body = isWhole ? continuing(row, prev) : null;
    if (body === null) isWhole = false;
    else {
      chain.takeOver(row, body);
      prev = Buffer.from(row.hash).toString('hex');
    }
  }
  takeCheckpoints(damaged, restored, chain);
  return { taken: chain.size() - before, highest };
}

/** What an entry says if it is whole and was written behind the one with this hash. */
function continuing({ sequence, body: text, hash }: AuditRow, prev: string): EntryBody | null {
  if (typeof text !== 'string' || !(hash instanceof Uint8Array)) return null;
  if (!createHash('sha256').update(text).digest().equals(hash)) return null;
  const body = JSON.parse(text) as EntryBody;
  return body.seq === sequence && body.prev === prev ? body : null;
}

/** Those that were signed over entries which are all there. The others stay in the damaged file. */
function takeCheckpoints(damaged: StationDatabase, restored: StationDatabase, chain: AuditChain): void {
  const found =
    readable(() => damaged.prepare<Row>('SELECT size, at, note, cause FROM audit_checkpoint ORDER BY size').all()) ??
    [];
  const insert = restored.prepare(
    'INSERT OR IGNORE INTO audit_checkpoint (size, at, note, cause) VALUES (:size, :at, :note, :cause)',
  );
  for (const row of found) {
    const checkpoint = parseCheckpoint(String(row.note));
    if (checkpoint === null || checkpoint.size > chain.size()) continue;
    const isWhole = typeof row.at === 'string' && CAUSES.has(String(row.cause));
    if (isWhole && chain.tree(checkpoint.size).root().equals(checkpoint.root))
      insert.run({ ...row, size: checkpoint.size });
  }
}

/** Records that no entry is known of so far: those that waited for their adoption, and all that the backup did not have. */
function pendingRecords(restored: StationDatabase, { before, after }: ChainRecovery): Set<number> {
  const waiting = restored.prepare<{ next: number; last: number }>('SELECT next, last FROM audit_adoption').all();
  return new Set([...waiting, { next: before + 1, last: after }].flatMap(({ next, last }) => numbersFrom(next, last)));
}

/**
 * Holds the entries behind the backup's against the records: what they agree on needs no adoption; what an entry tells of and no record says any more
 * cannot be proven. The backup itself was consistent.
 */
function compare(
  restored: StationDatabase,
  after: number,
  { pending, unproven }: { readonly pending: Set<number>; readonly unproven: Set<number> },
): void {
  const record = restored.prepare<Row>('SELECT * FROM inspection WHERE sequence = ?');
  const portion = restored.prepare<AuditRow>(
    'SELECT sequence, body, hash FROM audit_entry WHERE sequence > ? ORDER BY sequence LIMIT 1000',
  );
  for (let rows = portion.all(after); rows.length > 0; rows = portion.all(rows.at(-1)?.sequence ?? 0)) {
    for (const { body } of rows) {
      const { action, object, new: said } = JSON.parse(body) as EntryBody & { new: { number: number; record: string } };
      if (action !== 'inspection.recorded' && action !== 'inspection.adopted') continue;
      const row = record.get(said.number);
      if (row !== undefined && row.id === object.id && recordHash(row) === said.record) pending.delete(said.number);
      else unproven.add(said.number);
    }
  }
}

function rewriteAdoption(restored: StationDatabase, pending: ReadonlySet<number>): void {
  restored.execute('DELETE FROM audit_adoption');
  const insert = restored.prepare('INSERT INTO audit_adoption (first, next, last) VALUES (:first, :first, :last)');
  for (const { first, last } of rangesOf([...pending])) insert.run({ first, last });
}

function rangesOf(numbers: readonly number[]): Range[] {
  const ranges: { first: number; last: number }[] = [];
  for (const number of numbers.toSorted((one, other) => one - other)) {
    const range = ranges.at(-1);
    if (range !== undefined && number === range.last + 1) range.last = number;
    else ranges.push({ first: number, last: number });
  }
  return ranges;
}

function numbersFrom(first: number, last: number): number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
}

function lastHash(restored: StationDatabase): string {
  const last = restored.prepare<{ hash: string }>(
    'SELECT lower(hex(hash)) AS hash FROM audit_entry ORDER BY sequence DESC LIMIT 1',
  );
  return last.get()?.hash ?? NO_HASH;
}

/** Time of operation does not go back. */
export function lastLived(restored: StationDatabase): number {
  const last = restored.prepare<{ body: string }>('SELECT body FROM audit_entry ORDER BY sequence DESC LIMIT 1').get();
  return last === undefined ? 0 : (JSON.parse(last.body) as EntryBody).lived;
}

/** Undefined for what a damaged page holds, and where the tables are missing. */
function readable<Result>(read: () => Result): Result | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
