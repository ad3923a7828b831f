import { bytesAt, type Walk } from './walk.ts';

/** How TIFF (32-bit positions) and BigTIFF (64-bit) lay out a directory, in the file's byte order. */
export interface Layout {
  readonly headerBytes: 8 | 16;
  readonly countBytes: 2 | 8;
  readonly entryBytes: 12 | 20;
  /** Width of positions, of counts in an entry and of the value that an entry has room for. */
  readonly wordBytes: 4 | 8;
  /** An unsigned whole number of 1, 2, 4 or 8 bytes. */
  number(bytes: Buffer, offset: number, width: number): number;
  /** Where the first directory begins, by the header; 0 for none. */
  firstDirectory(header: Buffer): number;
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

/** Bytes of one value by its type's number, from BYTE (1) to IFD8 (18); types that nobody defined count as bytes. */
const TYPE_BYTES = [1, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 1, 1, 8, 8, 8];
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
  readonly width: number;
  readonly count: number;
  /** Where the first value lies in the file. */
  readonly position: number;
}

/** The fields of one directory by their tags, and the numbers of those that were asked for. All of its values lie inside the file. */
export class Directory {
  /** Where the next directory begins; 0 for none. */
  readonly next: number;
  readonly #fields: ReadonlyMap<number, Field>;
  readonly #numbers: ReadonlyMap<number, readonly number[]>;

  constructor(next: number, fields: ReadonlyMap<number, Field>, numbers: ReadonlyMap<number, readonly number[]>) {
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

  numbers(tag: number): readonly number[] {
    return this.#numbers.get(tag) ?? [];
  }

  /** The value at `index`; `absent` where the directory does not have it. */
  value(tag: number, absent: number, index = 0): number {
    return this.numbers(tag)[index] ?? absent;
  }
}

/** @returns null where the directory, or a value that it points to, does not lie inside the file */
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
  if (count > MOST_ENTRIES || start + entriesBytes + wordBytes > size) return null;
  const bytes = yield* bytesAt(start, entriesBytes + wordBytes);

  const fields = new Map<number, Field>();
  for (let entry = 0; entry < entriesBytes; entry += entryBytes) {
    const width = TYPE_BYTES[number(bytes, entry + 2, 2)] ?? 1;
    const values = number(bytes, entry + 4, wordBytes);
    const inEntry = entry + 4 + wordBytes;
    const place = width * values <= wordBytes ? start + inEntry : number(bytes, inEntry, wordBytes);
    if (place + width * values > size) return null;
    fields.set(number(bytes, entry, 2), { width, count: values, position: place });
  }
  const numbers = new Map<number, readonly number[]>();
  for (const tag of [...few, ...lists]) {
    const field = fields.get(tag);
    if (field === undefined) continue;
    const most = lists.includes(tag) ? LONGEST_LIST : MOST_NUMBERS;
    numbers.set(tag, yield* readNumbers(layout, field, most));
  }
  return new Directory(number(bytes, entriesBytes, wordBytes), fields, numbers);
}

function* readNumbers({ number }: Layout, { width, count, position }: Field, most: number): Walk<number[]> {
  const length = Math.min(count, most) * width;
  const bytes = yield* bytesAt(position, length);
  const numbers: number[] = [];
  for (let offset = 0; offset < length; offset += width) numbers.push(number(bytes, offset, width));
  return numbers;
}
