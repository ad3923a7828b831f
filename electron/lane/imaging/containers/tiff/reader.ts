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

export interface Field {
  readonly type: number;
  readonly count: number;
  /** Where the first value lies in the file. */
  readonly position: number;
}

/** The fields of one directory by their tags. All of their values lie inside the file. */
export class Directory {
  readonly #reader: TiffReader;
  readonly #fields: ReadonlyMap<number, Field>;

  constructor(reader: TiffReader, fields: ReadonlyMap<number, Field>) {
    this.#reader = reader;
    this.#fields = fields;
  }

  has(tag: number): boolean {
    return this.#fields.has(tag);
  }

  count(tag: number): number {
    return this.#fields.get(tag)?.count ?? 0;
  }

  /** The value at `index`; `absent` where the directory does not have it. */
  value(tag: number, absent: number, index = 0): number {
    const field = this.#fields.get(tag);
    return field === undefined || index >= field.count ? absent : this.#reader.value(field, index);
  }
}

/** Reads numbers of a TIFF of either byte order, classic (32 bit) or BigTIFF (64 bit). */
export class TiffReader {
  readonly #bytes: Buffer;
  readonly #littleEndian: boolean;
  readonly #big: boolean;
  readonly headerBytes: number;
  readonly #offsetBytes: number;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    this.#littleEndian = bytes[0] === 0x49;
    this.#big = bytes[2] === 43 || bytes[3] === 43;
    this.headerBytes = this.#big ? 16 : 8;
    this.#offsetBytes = this.#big ? 8 : 4;
  }

  get size(): number {
    return this.#bytes.length;
  }

  firstDirectory(): number {
    return this.#offset(this.headerBytes - this.#offsetBytes);
  }

  /** The directory at `position`; null where it or a value lies beyond the file's end. */
  directory(position: number): Directory | null {
    const end = this.#endOfDirectory(position);
    if (end + this.#offsetBytes > this.#bytes.length) return null;
    const fields = new Map<number, Field>();
    for (let entry = position + this.#countBytes; entry < end; entry += this.#entryBytes) {
      const type = this.#number(entry + 2, 2);
      const count = this.#offset(entry + 4);
      const inline = entry + 4 + this.#offsetBytes;
      const byteLength = count * (TYPE_BYTES[type] ?? 1);
      const start = byteLength <= this.#offsetBytes ? inline : this.#offset(inline);
      if (start + byteLength > this.#bytes.length) return null;
      fields.set(this.#number(entry, 2), { type, count, position: start });
    }
    return new Directory(this, fields);
  }

  /** Where the directory that follows the one at `position`, which lies inside the file, begins; 0 for none. */
  nextDirectory(position: number): number {
    return this.#offset(this.#endOfDirectory(position));
  }

  value(field: Field, index: number): number {
    const size = TYPE_BYTES[field.type] ?? 1;
    return this.#number(field.position + index * size, size);
  }

  /** Beyond the file's end where the directory was cut. */
  #endOfDirectory(position: number): number {
    if (position + this.#countBytes > this.#bytes.length) return Number.MAX_SAFE_INTEGER;
    return position + this.#countBytes + this.#number(position, this.#countBytes) * this.#entryBytes;
  }

  get #countBytes(): number {
    return this.#big ? 8 : 2;
  }

  get #entryBytes(): number {
    return this.#big ? 20 : 12;
  }

  #offset(position: number): number {
    return this.#number(position, this.#offsetBytes);
  }

  /** An unsigned whole number of 1, 2, 4 or 8 bytes. */
  #number(position: number, size: number): number {
    if (size === 8) {
      return Number(this.#littleEndian ? this.#bytes.readBigUInt64LE(position) : this.#bytes.readBigUInt64BE(position));
    }
    return this.#littleEndian ? this.#bytes.readUIntLE(position, size) : this.#bytes.readUIntBE(position, size);
  }
}
