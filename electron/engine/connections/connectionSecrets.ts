import { createPrivateKey, X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import {
  CONNECTION_SECRETS,
  type ConnectionId,
  type ConnectionSettings,
  connectionFieldName,
  messageOf,
  SigmalineError,
  webhookSecretDigits,
} from '../../../shared/domain/index.ts';
import { errnoReason, isSealedText, OWNER_ONLY, sealed, unsealed, writeWholeSync } from '../../files/index.ts';

const secretsSchema = z.record(z.string(), z.record(z.string(), z.string()));
type Secrets = Readonly<Record<string, Readonly<Record<string, string>>>>;
/** What is left out stays; null removes. */
type SecretChanges = Readonly<Record<string, string | null>>;

/** What seals the text where no store of the operating system does: the file alone says who may read it. Base64, so that it does not look like a sealed one. */
const PLAIN = 'base64';

/**
 * Passwords and keys of connections, in `connections.secrets` of the data folder: sealed by the operating system's secret, else in a file that only its owner
 * reads. They are in no settings, log, export, backup or bundle.
 */
export class ConnectionSecrets {
  readonly #file: string;
  readonly #secret: Uint8Array | null;
  #secrets: Secrets = {};
  #problem: string | null = null;

  /** @param secret 32 bytes of the operating system's store; null where there is none */
  constructor(dataFolder: string, secret: Uint8Array | null) {
    this.#file = join(dataFolder, 'connections.secrets');
    this.#secret = secret;
    if (existsSync(this.#file)) this.#read();
  }

  /** Why they cannot be read; null where they can. */
  get problem(): string | null {
    return this.#problem;
  }

  of(id: ConnectionId): Readonly<Record<string, string>> {
    return this.#secrets[id] ?? {};
  }

  /** What a change does to each secret: all that the audit trail may know of it. */
  doneBy(id: ConnectionId, changes: SecretChanges): Readonly<Record<string, 'set' | 'replaced' | 'removed'>> {
    const before = this.of(id);
    return Object.fromEntries(
      Object.entries(changes).flatMap(([name, secret]): [string, 'set' | 'replaced' | 'removed'][] => {
        if (secret !== null) return [[name, before[name] === undefined ? 'set' : 'replaced']];
        return before[name] === undefined ? [] : [[name, 'removed']];
      }),
    );
  }

  /**
   * Sets secrets of a connection; null removes one, and an empty change removes nothing.
   *
   * @throws SigmalineError `connection.secrets-unreadable` where they cannot be kept: then those of before are
   */
  change(id: ConnectionId, changes: SecretChanges): void {
    if (Object.keys(changes).length === 0) return;
    const before = this.of(id);
    const after = Object.fromEntries(
      Object.entries({ ...before, ...changes }).filter((entry): entry is [string, string] => entry[1] !== null),
    );
    this.#write({ ...this.#secrets, [id]: after });
  }

  /** @throws SigmalineError `connection.secrets-unreadable` */
  remove(id: ConnectionId): void {
    if (this.#secrets[id] === undefined) return;
    const { [id]: _, ...others } = this.#secrets;
    this.#write(others);
  }

  #write(secrets: Secrets): void {
    const text = JSON.stringify(secrets);
    try {
      const kept = this.#secret === null ? Buffer.from(text).toString(PLAIN) : sealed(text, this.#secret);
      writeWholeSync(this.#file, kept, true, OWNER_ONLY);
    } catch (thrown) {
      throw new SigmalineError('connection.secrets-unreadable', { reason: errnoReason(thrown) }, thrown);
    }
    this.#secrets = secrets;
    this.#problem = null;
  }

  #read(): void {
    try {
      const text = readFileSync(this.#file, 'utf8');
      if (isSealedText(text) && this.#secret === null) throw new Error('they are sealed by another system');
      const plain =
        isSealedText(text) && this.#secret !== null
          ? unsealed(text, this.#secret)
          : Buffer.from(text, PLAIN).toString('utf8');
      this.#secrets = secretsSchema.parse(JSON.parse(plain));
    } catch (thrown) {
      this.#problem = messageOf(thrown);
    }
  }
}

const PRIVATE_KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----/;
const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;
/** Settings that hold PEM texts. */
const CERTIFICATES = ['authority', 'certificate'] as const;

/**
 * What a form was given. A PEM file often holds certificate and key: in settings a key would be for everybody to read, and in the audit chain for ever. And what is no certificate
 * is passed over by TLS in silence, so that the other end seems to be the one that is not trusted.
 *
 * @throws SigmalineError `connection.secret-unknown`, `connection.secret-in-settings`, `connection.not-certificate`, `connection.not-key`,
 * `connection.secret-form`
 */
export function requireReadable(settings: ConnectionSettings, secrets: Readonly<Record<string, unknown>>): void {
  const given = settings as Partial<Record<(typeof CERTIFICATES)[number], string>>;
  for (const name of CERTIFICATES) {
    const text = given[name] ?? '';
    const field = connectionFieldName(name);
    if (PRIVATE_KEY.test(text)) throw new SigmalineError('connection.secret-in-settings', { field });
    if (text.trim() !== '' && !isReadable(text.match(CERTIFICATE), (pem) => new X509Certificate(pem)))
      throw new SigmalineError('connection.not-certificate', { field });
  }
  const known: readonly string[] = CONNECTION_SECRETS[settings.kind];
  const other = Object.keys(secrets).find((name) => !known.includes(name));
  if (other !== undefined) throw new SigmalineError('connection.secret-unknown', { secret: other });
  const { key, secret } = secrets;
  if (typeof key === 'string' && !isReadable([key], (pem) => createPrivateKey(pem)))
    throw new SigmalineError('connection.not-key', { secret: connectionFieldName('key') });
  if (typeof secret === 'string') webhookSecretDigits(secret);
}

function isReadable(texts: readonly string[] | null, read: (pem: string) => unknown): boolean {
  try {
    for (const text of texts ?? []) read(text);
    return texts !== null;
  } catch {
    return false;
  }
}
