import { existsSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { type ErrorFact, messageOf } from '../../../shared/domain/index.ts';
import { generateKeyPem, type SigningKey, signingKey } from '../../audit/index.ts';
import {
  flushFolderSync,
  isSealedText,
  OWNER_ONLY,
  removeDurablySync,
  sealed,
  unsealed,
  writeWholeSync,
} from '../../files/index.ts';

/** Where the key is kept: sealed by a secret in the operating system's store, or in a file that its owner alone can read. */
export type KeyKeeping = 'system' | 'file';

/**
 * The key that signs checkpoints. It lies outside of the database, in the file `station.key`: as PEM, or sealed (AES-256-GCM) where whoever starts the
 * engine has a secret in the operating system's store. A copy of the data folder of such a station signs nothing.
 */
export class StationKey {
  readonly #file: string;
  readonly #nextFile: string;
  readonly #name: string;
  readonly #secret: Uint8Array | null;
  #key: SigningKey | null = null;
  #problem: ErrorFact | null = null;

  /** @param name what it signs under @param secret 32 bytes; null where there is no store */
  constructor(dataFolder: string, name: string, secret: Uint8Array | null) {
    this.#file = join(dataFolder, 'station.key');
    this.#nextFile = `${this.#file}.next`;
    this.#name = name;
    this.#secret = secret;
  }

  /** Null where it is gone or cannot be used: then `problem` says why. */
  get current(): SigningKey | null {
    return this.#key;
  }

  get problem(): ErrorFact | null {
    return this.#problem;
  }

  get keeping(): KeyKeeping {
    return this.#secret === null ? 'file' : 'system';
  }

  /** The key of a chain that begins: the one that lies here already if it can be used. @throws where it cannot be written */
  begin(): SigningKey {
    if (existsSync(this.#file)) this.#read(this.#file);
    if (this.#key !== null) return this.#key;
    // It signed nothing of this chain, and may be what somebody looks for.
    if (existsSync(this.#file)) renameSync(this.#file, `${this.#file}.unusable-${Date.now()}`);
    this.#key = this.#write(this.#file, generateKeyPem());
    this.#problem = null;
    return this.#key;
  }

  /** Reads the key of a chain. @param expected the text of the public key that the chain names */
  open(expected: string): void {
    if (existsSync(this.#nextFile)) this.#endRotation(expected);
    if (!existsSync(this.#file)) {
      this.#problem = { code: 'audit.key-missing', details: { file: this.#file } };
      return;
    }
    this.#read(this.#file);
    if (this.#key !== null && this.#key.text !== expected) {
      this.#problem = { code: 'audit.key-foreign', details: { file: this.#file } };
      this.#key = null;
    }
  }

  /**
   * Another key takes the place of this one.
   *
   * @param tell writes down in the chain that it does. Should the station end before or after that, the next start knows by the chain which one holds
   */
  rotate(tell: (next: SigningKey, old: SigningKey | null) => void): void {
    const next = this.#write(this.#nextFile, generateKeyPem());
    tell(next, this.#key);
    this.#takeNext();
    this.#key = next;
    this.#problem = null;
  }

  #endRotation(expected: string): void {
    this.#read(this.#nextFile);
    if (this.#key?.text === expected) this.#takeNext();
    else removeDurablySync(this.#nextFile);
    this.#key = null;
    this.#problem = null;
  }

  #takeNext(): void {
    renameSync(this.#nextFile, this.#file);
    flushFolderSync(join(this.#file, '..'));
  }

  #read(file: string): void {
    try {
      const text = readFileSync(file, 'utf8');
      const isSealed = isSealedText(text);
      if (isSealed && this.#secret === null) {
        this.#problem = { code: 'audit.key-sealed', details: { file } };
        return;
      }
      const pem = isSealed && this.#secret !== null ? unsealed(text, this.#secret) : text;
      this.#key = signingKey(pem, this.#name);
      // It was made where there was no store.
      if (!isSealed && this.#secret !== null) this.#write(file, pem);
    } catch (thrown) {
      this.#problem = { code: 'audit.key-unreadable', details: { file, reason: messageOf(thrown) } };
    }
  }

  #write(file: string, pem: string): SigningKey {
    const text = this.#secret === null ? pem : sealed(pem, this.#secret);
    writeWholeSync(file, text, true, OWNER_ONLY);
    return signingKey(pem, this.#name);
  }
}
