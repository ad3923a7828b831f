import { canonicalJson } from './canonicalJson.ts';
import { sha256, sha256Hex } from './sha256.ts';

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

/** All keys of an entry. */
export const ENTRY_KEYS = 'action actor at lived name new object old prev reason role schema seq session v'.split(
  ' ',
) as readonly (keyof EntryBody)[];

/** An entry's text, which is stored and hashed, and its SHA-256. */
export function sealEntry(body: EntryBody): { readonly text: string; readonly hash: Buffer } {
  const text = canonicalJson(body);
  return { text, hash: sha256(text) };
}

/** A value of a column. */
export type ColumnValue = string | number | bigint | null;

/** A row of a table by the names of its columns. */
export type Row = Readonly<Record<string, ColumnValue>>;

/** What the chain keeps of a record: SHA-256, hexadecimal, of the canonical JSON of its columns that are not null (a column added later changes nothing for older rows). */
export function recordHash(row: Row): string {
  return sha256Hex(new RecordTexts(Object.keys(row)).of(Object.values(row)));
}

/** What is hashed of many records of one table: the canonical JSON of each. Rows one after the other have many values in common, whose texts are kept. */
export class RecordTexts {
  /** Columns in the order of their names, as JSON has them. */
  readonly #columns: readonly {
    readonly index: number;
    readonly key: string;
    value: ColumnValue;
    text: string;
  }[];

  constructor(names: readonly string[]) {
    this.#columns = names
      .map((name, index) => ({ name, index, key: `${JSON.stringify(name)}:`, value: null, text: '' }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** @param values in the order of the names */
  of(values: readonly (ColumnValue | undefined)[]): string {
    let text = '';
    for (const column of this.#columns) {
      const value = values[column.index] ?? null;
      if (value !== column.value)
        Object.assign(column, { value, text: value === null ? '' : `,${column.key}${valueText(value)}` });
      text += column.text;
    }
    return `{${text.slice(1)}}`;
  }
}

/** What stands in JSON as it is. */
const PLAIN = /^[ !#-[\]-~]*$/;

/** Of texts and numbers, what JavaScript writes is canonical. */
function valueText(value: string | number | bigint): string {
  if (typeof value === 'string') return PLAIN.test(value) ? `"${value}"` : JSON.stringify(value.toWellFormed());
  const number = Number(value);
  return Number.isFinite(number) ? String(number) : `"${number}"`;
}
