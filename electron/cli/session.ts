import { randomBytes } from 'node:crypto';
import { chmodSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf, SigmalineError } from '../../shared/domain/index.ts';
import { isMissing, makeFolderSync } from '../files/index.ts';

const TOKEN_FILE = 'session.token';
const ADDRESS_FILE = 'session.address';
/** Only its owner may read and write it. */
const OWNER_ONLY = 0o600;
const OTHERS = 0o077;
/** Stands in an address as it is. */
const TOKEN = /^[\w-]{16,256}$/;

/**
 * The secret of the address at which browsers open the station. It is kept in the data folder, so that a screen beside the line goes on after a restart
 * of the station. One that other users of the machine could have read, or that is no token, is replaced.
 *
 * @throws SigmalineError `station.data-folder`
 */
export function keptToken(dataFolder: string): string {
  const file = join(dataFolder, TOKEN_FILE);
  try {
    makeFolderSync(dataFolder);
    const kept = readPrivate(file);
    if (kept !== null) return kept;
    rmSync(file, { force: true });
    const token = randomBytes(24).toString('base64url');
    writeFileSync(file, `${token}\n`, { mode: OWNER_ONLY, flag: 'wx' });
    // Whatever the process's mask made of it.
    chmodSync(file, OWNER_ONLY);
    return token;
  } catch (thrown) {
    throw new SigmalineError('station.data-folder', { folder: dataFolder, reason: messageOf(thrown) }, thrown);
  }
}

/** The token of a station that was served before; null where there is none. */
export function tokenKeptIn(dataFolder: string): string | null {
  return readPrivate(join(dataFolder, TOKEN_FILE));
}

function readPrivate(file: string): string | null {
  try {
    const text = readFileSync(file, 'utf8').trim();
    // Windows has no such bits: there the folder's own rights hold.
    const isPrivate = process.platform === 'win32' || (statSync(file).mode & OTHERS) === 0;
    return isPrivate && TOKEN.test(text) ? text : null;
  } catch (thrown) {
    if (isMissing(thrown)) return null;
    throw thrown;
  }
}

/** The token in a file that somebody named. @throws SigmalineError `station.token` */
export function tokenIn(file: string): string {
  let text: string;
  try {
    text = readFileSync(file, 'utf8').trim();
  } catch (thrown) {
    throw new SigmalineError('station.token', { file, reason: messageOf(thrown) }, thrown);
  }
  if (TOKEN.test(text)) return text;
  throw new SigmalineError('station.token', { file, reason: 'its text is no such token' });
}

export interface ServedAt {
  readonly host: string;
  readonly port: number;
  /** As PEM; null where the station is served without TLS. */
  readonly certificate: string | null;
}

/** Lets commands on the same data folder find a station that is served. Where it cannot be written, they say that they cannot ask. */
export function keepAddress(dataFolder: string, { host, port, certificate }: ServedAt): void {
  try {
    writeFileSync(join(dataFolder, ADDRESS_FILE), `${host}:${port}\n${certificate ?? ''}`);
  } catch {
    // The station itself needs it for nothing.
  }
}

export function forgetAddress(dataFolder: string): void {
  rmSync(join(dataFolder, ADDRESS_FILE), { force: true });
}

/** Where the station was served last; null where it never was, or where it has ended. */
export function addressKeptIn(dataFolder: string): ServedAt | null {
  try {
    const text = readFileSync(join(dataFolder, ADDRESS_FILE), 'utf8');
    const [, host, port, rest = ''] = /^(\S+):(\d{1,5})\n?(.*)$/s.exec(text) ?? [];
    return host === undefined ? null : { host, port: Number(port), certificate: rest.trim() === '' ? null : rest };
  } catch {
    return null;
  }
}
