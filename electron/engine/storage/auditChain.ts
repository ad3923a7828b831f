import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Statement, StationDatabase } from './database.ts';

/** What an entry of the audit chain says besides its place in it. */
export interface AuditStatement {
  /** By the station's clock, and in milliseconds of operation. */
  readonly at: string;
  readonly livedMs: number;
  /** A person's sign-in id, `station`, `open station` or `command line`. */
  readonly actor: string;
  /** The person's printed name; null where nobody was signed in. */
  readonly name: string | null;
  readonly role: string | null;
  readonly session: string | null;
  /** `area.verb`, the verb in the past. */
  readonly action: string;
  readonly object: AuditObject;
  readonly old: unknown;
  readonly new: unknown;
  readonly reason: string | null;
}

/** What an action was done to. */
export interface AuditObject {
  readonly kind: string;
  /** Null where there is only one of the kind. */
  readonly id: string | null;
}

const NO_HASH = '0'.repeat(64);
const FORMAT = 1;

/** The chain of entries in a station's database. Nothing of it is ever changed; it grows at its end. */
export class AuditChain {
  readonly #database: StationDatabase;
  readonly #schema: number;
  readonly #last: Statement<{ sequence: number; hash: string }>;
  readonly #insert: Statement<never>;

  constructor(database: StationDatabase) {
    this.#database = database;
    this.#schema = Number(database.pragma('user_version'));
    this.#last = database.prepare(
      'SELECT sequence, lower(hex(hash)) AS hash FROM audit_entry ORDER BY sequence DESC LIMIT 1',
    );
    this.#insert = database.prepare(
      `INSERT INTO audit_entry (sequence, body, hash, at, action, actor, object_kind, object_id)
       VALUES (:sequence, :body, unhex(:hash), :at, :action, :actor, :kind, :id)`,
    );
  }

  /** How many entries there are. */
  size(): number {
    return this.#last.get()?.sequence ?? 0;
  }

  /** Adds an entry. To be called in the transaction of what it tells of. @returns its sequence number */
  append({ object, livedMs, ...statement }: AuditStatement): number {
    const { sequence: before, hash: prev } = this.#last.get() ?? { sequence: 0, hash: NO_HASH };
    const sequence = before + 1;
    const { at, action, actor } = statement;
    const { kind, id } = object;
    const entry = {
      ...statement,
      object: { kind, id },
      v: FORMAT,
      seq: sequence,
      lived: livedMs,
      schema: this.#schema,
      prev,
    };
    const body = canonicalize(entry) ?? '';
    const hash = createHash('sha256').update(body).digest('hex');
    this.#insert.run({ sequence, body, hash, at, action, actor, kind, id });
    return sequence;
  }
}
