import { DamagedDatabase, type DatabasePages } from './databasePages.ts';
import { varint } from './storedRecord.ts';

/** Kinds of pages: those that hold rows, and those that lead to them. Indexes, and tables that are one, are not read. */
const LEAF = 13;
const INTERIOR = 5;
/** The first page begins with the header of the file. */
const FILE_HEADER_BYTES = 100;
const SMALLEST_CELL = 4;

/** A page of a tree. */
export interface BtreePage {
  readonly number: number;
  readonly bytes: Buffer;
  readonly usableSize: number;
  /** Its cells hold rows; otherwise they lead to children. */
  readonly isLeaf: boolean;
  /** Where its cells begin. */
  readonly offsets: readonly number[];
  /** The last child. */
  readonly rightmost: number;
}

/** One cell: a row, or the way to a child whose rows have no larger number. */
export interface Cell {
  readonly child: number;
  readonly rowid: number;
  /** Bytes of the whole payload. */
  readonly size: number;
  /** As much of it as lies in this page. */
  readonly local: Buffer;
  /** The page where it goes on; 0 where it does not. */
  readonly overflow: number;
  /** Where the cell ends. */
  readonly end: number;
}

/** @throws DamagedDatabase, RangeError */
export function parsePage(pages: DatabasePages, number: number): BtreePage {
  const bytes = pages.page(number);
  const header = number === 1 ? FILE_HEADER_BYTES : 0;
  const isLeaf = bytes.readUInt8(header) === LEAF;
  if (!isLeaf && bytes.readUInt8(header) !== INTERIOR) throw new DamagedDatabase(number, 'it is not a page of a tree');
  const count = bytes.readUInt16BE(header + 3);
  const pointers = header + (isLeaf ? 8 : 12);
  const offsets = Array.from({ length: count }, (_, index) => bytes.readUInt16BE(pointers + 2 * index));
  const rightmost = isLeaf ? 0 : bytes.readUInt32BE(header + 8);
  const page = { number, bytes, isLeaf, offsets, rightmost, usableSize: pages.usableSize };
  requireFilled(page, header, pointers + 2 * count);
  return page;
}

/** Every byte of a page belongs to a cell, a free block, a fragment or the gap in the middle, as in SQLite's own check: no changed byte goes unnoticed. */
function requireFilled(page: BtreePage, header: number, pointersEnd: number): void {
  const { bytes, usableSize, number } = page;
  const contentStart = bytes.readUInt16BE(header + 5) || 65536;
  const used = page.offsets.map((start, index): readonly [number, number] => {
    const { end } = parseCell(page, index);
    return [start, Math.max(end, start + SMALLEST_CELL)];
  });
  let last = 0;
  for (let block = bytes.readUInt16BE(header + 1); block !== 0; block = bytes.readUInt16BE(block)) {
    if (block <= last) throw new DamagedDatabase(number, 'its free blocks are not in order');
    used.push([block, block + bytes.readUInt16BE(block + 2)]);
    last = block;
  }
  used.sort(([a], [b]) => a - b);
  let [end, fragments] = [contentStart, 0];
  for (const [start, next] of used) {
    if (start < end) throw new DamagedDatabase(number, 'its cells overlap');
    fragments += start - end;
    end = next;
  }
  fragments += usableSize - end;
  if (contentStart < pointersEnd || end > usableSize || fragments !== bytes.readUInt8(header + 7))
    throw new DamagedDatabase(number, 'its cells do not fill it');
}

/** @throws RangeError, DamagedDatabase */
export function parseCell({ bytes, number, isLeaf, offsets, usableSize }: BtreePage, index: number): Cell {
  const start = offsets[index] ?? 0;
  let at = isLeaf ? start : start + 4;
  const child = isLeaf ? 0 : bytes.readUInt32BE(start);
  let [size, rowid] = [0, 0];
  if (isLeaf) [size, at] = varint(bytes, at);
  [rowid, at] = varint(bytes, at);
  const length = localBytes(size, usableSize);
  const local = bytes.subarray(at, at + length);
  at += length;
  const overflow = length < size ? bytes.readUInt32BE(at) : 0;
  const end = length < size ? at + 4 : at;
  if (end > usableSize || (length < size && overflow === 0)) throw new DamagedDatabase(number, 'a cell is too long');
  return { child, rowid, size, local, overflow, end };
}

/** How much of a payload lies in the page itself (file format, 1.6). */
function localBytes(size: number, usableSize: number): number {
  const most = usableSize - 35;
  if (size <= most) return size;
  const least = Math.floor(((usableSize - 12) * 32) / 255) - 23;
  const surplus = least + ((size - least) % (usableSize - 4));
  return surplus <= most ? surplus : least;
}
