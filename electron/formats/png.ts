import { crc32 } from 'node:zlib';
import {
  type Completeness,
  corrupt,
  type Fault,
  type ImageFormat,
  MAXIMUM_PIXELS,
  TRUNCATED,
  unsupported,
} from './format.ts';
import { bytesAt, type Walk } from './walk.ts';

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** Length, type and checksum around the data of every chunk. */
const CHUNK_FRAME_BYTES = 12;
/** The IEND chunk: no data, and therefore always the same twelve bytes. */
const IEND = Buffer.from([0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82]);
const HEADER_BYTES = 13;
/** Behind the signature, the header's length and name, width and height. */
const BIT_DEPTH_AT = 24;
/** Deflate makes at most 1032 bytes of one (258 of two bits). */
const LARGEST_EXPANSION = 1032;
/** Samples of a pixel by the header's colour type. */
const SAMPLES: ReadonlyMap<number, number> = new Map([
  [0, 1],
  [2, 3],
  [3, 1],
  [4, 2],
  [6, 4],
]);
/** A growing file is looked at often: of more chunks than this an end mark near the file's end is believed. */
const MOST_CHUNKS = 100_000;
const TAIL_BYTES = 4096;

export const png: ImageFormat<'png'> = {
  kind: 'png',
  signatures: [SIGNATURE],
  extensions: ['.png'],
  mediaType: 'image/png',
  mostPixels: MAXIMUM_PIXELS,
  isShownByBrowsers: (head) => (head[BIT_DEPTH_AT] ?? 16) <= 8,
  completeness,
  fault,
};

interface Chunk {
  readonly type: string;
  /** The frame where the chunk has no data; its beginning otherwise. */
  readonly frame: Buffer;
  readonly dataBytes: number;
  readonly end: number;
}

/** @returns null where the file ends before a chunk could */
function* chunkAt(position: number, size: number): Walk<Chunk | null> {
  if (position + CHUNK_FRAME_BYTES > size) return null;
  const frame = yield* bytesAt(position, CHUNK_FRAME_BYTES);
  if (frame.length < CHUNK_FRAME_BYTES) return null;
  const dataBytes = frame.readUInt32BE(0);
  return { type: frame.toString('latin1', 4, 8), frame, dataBytes, end: position + CHUNK_FRAME_BYTES + dataBytes };
}

/** Four letters; anything else where a part of the file is reserved and not written yet. */
function isChunkType(type: string): boolean {
  return /^[A-Za-z]{4}$/.test(type);
}

/** Complete where the chunks, stepped over by their lengths, lead to IEND, whatever and however much follows it. */
function* completeness(size: number): Walk<Completeness> {
  let position = SIGNATURE.length;
  for (let chunks = 0; chunks < MOST_CHUNKS; chunks += 1) {
    const chunk = yield* chunkAt(position, size);
    if (chunk === null || !isChunkType(chunk.type)) return 'incomplete';
    if (chunk.frame.equals(IEND)) return 'complete';
    position = chunk.end;
  }
  const tail = yield* bytesAt(Math.max(0, size - TAIL_BYTES), TAIL_BYTES);
  return tail.includes(IEND) ? 'complete' : 'incomplete';
}

/** Walks the chunks up to IEND and compares each checksum (PNG specification, section 5.3). */
function* fault(size: number): Walk<Fault | null> {
  let position = SIGNATURE.length;
  let rowsBytes = 0;
  let dataBytes = 0;
  for (;;) {
    const chunk = yield* chunkAt(position, size);
    if (chunk === null) return TRUNCATED;
    const { type, end } = chunk;
    if (!isChunkType(type)) return corrupt(`no PNG chunk at byte ${position}`);
    if ((position === SIGNATURE.length) !== (type === 'IHDR')) {
      return corrupt('its header is missing or not its first chunk');
    }
    if (end > size) return TRUNCATED;
    const content = yield* bytesAt(position + 4, end - position - 4);
    if (crc32(content.subarray(0, -4)) !== content.readUInt32BE(content.length - 4)) {
      return corrupt(`wrong checksum of its chunk ${type} at byte ${position}`);
    }
    const data = content.subarray(4, -4);
    if (type === 'IHDR') {
      if (data.length !== HEADER_BYTES) return corrupt('its header has a wrong length');
      rowsBytes = leastRowsBytes(data);
    }
    if (type === 'IDAT') dataBytes += data.length;
    if (isAnimation(type, data)) return unsupported('it is an animation');
    if (type === 'IEND') {
      if (dataBytes * LARGEST_EXPANSION >= rowsBytes) return null;
      return corrupt(`its ${dataBytes} bytes cannot hold all of its pixels`);
    }
    position = end;
  }
}

/** What the picture of this header takes at least before it is compressed; 0 for one that is too large to be decoded anyway. */
function leastRowsBytes(header: Buffer): number {
  if (header.readUInt32BE(0) * header.readUInt32BE(4) > MAXIMUM_PIXELS) return 0;
  const bitsPerPixel = header.readUInt8(8) * (SAMPLES.get(header.readUInt8(9)) ?? 1);
  return Math.ceil((header.readUInt32BE(0) * bitsPerPixel) / 8) * header.readUInt32BE(4);
}

/** `acTL` of more than one frame, or a frame beyond the first (`fdAT`). */
function isAnimation(type: string, data: Buffer): boolean {
  return type === 'fdAT' || (type === 'acTL' && data.length >= 4 && data.readUInt32BE(0) > 1);
}
