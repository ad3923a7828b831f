/**
 * Some cameras fill the code of a JPEG up to a round length before each restart marker. The decoder takes that for damage, as it may be: here the code is
 * followed block by block (ITU-T T.81, annex F), and what lies between its true end and the marker is left out: one byte again and again. Anything else may be
 * code that lost its beginning, and then nothing is mended.
 */
const RESTART = 0xd0;
const RESTART_NUMBERS = 8;
const COEFFICIENTS = 64;
const MARKER = { huffman: 0xc4, scan: 0xda, restartInterval: 0xdd };

/** The code words of one table, by their lengths: the first and the last of each, and where the values of the first begin. */
interface HuffmanTable {
  readonly first: readonly number[];
  readonly last: readonly number[];
  readonly valueAt: readonly number[];
  readonly values: Buffer;
}

interface Scan {
  readonly start: number;
  readonly restartInterval: number;
  /** Of each block of a unit of the scan, in its order. */
  readonly blocks: readonly { readonly dc: HuffmanTable; readonly ac: HuffmanTable }[];
  readonly units: number;
}

class Broken extends Error {}

/** Whether a decoder's complaint is about bytes before a restart marker. */
export function isAboutFilling(complaint: string): boolean {
  return /extraneous bytes before marker 0xd[0-7]/.test(complaint);
}

/** @returns null where that is not all that is wrong with it */
export function withoutFilling(jpeg: Buffer<ArrayBuffer>): Buffer<ArrayBuffer> | null {
  try {
    const scan = readScan(jpeg);
    if (scan === null) return null;
    const kept: Buffer[] = [];
    let from = 0;
    const reader = new CodeReader(jpeg, scan.start);
    for (let unit = 0; unit < scan.units; unit += 1) {
      if (unit > 0 && unit % scan.restartInterval === 0) {
        const end = reader.end();
        const marker = markerAfter(jpeg, end);
        const number = (unit / scan.restartInterval - 1) % RESTART_NUMBERS;
        if (jpeg[marker + 1] !== RESTART + number || !reader.isFilledUp() || !isFilling(jpeg, end, marker)) return null;
        kept.push(jpeg.subarray(from, end));
        from = marker;
        reader.moveTo(marker + 2);
      }
      for (const { dc, ac } of scan.blocks) skipBlock(reader, dc, ac);
    }
    return Buffer.concat([...kept, jpeg.subarray(from)]);
  } catch (thrown) {
    if (thrown instanceof Broken || thrown instanceof RangeError) return null;
    throw thrown;
  }
}

function isFilling(jpeg: Buffer, start: number, end: number): boolean {
  return jpeg.subarray(start, end).every((byte) => byte === jpeg[start]);
}

/** The place of the next marker; fill bytes of 0xFF before it are part of it. */
function markerAfter(jpeg: Buffer, from: number): number {
  for (let at = jpeg.indexOf(0xff, from); at >= 0; at = jpeg.indexOf(0xff, at + 1)) {
    const next = jpeg[at + 1] ?? 0;
    if (next !== 0 && next !== 0xff) return at;
  }
  throw new Broken();
}

/** What the headers of a sequential JPEG with one scan of all its components say; null for any other. */
function readScan(jpeg: Buffer): Scan | null {
  const tables = new Map<number, HuffmanTable>();
  let frame: Buffer | null = null;
  let restartInterval = 0;
  for (let at = 2; ; ) {
    at = markerAfter(jpeg, at);
    const marker = jpeg.readUInt8(at + 1);
    const end = at + 2 + jpeg.readUInt16BE(at + 2);
    const data = jpeg.subarray(at + 4, end);
    if (marker === MARKER.huffman) readTables(data, tables);
    else if (marker === MARKER.restartInterval) restartInterval = data.readUInt16BE(0);
    else if (marker === 0xc0 || marker === 0xc1) frame = data;
    else if (marker === MARKER.scan) {
      return frame === null || restartInterval === 0
        ? null
        : scanOf(frame, data, { tables, restartInterval, start: end });
    }
    at = end;
  }
}

function scanOf(
  frame: Buffer,
  header: Buffer,
  { tables, restartInterval, start }: Pick<Scan, 'restartInterval' | 'start'> & { tables: Map<number, HuffmanTable> },
): Scan | null {
  const [height, width, count] = [frame.readUInt16BE(1), frame.readUInt16BE(3), frame.readUInt8(5)];
  if (header.readUInt8(0) !== count) return null;
  const components = Array.from({ length: count }, (_, index) => {
    const sampling = frame.readUInt8(7 + index * 3);
    return { id: frame.readUInt8(6 + index * 3), across: sampling >> 4, down: sampling & 15 };
  });
  const isAlone = count === 1;
  const across = isAlone ? 1 : Math.max(...components.map((component) => component.across));
  const down = isAlone ? 1 : Math.max(...components.map((component) => component.down));
  const blocks = components.flatMap((component, index) => {
    const chosen = header.readUInt8(2 + index * 2);
    const dc = tables.get(chosen >> 4);
    const ac = tables.get(0x10 | (chosen & 15));
    if (dc === undefined || ac === undefined || header.readUInt8(1 + index * 2) !== component.id) throw new Broken();
    return new Array<{ dc: HuffmanTable; ac: HuffmanTable }>(isAlone ? 1 : component.across * component.down).fill({
      dc,
      ac,
    });
  });
  const units = Math.ceil(width / (8 * across)) * Math.ceil(height / (8 * down));
  return { start, restartInterval, blocks, units };
}

/** Their class and number, how many code words there are of each length, and their values (T.81, annex C). */
function readTables(data: Buffer, tables: Map<number, HuffmanTable>): void {
  for (let at = 0; at < data.length; ) {
    const counts = data.subarray(at + 1, at + 17);
    const [first, last, valueAt] = [[0], [-1], [0]];
    let code = 0;
    let values = 0;
    for (const count of counts) {
      first.push(code);
      last.push(code + count - 1);
      valueAt.push(values);
      values += count;
      code = (code + count) << 1;
    }
    tables.set(data.readUInt8(at), { first, last, valueAt, values: data.subarray(at + 17, at + 17 + values) });
    at += 17 + values;
  }
}

function skipBlock(reader: CodeReader, dc: HuffmanTable, ac: HuffmanTable): void {
  reader.skip(reader.value(dc));
  for (let coefficient = 1; coefficient < COEFFICIENTS; coefficient += 1) {
    const value = reader.value(ac);
    const [zeros, bits] = [value >> 4, value & 15];
    if (bits === 0 && zeros < 15) return;
    coefficient += zeros;
    if (coefficient >= COEFFICIENTS) throw new Broken();
    reader.skip(bits);
  }
}

/** Reads the bits of a scan, in which a zero follows every 0xFF. */
class CodeReader {
  readonly #jpeg: Buffer;
  #at: number;
  #byte = 0;
  #waiting = 0;

  constructor(jpeg: Buffer, at: number) {
    this.#jpeg = jpeg;
    this.#at = at;
  }

  moveTo(at: number): void {
    [this.#at, this.#waiting] = [at, 0];
  }

  /** Behind the last byte that was read; the bits of it that are left only fill it. */
  end(): number {
    return this.#at;
  }

  /** Whether the bits that are left of the last byte are ones, as an encoder leaves them. */
  isFilledUp(): boolean {
    const left = (1 << this.#waiting) - 1;
    return (this.#byte & left) === left;
  }

  skip(bits: number): void {
    for (let bit = 0; bit < bits; bit += 1) this.#bit();
  }

  value({ first, last, valueAt, values }: HuffmanTable): number {
    let code = 0;
    for (let length = 1; length < first.length; length += 1) {
      code = (code << 1) | this.#bit();
      const start = first[length] ?? 0;
      if (code <= (last[length] ?? -1)) return values.readUInt8((valueAt[length] ?? 0) + code - start);
    }
    throw new Broken();
  }

  #bit(): number {
    if (this.#waiting === 0) {
      this.#byte = this.#jpeg.readUInt8(this.#at);
      this.#at += 1;
      if (this.#byte === 0xff) {
        if (this.#jpeg.readUInt8(this.#at) !== 0) throw new Broken();
        this.#at += 1;
      }
      this.#waiting = 8;
    }
    this.#waiting -= 1;
    return (this.#byte >> this.#waiting) & 1;
  }
}
