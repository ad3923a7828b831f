import type { ByteReader } from './byteReader.ts';

/** How TIFF (32-bit positions) and BigTIFF (64-bit) lay out a directory, in the file's byte order. */
interface Layout {
  readonly firstDirectoryAt: number;
  readonly countBytes: 2 | 8;
  readonly entryBytes: 12 | 20;
  /** Width of positions, of counts in an entry and of the value that an entry has room for. */
  readonly wordBytes: 4 | 8;
  number(bytes: Buffer, offset: number, width: number): number;
}

/** One entry of a directory: `count` numbers of `width` bytes, in the entry itself where there is room, elsewhere in the file otherwise. */
interface Field {
  readonly width: number;
  readonly count: number;
  readonly value: Buffer;
}

const STRIP_OFFSETS = 273;
const STRIP_BYTE_COUNTS = 279;
const TILE_OFFSETS = 324;
const TILE_BYTE_COUNTS = 325;
/** Bytes of SHORT, LONG, IFD, LONG8 and IFD8; other types cannot hold positions. */
const WIDTHS = new Map([
  [3, 2],
  [4, 4],
  [13, 4],
  [16, 8],
  [18, 8],
]);
const MOST_ENTRIES = 65_535;
const MOST_PIECES = 1_000_000;

/**
 * Complete where the first directory and every strip or tile that it names lie inside the file. Writers put the directory before or behind the
 * pixels and fill in its position at the very end: until then it is zero.
 */
export async function isTiffComplete(reader: ByteReader): Promise<boolean> {
  const head = await reader.read(0, 16);
  if (head.length < 16) return false;
  const layout = layoutOf(head);
  const directory = layout.number(head, layout.firstDirectoryAt, layout.wordBytes);
  if (directory === 0 || directory >= reader.size) return false;

  const fields = await readDirectory(reader, layout, directory);
  const offsets = fields?.get(STRIP_OFFSETS) ?? fields?.get(TILE_OFFSETS);
  const byteCounts = fields?.get(STRIP_BYTE_COUNTS) ?? fields?.get(TILE_BYTE_COUNTS);
  if (offsets === undefined || byteCounts === undefined) return false;
  const starts = await readNumbers(reader, layout, offsets);
  const lengths = await readNumbers(reader, layout, byteCounts);
  if (starts === null || lengths === null) return false;
  return starts.every((start, index) => start + (lengths[index] ?? 0) <= reader.size);
}

function layoutOf(head: Buffer): Layout {
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

async function readDirectory(
  reader: ByteReader,
  layout: Layout,
  position: number,
): Promise<ReadonlyMap<number, Field> | null> {
  const countField = await reader.read(position, layout.countBytes);
  if (countField.length < layout.countBytes) return null;
  const count = layout.number(countField, 0, layout.countBytes);
  if (count > MOST_ENTRIES) return null;
  const entries = await reader.read(position + layout.countBytes, count * layout.entryBytes);
  if (entries.length < count * layout.entryBytes) return null;

  const fields = new Map<number, Field>();
  for (let start = 0; start < entries.length; start += layout.entryBytes) {
    const width = WIDTHS.get(layout.number(entries, start + 2, 2));
    if (width === undefined) continue;
    const value = entries.subarray(start + 4 + layout.wordBytes, start + layout.entryBytes);
    fields.set(layout.number(entries, start, 2), {
      width,
      count: layout.number(entries, start + 4, layout.wordBytes),
      value,
    });
  }
  return fields;
}

async function readNumbers(reader: ByteReader, layout: Layout, field: Field): Promise<number[] | null> {
  if (field.count > MOST_PIECES) return null;
  const length = field.count * field.width;
  const bytes =
    length <= layout.wordBytes
      ? field.value
      : await reader.read(layout.number(field.value, 0, layout.wordBytes), length);
  if (bytes.length < length) return null;
  return Array.from({ length: field.count }, (_, index) => layout.number(bytes, index * field.width, field.width));
}
