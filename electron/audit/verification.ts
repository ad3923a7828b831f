import { ChainCheck, type StoredEntry } from './chainCheck.ts';
import { readExport } from './chainExport.ts';
import { isObject } from './entryBody.ts';
import { type Fault, Findings, type Remark } from './faults.ts';
import { checkFiles } from './fileCheck.ts';
import { RecordCheck, type RecordStore, recordsIn } from './recordCheck.ts';
import type { PublicKey } from './signedNote.ts';
import { DamagedDatabase } from './sqlite/databasePages.ts';
import { DatabaseReader, named } from './sqlite/databaseReader.ts';
import type { Value } from './sqlite/storedRecord.ts';

export interface VerifyOptions {
  /** Keys that were given from outside. */
  readonly keys?: readonly PublicKey[];
  /** Checkpoints that were given from outside, and what they are called. */
  readonly checkpoints?: readonly { readonly name: string; readonly text: string }[];
  /** Whether files of records are read too. */
  readonly withFiles?: boolean;
  /** Where the database lies whose copy is verified: files of records are looked for beside it. */
  readonly filesBeside?: string;
  /** Called now and then; what it throws ends the verification. */
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
}

/** What was found. */
export interface Verification {
  readonly isIntact: boolean;
  readonly entries: number;
  readonly records: number;
  /** Checkpoints that were compared, in the database and from outside. */
  readonly checkpoints: number;
  /** Entries that the last checkpoint covers that holds, and when it was made. */
  readonly confirmed: { readonly size: number; readonly at: string | null } | null;
  /** The public key at the end of the chain. */
  readonly key: string | null;
  /** The tree's head, base64, as a checkpoint says it; null where entries are wrong. */
  readonly root: string | null;
  readonly faults: readonly Fault[];
  /** All of them; `faults` holds the first thousand. */
  readonly faultCount: number;
  readonly remarks: readonly Remark[];
}

const PROGRESS_EVERY = 2048;

/**
 * Verifies the database of a station or a backup of it. Nobody may write it meanwhile, unless the caller holds a transaction that reads it: then its log
 * goes on and does not begin anew.
 */
export function verifyDatabase(path: string, options: VerifyOptions = {}): Verification {
  const findings = new Findings();
  const onDamage = ({ page, message: reason }: DamagedDatabase): void =>
    findings.fault('database.damaged', { page, reason });
  let reader: DatabaseReader | null = null;
  try {
    reader = new DatabaseReader(path, onDamage);
    return verifyTables(reader, findings, path, options);
  } catch (thrown) {
    if (!(thrown instanceof DamagedDatabase)) throw thrown;
    onDamage(thrown);
    return resultOf(new ChainCheck(findings, []), findings, 0, options);
  } finally {
    reader?.close();
  }
}

/** Verifies an export of a chain, which holds entries and checkpoints, and no records. */
export function verifyExport(path: string, options: VerifyOptions = {}): Verification {
  const findings = new Findings();
  const chain = new ChainCheck(findings, options.keys ?? []);
  addGiven(chain, options);
  for (const line of readExport(path)) {
    if (line.kind === 'checkpoint') chain.addCheckpoint(`the checkpoint in line ${line.number}`, line.text);
    else chain.take({ sequence: chain.size + 1, text: line.text, hash: null, columns: null });
    if (chain.size % PROGRESS_EVERY === 0) options.onProgress?.({ done: chain.size, total: 0 });
  }
  chain.end();
  if (chain.size === 0) findings.fault('chain.none');
  return resultOf(chain, findings, 0, options);
}

/** An entry that lies elsewhere than at its station, and the record that was sent with it. */
export interface SentEntry extends StoredEntry {
  /** Null where no record lies beside it. */
  readonly record: { readonly number: number; readonly id: unknown; readonly hash: string } | null;
}

/** What else is known of a chain that was sent elsewhere. */
interface SentBesides {
  /** The highest number of a record, and those of records that no entry tells of. */
  readonly highestRecord: number;
  readonly recordsWithoutEntry: readonly number[];
  /** Entries that were there, and that the station sent others for later. */
  readonly superseded: number;
}

/** Verifies the chain of a station as it was sent to another database, and the records that came with it. */
export async function verifySent(
  entries: AsyncIterable<SentEntry>,
  { highestRecord, recordsWithoutEntry, superseded }: SentBesides,
  options: VerifyOptions = {},
): Promise<Verification> {
  const findings = new Findings();
  const chain = new ChainCheck(findings, options.keys ?? []);
  addGiven(chain, options);
  let beside: SentEntry['record'] = null;
  const store: RecordStore = {
    find: (number) => (beside?.number === number ? beside : null),
    highest: () => highestRecord,
    numbers: () => recordsWithoutEntry,
  };
  const records = new RecordCheck(findings, store);
  for await (const entry of entries) {
    beside = entry.record;
    const taken = chain.take(entry);
    if (taken !== null) tellRecords(records, taken);
    if (chain.size % PROGRESS_EVERY === 0) options.onProgress?.({ done: chain.size, total: 0 });
  }
  chain.end();
  if (chain.size === 0) findings.fault('chain.none');
  else records.end([]);
  if (superseded > 0) findings.remark('superseded', { count: superseded });
  return resultOf(chain, findings, records.told.size, options);
}

type TakenEntry = NonNullable<ReturnType<ChainCheck['take']>>;

function tellRecords(records: RecordCheck, { body, isBelieved }: TakenEntry): void {
  records.take(body, isBelieved);
  if (isBelieved && isObject(body.new)) records.lost(body.new.lostRecords);
}

function verifyTables(reader: DatabaseReader, findings: Findings, path: string, options: VerifyOptions): Verification {
  const chain = new ChainCheck(findings, options.keys ?? []);
  addGiven(chain, options);
  const inspections = reader.table('inspection');
  const records = inspections === null ? null : new RecordCheck(findings, recordsIn(reader, inspections));
  for (const entry of readChain(reader, chain, options)) if (records !== null) tellRecords(records, entry);
  if (chain.size === 0) findings.fault('chain.none');
  else {
    const unadopted = [...tableRows(reader, 'audit_adoption')];
    records?.end(unadopted.map(({ next, last }) => ({ first: Number(next), last: Number(last) })));
  }
  if (options.withFiles === true) checkFiles(reader, options.filesBeside ?? path, findings);
  return resultOf(chain, findings, records?.told.size ?? 0, options);
}

/** Takes a chain's entries and checkpoints to where they are checked. */
function* readChain(reader: DatabaseReader, chain: ChainCheck, { onProgress }: VerifyOptions): Generator<TakenEntry> {
  const table = reader.table('audit_entry');
  if (table === null) return;
  const checkpoints = tableRows(reader, 'audit_checkpoint');
  let next = checkpoints.next();
  const addUpTo = (size: number): void => {
    for (; !next.done && Number(next.value.size) <= size; next = checkpoints.next()) {
      const details = { size: Number(next.value.size) };
      chain.addCheckpoint({ code: 'checkpoint.stored', details }, String(next.value.note));
    }
  };
  const total = reader.lastNumber(table);
  for (const row of reader.rows(table)) {
    const { body, hash, ...columns } = named(table, row);
    const text = typeof body === 'string' ? body : '';
    const stored = Buffer.isBuffer(hash) ? hash : Buffer.alloc(0);
    const entry = chain.take({ sequence: row.rowid, text, hash: stored, columns });
    if (entry !== null) yield entry;
    addUpTo(chain.size);
    if (chain.size % PROGRESS_EVERY === 0) onProgress?.({ done: chain.size, total });
  }
  addUpTo(Number.POSITIVE_INFINITY);
  chain.end();
}

function* tableRows(reader: DatabaseReader, name: string): Generator<Readonly<Record<string, Value>>, undefined> {
  const table = reader.table(name);
  if (table !== null) for (const row of reader.rows(table)) yield named(table, row);
}

function addGiven(chain: ChainCheck, { checkpoints = [] }: VerifyOptions): void {
  for (const { name, text } of checkpoints) chain.addCheckpoint(name, text);
}

function resultOf(chain: ChainCheck, findings: Findings, records: number, options: VerifyOptions): Verification {
  const { confirmed, count } = chain.checkpoints;
  const key = chain.checkpoints.key.own;
  const behind = chain.size - (confirmed?.size ?? 0);
  if (confirmed === null && chain.size > 0) findings.remark('no-checkpoint');
  else if (confirmed !== null && behind > 0) findings.remark('uncovered', { size: confirmed.size, count: behind });
  const isAnchored = (options.keys ?? []).length + (options.checkpoints ?? []).length > 0;
  if (!isAnchored && key !== null) findings.remark('no-anchor', { key: key.text });
  return {
    isIntact: findings.faultCount === 0,
    entries: chain.size,
    records,
    checkpoints: count,
    confirmed,
    key: key?.text ?? null,
    root: chain.root()?.toString('base64') ?? null,
    faults: findings.faults.toSorted((a, b) => (a.sequence ?? Infinity) - (b.sequence ?? Infinity) || 0),
    faultCount: findings.faultCount,
    remarks: findings.remarks,
  };
}
