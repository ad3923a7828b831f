import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { isMissing, writeWholeSync } from '../files/index.ts';

/** What of Electron's `safeStorage` is used: it encrypts with a key that the operating system keeps for this user. */
export interface SystemStore {
  isEncryptionAvailable(): boolean;
  /** Only on Linux. `basic_text` is no store: its password is the same everywhere. */
  getSelectedStorageBackend?(): string;
  encryptString(text: string): Buffer;
  decryptString(encrypted: Buffer): string;
}

const SECRET_BYTES = 32;
const OWNER_ONLY = 0o600;

/**
 * The secret that seals the key of the audit chain, in base64; made at the first start.
 *
 * @param file holds it, encrypted by the store
 * @returns null where the system has no store, and where the secret cannot be read: another one would make the key unreadable for ever
 */
export function keySecretIn(store: SystemStore, file: string, log: (line: string) => void): string | null {
  if (!store.isEncryptionAvailable() || store.getSelectedStorageBackend?.() === 'basic_text') return null;
  try {
    return store.decryptString(readFileSync(file));
  } catch (thrown) {
    if (isMissing(thrown)) return newSecret(store, file);
    log(`the secret of the audit chain's key cannot be read: ${String(thrown)}`);
    return null;
  }
}

function newSecret(store: SystemStore, file: string): string {
  const secret = randomBytes(SECRET_BYTES).toString('base64');
  mkdirSync(dirname(file), { recursive: true });
  writeWholeSync(file, store.encryptString(secret), true, OWNER_ONLY);
  return secret;
}
