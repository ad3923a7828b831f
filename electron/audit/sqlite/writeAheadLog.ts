import { readAt } from './fileBytes.ts';

const HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;
/** The last bit says which way round the words of the checksums are. */
const MAGIC = 0x377f0682;

/** What a write-ahead log adds to its database. */
interface LoggedPages {
  /** Where in the log the newest committed content of a page begins. */
  readonly frames: ReadonlyMap<number, number>;
  /** Pages of the whole database after the last commit. */
  readonly pageCount: number;
}

/** Reads a write-ahead log up to its last whole commit; null where it holds none. */
export function readWriteAheadLog(file: number, pageSize: number): LoggedPages | null {
  const header = readAt(file, 0, HEADER_BYTES);
  if (header.length < HEADER_BYTES || (header.readUInt32BE(0) & ~1) >>> 0 !== MAGIC) return null;
  const isBigEndian = (header.readUInt32BE(0) & 1) === 1;
  let sum = checksum(header.subarray(0, 24), isBigEndian, [0, 0]);
  if (!isSum(header, 24, sum) || header.readUInt32BE(8) !== pageSize) return null;
  const frames = new Map<number, number>();
  const uncommitted = new Map<number, number>();
  let pageCount = 0;
  for (let start = HEADER_BYTES; ; start += FRAME_HEADER_BYTES + pageSize) {
    const frame = readAt(file, start, FRAME_HEADER_BYTES + pageSize);
    if (frame.length < FRAME_HEADER_BYTES + pageSize || !frame.subarray(8, 16).equals(header.subarray(16, 24))) break;
    sum = checksum(frame.subarray(FRAME_HEADER_BYTES), isBigEndian, checksum(frame.subarray(0, 8), isBigEndian, sum));
    if (!isSum(frame, 16, sum)) break;
    uncommitted.set(frame.readUInt32BE(0), start + FRAME_HEADER_BYTES);
    const pagesAfterCommit = frame.readUInt32BE(4);
    if (pagesAfterCommit === 0) continue;
    pageCount = pagesAfterCommit;
    for (const [page, offset] of uncommitted) frames.set(page, offset);
    uncommitted.clear();
  }
  return pageCount === 0 ? null : { frames, pageCount };
}

type Sum = readonly [number, number];

function checksum(bytes: Buffer, isBigEndian: boolean, [first, second]: Sum): Sum {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let [s0, s1] = [first, second];
  for (let at = 0; at < bytes.length; at += 8) {
    s0 = (s0 + view.getUint32(at, !isBigEndian) + s1) >>> 0;
    s1 = (s1 + view.getUint32(at + 4, !isBigEndian) + s0) >>> 0;
  }
  return [s0, s1];
}

function isSum(bytes: Buffer, at: number, [s0, s1]: Sum): boolean {
  return bytes.readUInt32BE(at) === s0 && bytes.readUInt32BE(at + 4) === s1;
}
