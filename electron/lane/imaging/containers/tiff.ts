import { type ContainerFault, TRUNCATED } from './fault.ts';

/** Tags of TIFF 6.0 that say where the pixels lie and what a directory is for. */
const TAG = { newSubfileType: 254, stripOffsets: 273, stripByteCounts: 279, tileOffsets: 324, tileByteCounts: 325 };

/** Bytes of one value of each field type, by the type's number (13, 16, 17, 18: TIFF extensions and BigTIFF). */
const TYPE_BYTES: Readonly<Record<number, number>> = {
  1: 1,
  2: 1,
  3: 2,
  4: 4,
  5: 8,
  6: 1,
  7: 1,
  8: 2,
  9: 4,
  10: 8,
  11: 4,
  12: 8,
  13: 4,
  16: 8,
  17: 8,
  18: 8,
};

/** A camera writes one picture, perhaps with a preview; longer chains are a loop or no camera image. */
const MAXIMUM_DIRECTORIES = 64;

interface Field {
  readonly type: number;
  readonly count: number;
  /** Where the first value lies in the file. */
  readonly position: number;
}

/** Walks the directories: each must lie inside the file, and so must every value and every strip or tile that it names. */
export function checkTiff(bytes: Buffer): ContainerFault | null {
  const reader = new TiffReader(bytes);
  if (bytes.length < reader.headerBytes) return TRUNCATED;
  let directory = reader.offset(reader.headerBytes - reader.offsetBytes);
  if (directory === 0) return { kind: 'corrupt', reason: 'it has no directory' };
  let fullPictures = 0;
  for (let visited = 0; directory !== 0; visited += 1) {
    if (visited === MAXIMUM_DIRECTORIES) return { kind: 'corrupt', reason: 'its directories do not end' };
    const fields = reader.fields(directory);
    if (fields === null || !reader.holdsAllPixels(fields)) return TRUNCATED;
    const subfile = fields.get(TAG.newSubfileType);
    const isReduced = subfile !== undefined && (reader.value(subfile, 0) & 1) === 1;
    if (!isReduced) fullPictures += 1;
    directory = reader.offset(reader.endOfDirectory(directory));
  }
  return fullPictures > 1 ? { kind: 'unsupported', reason: `it holds ${fullPictures} pictures` } : null;
}

/** Reads numbers of a TIFF of either byte order, classic (32 bit) or BigTIFF (64 bit). */
class TiffReader {
  readonly #bytes: Buffer;
  readonly #littleEndian: boolean;
  readonly #big: boolean;
  readonly headerBytes: number;
  readonly offsetBytes: number;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    this.#littleEndian = bytes[0] === 0x49;
    this.#big = bytes[2] === 43 || bytes[3] === 43;
    this.headerBytes = this.#big ? 16 : 8;
    this.offsetBytes = this.#big ? 8 : 4;
  }

  /** The fields of the directory at `directory` by tag; null where the directory or a value lies beyond the file's end. */
  fields(directory: number): Map<number, Field> | null {
    const end = this.endOfDirectory(directory);
    if (end + this.offsetBytes > this.#bytes.length) return null;
    const fields = new Map<number, Field>();
    for (let entry = directory + this.#countBytes; entry < end; entry += this.#entryBytes) {
      const type = this.#number(entry + 2, 2);
      const count = this.offset(entry + 4);
      const inline = entry + 4 + this.offsetBytes;
      const byteLength = count * (TYPE_BYTES[type] ?? 1);
      const position = byteLength <= this.offsetBytes ? inline : this.offset(inline);
      if (position + byteLength > this.#bytes.length) return null;
      fields.set(this.#number(entry, 2), { type, count, position });
    }
    return fields;
  }

  /** Where the offset of the next directory stands; beyond the file's end where this one was cut. */
  endOfDirectory(directory: number): number {
    if (directory + this.#countBytes > this.#bytes.length) return Number.MAX_SAFE_INTEGER;
    return directory + this.#countBytes + this.#number(directory, this.#countBytes) * this.#entryBytes;
  }

  holdsAllPixels(fields: Map<number, Field>): boolean {
    return (
      this.#insideFile(fields.get(TAG.stripOffsets), fields.get(TAG.stripByteCounts)) &&
      this.#insideFile(fields.get(TAG.tileOffsets), fields.get(TAG.tileByteCounts))
    );
  }

  offset(position: number): number {
    return this.#number(position, this.offsetBytes);
  }

  value(field: Field, index: number): number {
    const size = TYPE_BYTES[field.type] ?? 1;
    return this.#number(field.position + index * size, size);
  }

  get #countBytes(): number {
    return this.#big ? 8 : 2;
  }

  get #entryBytes(): number {
    return this.#big ? 20 : 12;
  }

  #insideFile(offsets: Field | undefined, counts: Field | undefined): boolean {
    if (offsets === undefined || counts === undefined) return true;
    for (let index = 0; index < Math.min(offsets.count, counts.count); index += 1) {
      if (this.value(offsets, index) + this.value(counts, index) > this.#bytes.length) return false;
    }
    return true;
  }

  /** An unsigned whole number of 1, 2, 4 or 8 bytes. */
  #number(position: number, size: number): number {
    if (size === 8) {
      return Number(this.#littleEndian ? this.#bytes.readBigUInt64LE(position) : this.#bytes.readBigUInt64BE(position));
    }
    return this.#littleEndian ? this.#bytes.readUIntLE(position, size) : this.#bytes.readUIntBE(position, size);
  }
}
