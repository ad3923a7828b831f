/**
 * Makes chosen calls of the file system and of SQLite fail in this process. To be imported before everything that is to be tortured: names that were
 * imported from built-in modules follow what is replaced here.
 */
import fs from 'node:fs';
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { FaultPlan, FiredFault } from './messages.ts';

type Call = (this: unknown, ...parameters: unknown[]) => unknown;
type Callables = Record<string, Call>;

/** A file that is read or looked at, one that is written, and the database. */
type Kind = 'read' | 'write' | 'query' | 'change';

const CODES: Readonly<Record<Kind, readonly string[]>> = {
  read: ['EIO', 'EACCES', 'EMFILE', 'EBUSY'],
  write: ['ENOSPC', 'EIO', 'EACCES', 'EMFILE', 'EBUSY'],
  query: ['SQLITE_IOERR', 'SQLITE_BUSY'],
  change: ['SQLITE_FULL', 'SQLITE_IOERR', 'SQLITE_BUSY', 'SQLITE_READONLY'],
};

const READING = ['lstat', 'stat', 'readdir', 'opendir', 'readFile', 'access', 'realpath', 'statfs', 'open'];
const WRITING = ['mkdir', 'rename', 'rm', 'unlink', 'writeFile', 'copyFile', 'link', 'utimes'];
const READING_SYNC = ['statSync', 'readdirSync', 'readFileSync', 'fstatSync', 'readSync', 'openSync', 'statfsSync'];
const WRITING_SYNC = ['mkdirSync', 'renameSync', 'rmSync', 'writeSync', 'fsyncSync', 'writeFileSync', 'copyFileSync'];
const HANDLE_READING = ['stat', 'read', 'readFile'];
const HANDLE_WRITING = ['write', 'writeFile', 'sync'];

let plan: FaultPlan | null = null;
let calls = 0;
let failUntilMs = 0;
let fired: FiredFault[] = [];

/** Counts from now on. */
export function arm(next: FaultPlan): void {
  plan = next;
  calls = 0;
  failUntilMs = 0;
  fired = [];
}

/** @returns how many calls there were since, and which failed */
export function disarm(): { readonly calls: number; readonly fired: readonly FiredFault[] } {
  plan = null;
  return { calls, fired };
}

/** @returns the code that this call is to fail with; null where it is to work */
function codeFor(kind: Kind, name: string, subject: unknown): string | null {
  if (plan === null) return null;
  if (plan.silentFolder !== null) return null;
  calls += 1;
  const isNth = calls === plan.nth;
  if (isNth && plan.forMs > 0) failUntilMs = performance.now() + plan.forMs;
  if (!isNth && performance.now() >= failUntilMs) return null;
  const codes = CODES[kind];
  const code = codes[(plan.nth + plan.turn) % codes.length] ?? 'EIO';
  fired.push({ call: name, code, subject: typeof subject === 'string' ? subject : '' });
  return code;
}

function failure(code: string, name: string): Error {
  if (code.startsWith('SQLITE')) return new Database.SqliteError(`made to fail: ${name}`, code);
  return Object.assign(new Error(`${code}: made to fail, ${name}`), { code, errno: -1, syscall: name });
}

/** A share that does not answer: nothing of this folder ever comes back while the plan says so. */
function isSilent(subject: unknown): boolean {
  const folder = plan?.silentFolder ?? null;
  return folder !== null && typeof subject === 'string' && subject.startsWith(folder);
}

const hanging: (() => void)[] = [];

/** What hung goes on. */
export function answerAgain(): void {
  plan = null;
  for (const resume of hanging.splice(0)) resume();
}

function replaceAsync(owner: Callables, names: readonly string[], kind: Kind, label = ''): void {
  for (const name of names) {
    const real = owner[name];
    if (real === undefined) continue;
    owner[name] = async function (...parameters) {
      if (isSilent(parameters[0])) await new Promise<void>((resolve) => hanging.push(resolve));
      const code = codeFor(kind, `${label}${name}`, parameters[0]);
      if (code === 'EBUSY' && name === 'read') return shortRead(await real.apply(this, parameters));
      if (code !== null) throw failure(code, name);
      return real.apply(this, parameters);
    };
  }
}

/** Fewer bytes than were asked for, which is no error: whoever reads must notice. */
function shortRead(result: unknown): unknown {
  const { bytesRead, buffer } = result as { bytesRead: number; buffer: Buffer };
  return { bytesRead: Math.floor(bytesRead / 2), buffer };
}

function replaceSync(owner: Callables, names: readonly string[], kind: Kind, label = ''): void {
  for (const name of names) {
    const real = owner[name];
    if (real === undefined) continue;
    owner[name] = function (...parameters) {
      const code = codeFor(kind, `${label}${name}`, parameters[0]);
      if (code !== null) throw failure(code, name);
      return real.apply(this, parameters);
    };
  }
}

async function handlePrototype(): Promise<Callables> {
  const file = join(tmpdir(), `sigmaline-faults-${process.pid}`);
  const handle = await promises.open(file, 'w');
  await handle.close();
  await promises.rm(file);
  return Object.getPrototypeOf(handle) as Callables;
}

function statementPrototype(): Callables {
  const database = new Database(':memory:');
  const prototype = Object.getPrototypeOf(database.prepare('SELECT 1')) as Callables;
  database.close();
  return prototype;
}

const statement = statementPrototype();
replaceSync(statement, ['run'], 'change', 'Statement.');
replaceSync(statement, ['get', 'all'], 'query', 'Statement.');
replaceSync(Database.prototype as unknown as Callables, ['exec', 'pragma', 'prepare'], 'query', 'Database.');
const handle = await handlePrototype();
replaceAsync(handle, HANDLE_READING, 'read', 'FileHandle.');
replaceAsync(handle, HANDLE_WRITING, 'write', 'FileHandle.');
replaceAsync(promises as unknown as Callables, READING, 'read');
replaceAsync(promises as unknown as Callables, WRITING, 'write');
replaceSync(fs as unknown as Callables, READING_SYNC, 'read');
replaceSync(fs as unknown as Callables, WRITING_SYNC, 'write');
syncBuiltinESMExports();
