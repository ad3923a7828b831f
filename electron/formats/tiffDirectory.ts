import { bytesAt, type Walk } from './walk.ts';

/** How TIFF (32-bit positions) and BigTIFF (64-bit) lay out a directory, in the file's byte order. */
export interface Layout {
  readonly headerBytes: 8 | 16;
  readonly countBytes: 2 | 8;
  readonly entryBytes: 12 | 20;
  /** Width of positions, of counts in an entry and of the value that an entry has room for. */
  readonly wordBytes: 4 | 8;
  /** An unsigned whole number of 1, 2, 4 or 8 bytes. */
  readonly number: (bytes: Buffer, offset: number, width: number) => number;
  /** Where the first directory begins, by the header; 0 for none. */
  readonly firstDirectory: (header: Buffer) => number;
}

/** @param header at least its first four bytes */
export function layoutOf(header: Buffer): Layout {
  const isLittleEndian = header[0] === 0x49;
  const number = (bytes: Buffer, offset: number, width: number): number => {
    if (width === 8) return Number(isLittleEndian ? bytes.readBigUInt64LE(offset) : bytes.readBigUInt64BE(offset));
    return isLittleEndian ? bytes.readUIntLE(offset, width) : bytes.readUIntBE(offset, width);
  };
  const isBig = header[2] === 43 || header[3] === 43;
  return isBig
    ? {
        ...{ headerBytes: 16, countBytes: 8, entryBytes: 20, wordBytes: 8, number },
        firstDirectory: (bytes) => number(bytes, 8, 8),
      }
    : {
        ...{ headerBytes: 8, countBytes: 2, entryBytes: 12, wordBytes: 4, number },
        firstDirectory: (bytes) => number(bytes, 4, 4),
      };
}

/** Bytes of one value by its type's number, from BYTE (1) to IFD8 (18); null for types that nobody defined. */
const TYPE_BYTES = [null, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, null, null, 8, 8, 8];
/** Two numbers, of which the value is the quotient. */
const RATIONAL = 5;
/** What the count of a classic directory can hold. */
const MOST_ENTRIES = 65_535;
/** A camera's picture has one strip for each row at most; a longer list is not read to its end. */
const LONGEST_LIST = 1_000_000;
/** Of all that is no list. */
const MOST_NUMBERS = 64;

/** The tags whose numbers are read: the first few of each, or all of a list. */
export interface WantedTags {
  readonly numbers?: readonly number[];
  readonly lists?: readonly number[];
}

interface Field {
  readonly type: number;
  readonly width: number;
  readonly count: number;
  /** Where the first value lies in the file. */
  readonly position: number;
}

/** The fields of one directory by their tags, and the numbers of those that were asked for. All of its values lie inside the file. */
export class Directory {
  /** Where the next directory begins; 0 for none, null where the file ends before it says so. */
  readonly next: number | null;
  readonly #fields: ReadonlyMap<number, Field>;
  readonly #numbers: ReadonlyMap<number, readonly number[]>;

  constructor(
    next: number | null,
    fields: ReadonlyMap<number, Field>,
    numbers: ReadonlyMap<number, readonly number[]>,
  ) {
    this.next = next;
    this.#fields = fields;
    this.#numbers = numbers;
  }

  has(tag: number): boolean {
    return this.#fields.has(tag);
  }

  count(tag: number): number {
    return this.#fields.get(tag)?.count ?? 0;
  }

  /** Where the values of a tag lie in the file, and what they are; null where the directory does not have it. */
  field(tag: number): Field | null {
    return this.#fields.get(tag) ?? null;
  }

  numbers(tag: number): readonly number[] {
    return this.#numbers.get(tag) ?? [];
  }

  /** The value at `index`; `absent` where the directory does not have it. */
  value(tag: number, absent: number, index = 0): number {
    return this.numbers(tag)[index] ?? absent;
  }
}

/**
 * Fields of a type that nobody defined are left out, as every reader does. The pointer to the next directory may be missing at the end of the file.
 *
 * @returns null where the directory, or a value that it points to, does not lie inside the file
 */
export function* readDirectory(
  layout: Layout,
  position: number,
  size: number,
  { numbers: few = [], lists = [] }: WantedTags,
): Walk<Directory | null> {
  const { countBytes, entryBytes, wordBytes, number } = layout;
  const start = position + countBytes;
  if (start > size) return null;
  const count = number(yield* bytesAt(position, countBytes), 0, countBytes);
  const entriesBytes = count * entryBytes;
  const end = start + entriesBytes;
  if (count > MOST_ENTRIES || (end + wordBytes > size && end !== size)) return null;
  const bytes = yield* bytesAt(start, entriesBytes + wordBytes);

  const fields = new Map<number, Field>();
  for (let entry = 0; entry < entriesBytes; entry += entryBytes) {
    const type = number(bytes, entry + 2, 2);
    const width = TYPE_BYTES[type] ?? null;
    if (width === null) continue;
    const values = number(bytes, entry + 4, wordBytes);
    const inEntry = entry + 4 + wordBytes;
    const place = width * values <= wordBytes ? start + inEntry : number(bytes, inEntry, wordBytes);
    if (place + width * values > size) return null;
    fields.set(number(bytes, entry, 2), { type, width, count: values, position: place });
  }
  const numbers = new Map<number, readonly number[]>();
  for (const tag of [...few, ...lists]) {
    const field = fields.get(tag);
    if (field === undefined) continue;
    const most = lists.includes(tag) ? LONGEST_LIST : MOST_NUMBERS;
    numbers.set(tag, yield* readNumbers(layout, field, most));
  }
  const next = end === size ? null : number(bytes, entriesBytes, wordBytes);
  return new Directory(next, fields, numbers);
}

/** Writers of several directories put each near the one before; a pointer further ahead of all that is there is rubbish. */
const FARTHEST_AHEAD = 4;
const MOST_LIKELY_ENTRIES = 512;
const FIRST_TAG = 254;

/** Whether a directory begins at a position, or may still be written there; some writers leave rubbish where the next one is named. */
export function* mayHoldDirectory(layout: Layout, position: number, size: number): Walk<boolean> {
  if (position < layout.headerBytes || position > size * FARTHEST_AHEAD) return false;
  const bytes = yield* bytesAt(position, layout.countBytes + 4);
  if (bytes.length < layout.countBytes + 4) return true;
  const count = layout.number(bytes, 0, layout.countBytes);
  const tag = layout.number(bytes, layout.countBytes, 2);
  const type = layout.number(bytes, layout.countBytes + 2, 2);
  return count > 0 && count <= MOST_LIKELY_ENTRIES && tag >= FIRST_TAG && (TYPE_BYTES[type] ?? null) !== null;
}

function* readNumbers({ number }: Layout, { type, width, count, position }: Field, most: number): Walk<number[]> {
  const length = Math.min(count, most) * width;
  const bytes = yield* bytesAt(position, length);
  const numbers: number[] = [];
  for (let offset = 0; offset + width <= bytes.length; offset += width) {
    numbers.push(
      type === RATIONAL ? number(bytes, offset, 4) / number(bytes, offset + 4, 4) : number(bytes, offset, width),
    );
  }
  return numbers;
}
