import { DamagedDatabase } from './databasePages.ts';

/** A value as SQLite stores it. An integer that a double cannot hold is a `bigint`. */
export type Value = string | number | bigint | Buffer | null;

/** A variable-length integer and where it ends. @throws RangeError where the bytes end within it */
export function varint(bytes: Buffer, start: number): readonly [value: number, end: number] {
  let value = 0;
  for (let at = start; at < start + 8; at += 1) {
    const byte = bytes.readUInt8(at);
    // A rowid of 64 bits needs more than a double has: no row of a station has such a one, and the double is near enough to be refused.
    value = value * 128 + (byte & 127);
    if (byte < 128) return [value, at + 1];
  }
  return [value * 256 + bytes.readUInt8(start + 8), start + 9];
}

/** The values of a row from its payload. @throws DamagedDatabase where it is not one */
export function storedValues(payload: Buffer, page: number): Value[] {
  const [headerSize, begin] = varint(payload, 0);
  const values: Value[] = [];
  let at = begin;
  let data = headerSize;
  while (at < headerSize) {
    const [type, next] = varint(payload, at);
    at = next;
    const size = sizeOfType(type);
    if (size < 0 || data + size > payload.length) throw new DamagedDatabase(page, 'a row is longer than its place');
    values.push(decoded(type, payload, data, size));
    data += size;
  }
  if (at !== headerSize || data !== payload.length)
    throw new DamagedDatabase(page, 'a row has not the length that it says');
  return values;
}

const SIZES = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0];

function sizeOfType(type: number): number {
  return SIZES[type] ?? Math.floor((type - 12) / 2);
}

function decoded(type: number, payload: Buffer, at: number, size: number): Value {
  if (type >= 12) {
    return type % 2 === 1 ? payload.toString('utf8', at, at + size) : Buffer.from(payload.subarray(at, at + size));
  }
  if (type === 0) return null;
  if (type === 7) return payload.readDoubleBE(at);
  if (type >= 8) return type - 8;
  if (type < 6) return payload.readIntBE(at, size);
  const value = payload.readBigInt64BE(at);
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}
