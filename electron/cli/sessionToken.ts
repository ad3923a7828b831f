import { randomBytes } from 'node:crypto';
import { chmodSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf, SigmalineError } from '../../shared/domain/index.ts';
import { isMissing, makeFolderSync } from '../files/index.ts';

const FILE = 'session.token';
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
  const file = join(dataFolder, FILE);
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
