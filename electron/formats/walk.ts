/** A part of a file that a walk asks for. Where the file ends earlier, it gets fewer bytes. */
export interface Range {
  readonly offset: number;
  readonly length: number;
}

/**
 * A way through a file that asks for the bytes it needs, and does not know where they come from: the intake drives it over an open file that may still be
 * growing, a lane over the bytes that it judges.
 */
export type Walk<Result> = Generator<Range, Result, Buffer>;

export function* bytesAt(offset: number, length: number): Walk<Buffer> {
  return yield { offset, length };
}

/** Drives a walk over bytes that are there, without copying any. */
export function walkBuffer<Result>(walk: Walk<Result>, bytes: Buffer): Result {
  let step = walk.next();
  while (step.done !== true) {
    const { offset, length } = step.value;
    step = walk.next(bytes.subarray(offset, offset + length));
  }
  return step.value;
}

/** Reads parts of a file at will. Past the end it gives fewer bytes, never an error. */
export interface ByteReader {
  readonly size: number;
  readonly read: (offset: number, length: number) => Promise<Buffer>;
}

/** Read at once: several small pieces that lie beside each other, or the beginning of one large. */
const LEAST_READ_BYTES = 256;

/** Drives a walk over a file. What was read last is kept, so that small steps cost no reads of their own. */
export async function walkFile<Result>(walk: Walk<Result>, { size, read }: ByteReader): Promise<Result> {
  let window: Buffer = Buffer.alloc(0);
  let windowStart = 0;
  let step = walk.next();
  while (step.done !== true) {
    const start = Math.min(step.value.offset, size);
    const end = Math.min(step.value.offset + step.value.length, size);
    if (end > start && (start < windowStart || end > windowStart + window.length)) {
      windowStart = start;
      window = await read(start, Math.min(Math.max(end - start, LEAST_READ_BYTES), size - start));
    }
    step = walk.next(end > start ? window.subarray(start - windowStart, end - windowStart) : Buffer.alloc(0));
  }
  return step.value;
}

/** Code of no format ends with so many zeros; room that was reserved does. */
const TAIL_BYTES = 1024;
const PLACES = 16;
const PLACE_BYTES = 64;

/** Whether compressed data ends in nothing but zeros: its room is reserved, and its end is not written. */
export function* endsInZeros(start: number, end: number): Walk<boolean> {
  return end - start >= TAIL_BYTES && isZero(yield* bytesAt(end - TAIL_BYTES, TAIL_BYTES));
}

/**
 * Whether plain samples seem to be zero everywhere, looked at in a few places: reserved room, or a picture that is black all over. One whose lower
 * half is black is an ordinary picture of a part on a dark ground.
 */
export function* isZeroThroughout(start: number, end: number): Walk<boolean> {
  const length = Math.min(PLACE_BYTES, end - start);
  if (length <= 0) return false;
  for (let place = 0; place < PLACES; place += 1) {
    const offset = start + Math.floor(((end - start - length) * place) / (PLACES - 1));
    if (!isZero(yield* bytesAt(offset, length))) return false;
  }
  return true;
}

function isZero(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0);
}
