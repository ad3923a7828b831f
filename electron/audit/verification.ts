import { ChainCheck } from './chainCheck.ts';
import { readExport } from './chainExport.ts';
import type { EntryBody } from './entry.ts';
import { isObject } from './entryBody.ts';
import { type Fault, Findings, type Remark } from './faults.ts';
import { checkFiles } from './fileCheck.ts';
import { NodeCheck } from './nodeCheck.ts';
import { RecordCheck } from './recordCheck.ts';
import type { PublicKey } from './signedNote.ts';
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
 *
 * @throws DamagedDatabase where it is no database
 */
export function verifyDatabase(path: string, options: VerifyOptions = {}): Verification {
  const findings = new Findings();
  const reader = new DatabaseReader(path, ({ page, message }) =>
    findings.fault('database.damaged', { page, reason: message }),
  );
  try {
    return new DatabaseVerification(reader, findings, options).run(path);
  } finally {
    reader.close();
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

class DatabaseVerification {
  readonly #reader: DatabaseReader;
  readonly #findings: Findings;
  readonly #options: VerifyOptions;
  readonly #nodes = new NodeCheck();
  readonly #chain: ChainCheck;

  constructor(reader: DatabaseReader, findings: Findings, options: VerifyOptions) {
    this.#reader = reader;
    this.#findings = findings;
    this.#options = options;
    this.#chain = new ChainCheck(findings, options.keys ?? [], (node) => this.#nodes.given(node));
  }

  run(path: string): Verification {
    addGiven(this.#chain, this.#options);
    const inspections = this.#reader.table('inspection');
    const records = inspections === null ? null : new RecordCheck(this.#findings, this.#reader, inspections);
    this.#readChain((body, isBelieved) => {
      records?.take(body, isBelieved);
      if (isBelieved && isObject(body.new)) records?.lost(body.new.lostRecords);
    });
    if (this.#chain.size === 0) this.#findings.fault('chain.none');
    else {
      records?.end(
        [...this.#tableRows('audit_adoption')].map(({ next, last }) => ({ first: Number(next), last: Number(last) })),
      );
      this.#checkNodes();
    }
    if (this.#options.withFiles === true) checkFiles(this.#reader, this.#options.filesBeside ?? path, this.#findings);
    return resultOf(this.#chain, this.#findings, records?.count ?? 0, this.#options);
  }

  #readChain(onEntry: (body: EntryBody, isBelieved: boolean) => void): void {
    const table = this.#reader.table('audit_entry');
    if (table === null) return;
    const checkpoints = this.#tableRows('audit_checkpoint');
    let next = checkpoints.next();
    const add = ({ size, note }: Readonly<Record<string, Value>>): void => {
      this.#chain.addCheckpoint(`the checkpoint of ${Number(size)} entries in the database`, String(note));
      next = checkpoints.next();
    };
    const total = this.#reader.lastNumber(table);
    for (const row of this.#reader.rows(table)) {
      const { body: text, hash, at, action, actor, object_kind, object_id } = named(table, row);
      const columns = { at, action, actor, object_kind, object_id };
      const stored = Buffer.isBuffer(hash) ? hash : Buffer.alloc(0);
      const entry = this.#chain.take({ sequence: row.rowid, text: String(text), hash: stored, columns });
      if (entry !== null) onEntry(entry.body, entry.isBelieved);
      while (!next.done && Number(next.value.size) <= this.#chain.size) add(next.value);
      if (this.#chain.size % PROGRESS_EVERY === 0) this.#options.onProgress?.({ done: this.#chain.size, total });
    }
    while (!next.done) add(next.value);
    this.#chain.end();
  }

  /** What is stored of the tree only saves time: where entries are wrong, it says nothing more. */
  #checkNodes(): void {
    if (!this.#chain.isSound) return;
    for (const { level, position, hash } of this.#tableRows('audit_node')) this.#nodes.stored(level, position, hash);
    this.#nodes.end(this.#findings);
  }

  *#tableRows(name: string): Generator<Readonly<Record<string, Value>>, undefined> {
    const table = this.#reader.table(name);
    if (table !== null) for (const row of this.#reader.rows(table)) yield named(table, row);
  }
}

function addGiven(chain: ChainCheck, { checkpoints = [] }: VerifyOptions): void {
  for (const { name, text } of checkpoints) chain.addCheckpoint(name, text);
}

function resultOf(chain: ChainCheck, findings: Findings, records: number, options: VerifyOptions): Verification {
  const { confirmed, key, count } = chain.checkpoints;
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
    root: chain.isSound ? chain.root().toString('base64') : null,
    faults: findings.faults.toSorted((a, b) => (a.sequence ?? Infinity) - (b.sequence ?? Infinity) || 0),
    faultCount: findings.faultCount,
    remarks: findings.remarks,
  };
}
