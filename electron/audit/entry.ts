import { createHash } from 'node:crypto';
import { canonicalJson } from './canonicalJson.ts';

/** The version of an entry that this program writes. Entries of every version verify for ever. */
export const ENTRY_VERSION = 1;

/** What the first entry names as the hash before it. */
export const NO_HASH = '0'.repeat(64);

/** Who acts where no person does. */
export const NOBODY = { station: 'station', open: 'open station', commandLine: 'command line' } as const;

/** One entry of the chain as it is hashed (docs/audit-format.md). Every key is always there, null where there is nothing to say. */
export interface EntryBody {
  readonly v: number;
  /** 1, 2, 3 ... without gaps. */
  readonly seq: number;
  /** UTC with milliseconds. */
  readonly at: string;
  /** Time of operation, ms. */
  readonly lived: number;
  /** A person's sign-in id, or one of `NOBODY`. */
  readonly actor: string;
  /** The person's printed name. */
  readonly name: string | null;
  readonly role: string | null;
  readonly session: string | null;
  /** `area.verb`, in the past. */
  readonly action: string;
  readonly object: { readonly kind: string; readonly id: string };
  readonly old: unknown;
  readonly new: unknown;
  readonly reason: string | null;
  /** The version of the database's schema that wrote the entry. */
  readonly schema: number;
  /** The hash of the entry before, hexadecimal. */
  readonly prev: string;
}

export const ENTRY_KEYS = [
  ...['action', 'actor', 'at', 'lived', 'name', 'new', 'object', 'old'],
  ...['prev', 'reason', 'role', 'schema', 'seq', 'session', 'v'],
] as const satisfies readonly (keyof EntryBody)[];

/** An entry's text, which is stored and hashed, and its SHA-256. */
export function sealEntry(body: EntryBody): { readonly text: string; readonly hash: Buffer } {
  const text = canonicalJson(body);
  return { text, hash: sha256(text) };
}

export function sha256(content: string | Uint8Array): Buffer {
  return createHash('sha256').update(content).digest();
}

/** A row of a table by the names of its columns. */
export type Row = Readonly<Record<string, string | number | bigint | null>>;

/**
 * What the chain keeps of a record: the SHA-256, hexadecimal, of the canonical JSON of its columns that are not null. So a column that is added later
 * changes nothing for older rows. A number that JSON cannot say is its name: "Infinity", "-Infinity".
 */
export function recordHash(row: Row): string {
  const said: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(row)) {
    if (value === null) continue;
    const plain = typeof value === 'bigint' ? Number(value) : value;
    said[name] = typeof plain === 'number' && !Number.isFinite(plain) ? String(plain) : plain;
  }
  return sha256(canonicalJson(said)).toString('hex');
}
