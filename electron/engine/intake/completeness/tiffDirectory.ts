import type { ByteReader } from './byteReader.ts';

/** How TIFF (32-bit positions) and BigTIFF (64-bit) lay out a directory, in the file's byte order. */
export interface Layout {
  readonly firstDirectoryAt: number;
  readonly countBytes: 2 | 8;
  readonly entryBytes: 12 | 20;
  /** Width of positions, of counts in an entry and of the value that an entry has room for. */
  readonly wordBytes: 4 | 8;
  number(bytes: Buffer, offset: number, width: number): number;
}

/** One entry of a directory: `count` values of `width` bytes, in the entry itself where there is room, elsewhere in the file otherwise. */
export interface Field {
  readonly width: number;
  readonly count: number;
  readonly value: Buffer;
}

/** The fields by their tags, and where the next directory begins (0: there is none). */
export interface Directory {
  readonly fields: ReadonlyMap<number, Field>;
  readonly next: number;
}

/** Bytes of one value of each type, from BYTE (1) to IFD8 (18); 0 where there is no such type. */
const WIDTHS = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8];
const MOST_ENTRIES = 65_535;
const MOST_NUMBERS = 1_000_000;

export function layoutOf(head: Buffer): Layout {
  const isLittleEndian = head[0] === 0x49;
  const number = (bytes: Buffer, offset: number, width: number): number => {
    if (width === 8) {
      return Number(isLittleEndian ? bytes.readBigUInt64LE(offset) : bytes.readBigUInt64BE(offset));
    }
    return isLittleEndian ? bytes.readUIntLE(offset, width) : bytes.readUIntBE(offset, width);
  };
  const isBig = number(head, 2, 2) === 43;
  return isBig
    ? { firstDirectoryAt: 8, countBytes: 8, entryBytes: 20, wordBytes: 8, number }
    : { firstDirectoryAt: 4, countBytes: 2, entryBytes: 12, wordBytes: 4, number };
}

/** @returns null where the file ends inside the directory, or where it is none */
export async function readDirectory(reader: ByteReader, layout: Layout, position: number): Promise<Directory | null> {
  const countField = await reader.read(position, layout.countBytes);
  if (countField.length < layout.countBytes) return null;
  const count = layout.number(countField, 0, layout.countBytes);
  if (count > MOST_ENTRIES) return null;
  const entriesBytes = count * layout.entryBytes;
  const bytes = await reader.read(position + layout.countBytes, entriesBytes + layout.wordBytes);
  if (bytes.length < entriesBytes + layout.wordBytes) return null;

  const fields = new Map<number, Field>();
  for (let start = 0; start < entriesBytes; start += layout.entryBytes) {
    fields.set(layout.number(bytes, start, 2), {
      width: WIDTHS[layout.number(bytes, start + 2, 2)] ?? 0,
      count: layout.number(bytes, start + 4, layout.wordBytes),
      value: bytes.subarray(start + 4 + layout.wordBytes, start + layout.entryBytes),
    });
  }
  return { fields, next: layout.number(bytes, entriesBytes, layout.wordBytes) };
}

/** Where the values of a field end in the file; 0 where the entry itself holds them. */
export function valueEnd(field: Field, layout: Layout): number {
  const length = field.count * field.width;
  return length <= layout.wordBytes ? 0 : layout.number(field.value, 0, layout.wordBytes) + length;
}

/** @returns null where they are no whole numbers or too many to be believed */
export async function readNumbers(reader: ByteReader, layout: Layout, field: Field): Promise<number[] | null> {
  const { width, count } = field;
  if (count > MOST_NUMBERS || ![2, 4, 8].includes(width)) return null;
  const length = count * width;
  const isInEntry = valueEnd(field, layout) === 0;
  const bytes = isInEntry ? field.value : await reader.read(layout.number(field.value, 0, layout.wordBytes), length);
  if (bytes.length < length) return null;
  return Array.from({ length: count }, (_, index) => layout.number(bytes, index * width, width));
}
