import { readFileSync } from 'node:fs';
import { AUDIT_TEXTS } from '../../shared/i18n/auditFaults.ts';
import { Findings, filled } from './faults.ts';
import { verifyProof } from './proof.ts';
import { type PublicKey, parsePublicKey } from './signedNote.ts';
import { type Snapshot, takeSnapshot } from './snapshot.ts';
import { MAGIC } from './sqlite/databasePages.ts';
import { readFileStart } from './sqlite/fileBytes.ts';
import { type Verification, type VerifyOptions, verifyDatabase, verifyExport } from './verification.ts';

/** As far into an export an entry, which is short, ends. */
const LONGEST_START = 4096;
const IN_EVERY_ENTRY = '"prev":"';

/** What somebody asks to be verified. */
export interface VerifyRequest {
  /** A database, a backup or an export; none where a proof is verified. */
  readonly path: string | undefined;
  readonly record: string | undefined;
  readonly proof: string | undefined;
  readonly checkpoints: readonly string[];
  readonly keys: readonly string[];
  readonly withFiles: boolean;
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
}

/** What cannot be verified at all, and why: nothing was found wrong. */
export class WrongUse extends Error {}

/** Verifies what was asked for. @throws WrongUse */
export function runVerification(request: VerifyRequest): Verification {
  const { path, record, proof, withFiles, onProgress } = request;
  const options = { ...givenFrom(request), withFiles, ...(onProgress !== undefined && { onProgress }) };
  if (proof !== undefined && record !== undefined && path === undefined) {
    return verifyProof(readText(proof), record, options) ?? wrong('not-a-proof', { file: proof });
  }
  if (path === undefined || proof !== undefined || record !== undefined) wrong('usage');
  if (!isDatabase(path)) return verifyExport(path, options);
  const snapshot = openSnapshot(path);
  try {
    const found = verifyDatabase(snapshot.path, { ...options, filesBeside: path });
    const copied = new Findings();
    if (snapshot.path !== path) copied.remark('copied');
    return { ...found, remarks: [...copied.remarks, ...found.remarks] };
  } finally {
    snapshot.close();
  }
}

/** Keys and checkpoints that are given as files. @throws WrongUse */
export function givenFrom({
  keys,
  checkpoints,
}: Pick<VerifyRequest, 'keys' | 'checkpoints'>): Required<Pick<VerifyOptions, 'keys' | 'checkpoints'>> {
  return { keys: keys.map(readKey), checkpoints: checkpoints.map((name) => ({ name, text: readText(name) })) };
}

/** @throws WrongUse where it is no database nor an export of a chain */
function isDatabase(file: string): boolean {
  const start = startOf(file);
  if (!start.startsWith(MAGIC) && !start.includes(IN_EVERY_ENTRY)) wrong('not-a-chain', { file });
  return start.startsWith(MAGIC);
}

/** @throws WrongUse where nothing can be read, as of a folder */
function startOf(file: string): string {
  try {
    const start = readFileStart(file, LONGEST_START).toString('latin1');
    if (start !== '') return start;
  } catch {
    // As one that is not there.
  }
  return wrong('not-found', { file });
}

/** A database as it is now: to be closed. @throws WrongUse */
export function openSnapshot(file: string): Snapshot {
  if (!isDatabase(file)) wrong('not-a-database', { file });
  return takeSnapshot(file) ?? wrong('busy', { file });
}

function readKey(file: string): PublicKey {
  return parsePublicKey(readText(file)) ?? wrong('not-a-key', { file });
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return wrong('not-found', { file });
  }
}

function wrong(code: keyof typeof AUDIT_TEXTS, details: Readonly<Record<string, string>> = {}): never {
  throw new WrongUse(filled(AUDIT_TEXTS[code], details));
}

/** The lines that tell people what was found. */
export function verificationLines(found: Verification): string[] {
  const { isIntact, entries, records, checkpoints, confirmed, faults, faultCount, remarks } = found;
  const counts = {
    entries,
    records,
    checkpoints,
    faults: faultCount,
    size: confirmed?.size ?? 0,
    at: confirmed?.at ?? '',
  };
  const covered = confirmed === null ? '' : filled(AUDIT_TEXTS.confirmed, counts);
  const more = faultCount > faults.length ? [filled(AUDIT_TEXTS.more, { count: faultCount - faults.length })] : [];
  return [
    `${filled(isIntact ? AUDIT_TEXTS.intact : AUDIT_TEXTS.broken, counts)}${covered}`,
    ...faults.map(({ code, text }) => `${text} [${code}]`),
    ...more,
    ...remarks.map(({ text }) => filled(AUDIT_TEXTS.remark, { text })),
  ];
}
