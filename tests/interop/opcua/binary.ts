/** Binary encoding of OPC UA (OPC 10000-6, 5.2), as much of it as the client beside this file sends and reads. */

/** Numbers of built-in types (5.1.2) that stand in variants here. */
export const TYPE = {
  ...{ Boolean: 1, Int32: 6, UInt32: 7, Double: 11, String: 12, DateTime: 13, LocalizedText: 21, Structure: 22 },
} as const;
/** 100 ns steps since 1601, of 1970. */
const EPOCH = 116_444_736_000_000_000n;

export type NodeId = { readonly namespace: number; readonly id: number | string | Buffer };

/** A structure that is not read further: the number of its encoding, and its bytes. */
export interface Structure {
  readonly type: NodeId;
  readonly body: Buffer;
}

export interface Variant {
  readonly type: number;
  readonly value: unknown;
}

export interface DataValue {
  readonly value: unknown;
  readonly status: number;
}

/** Writes one field after the other; each method gives the writer itself. */
export class Writer {
  readonly #parts: Buffer[] = [];

  bytes(): Buffer {
    return Buffer.concat(this.#parts);
  }

  raw(bytes: Buffer): this {
    this.#parts.push(bytes);
    return this;
  }

  byte(value: number): this {
    return this.raw(Buffer.of(value));
  }

  uint16(value: number): this {
    const bytes = Buffer.alloc(2);
    bytes.writeUInt16LE(value);
    return this.raw(bytes);
  }

  uint32(value: number): this {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(value);
    return this.raw(bytes);
  }

  int32(value: number): this {
    const bytes = Buffer.alloc(4);
    bytes.writeInt32LE(value);
    return this.raw(bytes);
  }

  double(value: number): this {
    const bytes = Buffer.alloc(8);
    bytes.writeDoubleLE(value);
    return this.raw(bytes);
  }

  date(value: Date): this {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(BigInt(value.getTime()) * 10_000n + EPOCH);
    return this.raw(bytes);
  }

  byteString(value: Buffer | null): this {
    return value === null ? this.int32(-1) : this.int32(value.length).raw(value);
  }

  string(value: string | null): this {
    return this.byteString(value === null ? null : Buffer.from(value));
  }

  array<Item>(items: readonly Item[], write: (item: Item) => void): this {
    this.int32(items.length);
    for (const item of items) write(item);
    return this;
  }

  nodeId({ namespace, id }: NodeId): this {
    if (typeof id === 'string') return this.byte(3).uint16(namespace).string(id);
    if (typeof id === 'number') return this.byte(2).uint16(namespace).uint32(id);
    return this.byte(5).uint16(namespace).byteString(id);
  }

  structure({ type, body }: Structure | { readonly type: NodeId; readonly body: null }): this {
    this.nodeId(type);
    return body === null ? this.byte(0) : this.byte(1).byteString(body);
  }

  variant({ type, value }: Variant): this {
    this.byte(type);
    switch (type) {
      case TYPE.Boolean:
        return this.byte(value === true ? 1 : 0);
      case TYPE.Int32:
        return this.int32(value as number);
      case TYPE.UInt32:
        return this.uint32(value as number);
      case TYPE.String:
        return this.string(value as string);
      case TYPE.Structure:
        return this.structure((value as Structure | null) ?? NOTHING);
      default:
        throw new Error(`Variants of the type ${type} are not written.`);
    }
  }
}

export const NOTHING = { type: { namespace: 0, id: 0 }, body: null } as const;

/** Reads one field after the other. */
export class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  raw(length: number): Buffer {
    if (length < 0 || this.#at + length > this.#bytes.length) throw new Error(`A message ends ${length} bytes early.`);
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  rest(): Buffer {
    return this.raw(this.#bytes.length - this.#at);
  }

  byte(): number {
    return this.raw(1).readUInt8();
  }

  uint16(): number {
    return this.raw(2).readUInt16LE();
  }

  uint32(): number {
    return this.raw(4).readUInt32LE();
  }

  int32(): number {
    return this.raw(4).readInt32LE();
  }

  double(): number {
    return this.raw(8).readDoubleLE();
  }

  date(): Date {
    return new Date(Number((this.raw(8).readBigInt64LE() - EPOCH) / 10_000n));
  }

  byteString(): Buffer | null {
    const length = this.int32();
    return length < 0 ? null : this.raw(length);
  }

  string(): string | null {
    return this.byteString()?.toString() ?? null;
  }

  array<Item>(read: () => Item): Item[] {
    return Array.from({ length: Math.max(0, this.int32()) }, read);
  }

  nodeId(): NodeId {
    const form = this.byte();
    switch (form & 0x3f) {
      case 0:
        return { namespace: 0, id: this.byte() };
      case 1:
        return { namespace: this.byte(), id: this.uint16() };
      case 2:
        return { namespace: this.uint16(), id: this.uint32() };
      case 3:
        return { namespace: this.uint16(), id: this.string() ?? '' };
      case 4:
        return { namespace: this.uint16(), id: this.raw(16) };
      case 5:
        return { namespace: this.uint16(), id: this.byteString() ?? Buffer.alloc(0) };
      default:
        throw new Error(`A node id of the form ${form}.`);
    }
  }

  structure(): Structure | null {
    const type = this.nodeId();
    const hasBody = this.byte() !== 0;
    return hasBody ? { type, body: this.byteString() ?? Buffer.alloc(0) } : null;
  }

  localizedText(): string | null {
    const mask = this.byte();
    if (mask & 1) this.string();
    return mask & 2 ? this.string() : null;
  }

  diagnostics(): void {
    const mask = this.byte();
    for (const bit of [1, 2, 4, 8]) if (mask & bit) this.int32();
    if (mask & 16) this.string();
    if (mask & 32) this.uint32();
    if (mask & 64) this.diagnostics();
  }

  variant(): unknown {
    const mask = this.byte();
    const read = (): unknown => this.#scalar(mask & 0x3f);
    return mask & 0x80 ? this.array(read) : read();
  }

  dataValue(): DataValue {
    const mask = this.byte();
    const value = mask & 1 ? this.variant() : null;
    const status = mask & 2 ? this.uint32() : 0;
    for (const [bit, length] of [
      [4, 8],
      [16, 2],
      [8, 8],
      [32, 2],
    ] as const)
      if (mask & bit) this.raw(length);
    return { value, status };
  }

  #scalar(type: number): unknown {
    switch (type) {
      case 0:
        return null;
      case TYPE.Boolean:
        return this.byte() !== 0;
      case TYPE.Int32:
        return this.int32();
      case TYPE.UInt32:
        return this.uint32();
      case TYPE.Double:
        return this.double();
      case TYPE.String:
        return this.string();
      case TYPE.DateTime:
        return this.date();
      case TYPE.LocalizedText:
        return this.localizedText();
      case TYPE.Structure:
        return this.structure();
      default:
        throw new Error(`Values of the type ${type} are not read.`);
    }
  }
}
