import { readFileSync } from 'node:fs';
import { AUDIT_TEXTS } from '../../shared/i18n/auditFaults.ts';
import { Findings, filled } from './faults.ts';
import { verifyProof } from './proof.ts';
import { type PublicKey, parsePublicKey } from './signedNote.ts';
import { takeSnapshot } from './snapshot.ts';
import { DamagedDatabase, MAGIC } from './sqlite/databasePages.ts';
import { bytesIn, readFileStart } from './sqlite/fileBytes.ts';
import { type Verification, type VerifyOptions, verifyDatabase, verifyExport } from './verification.ts';

/** As far into an export an entry, which is short, ends. */
const LONGEST_START = 4096;
const IN_EVERY_ENTRY = '"prev":"';

/** What somebody asks to be verified. */
export interface VerifyRequest {
  /** A database, a backup or an export; null where a proof is verified. */
  readonly path: string | null;
  readonly record: string | null;
  readonly proof: string | null;
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
  const options = {
    keys: request.keys.map(readKey),
    checkpoints: request.checkpoints.map((name) => ({ name, text: readText(name) })),
    withFiles,
    ...(onProgress !== undefined && { onProgress }),
  };
  if (proof !== null && record !== null && path === null) {
    return verifyProof(readText(proof), record, options) ?? wrong('not-a-proof', { file: proof });
  }
  if (path === null || proof !== null || record !== null) wrong('usage');
  if (!isDatabase(path)) return verifyExport(path, options);
  return withSnapshot(path, (snapshot) => verifyCopy(snapshot, path, options));
}

/** @throws WrongUse where it is no database nor an export of a chain */
function isDatabase(file: string): boolean {
  if (bytesIn(file) === 0) wrong('not-found', { file });
  const start = readFileStart(file, LONGEST_START).toString('latin1');
  if (!start.startsWith(MAGIC) && !start.includes(IN_EVERY_ENTRY)) wrong('not-a-chain', { file });
  return start.startsWith(MAGIC);
}

/** Does something with a database that nobody writes meanwhile: with a copy where it may be in use. @throws WrongUse */
export function withSnapshot<Result>(file: string, work: (path: string) => Result): Result {
  if (!isDatabase(file)) wrong('not-a-database', { file });
  const snapshot = takeSnapshot(file) ?? wrong('busy', { file });
  let result: Result | undefined;
  try {
    result = work(snapshot.path);
    return result;
  } finally {
    if (result instanceof Promise) void result.finally(snapshot.close).catch(() => undefined);
    else snapshot.close();
  }
}

function verifyCopy(copy: string, path: string, options: VerifyOptions): Verification {
  const findings = new Findings();
  if (copy !== path) findings.remark('copied');
  try {
    const found = verifyDatabase(copy, { ...options, filesBeside: path });
    return { ...found, remarks: [...findings.remarks, ...found.remarks] };
  } catch (thrown) {
    if (!(thrown instanceof DamagedDatabase)) throw thrown;
    findings.fault('database.damaged', { page: thrown.page, reason: thrown.message });
    const { faults, faultCount, remarks } = findings;
    const nothing = { entries: 0, records: 0, checkpoints: 0, confirmed: null, key: null, root: null };
    return { isIntact: false, ...nothing, faults, faultCount, remarks };
  }
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
