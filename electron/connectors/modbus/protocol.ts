/**
 * Requests of Modbus and their answers ("MODBUS Application Protocol Specification V1.1b3", chapter 6): function codes 1 to 6, 15, 16 and 23.
 */

/** What can be read and written; null and false where an address is not there. */
export interface Memory {
  readBits(at: number, count: number): readonly boolean[] | null;
  readRegisters(at: number, count: number): Buffer | null;
  writeBits(at: number, bits: readonly boolean[]): boolean;
  writeRegisters(at: number, bytes: Buffer): boolean;
}

export const EXCEPTIONS = { function: 1, address: 2, value: 3, failure: 4, unit: 11 } as const;
type ExceptionName = keyof typeof EXCEPTIONS;

/** The answer is an error. */
class ModbusException extends Error {
  readonly exception: ExceptionName;

  constructor(exception: ExceptionName) {
    super(exception);
    this.exception = exception;
  }
}

export interface Answer {
  readonly bytes: Buffer;
  /** Null where the request was carried out. */
  readonly exception: ExceptionName | null;
}

/** The most that one request may ask for, so that its answer fits into a frame. */
const MOST = {
  readBits: 2000,
  readRegisters: 125,
  writeBits: 1968,
  writeRegisters: 123,
  exchangedRegisters: 121,
} as const;
const COIL_ON = 0xff_00;

const FUNCTIONS: Readonly<Record<number, (request: Buffer, memory: Memory) => Buffer>> = {
  1: readBits,
  2: readBits,
  3: readRegisters,
  4: readRegisters,
  5: writeCoil,
  6: writeRegister,
  15: writeCoils,
  16: writeRegisters,
  23: exchangeRegisters,
};

/** @param request function code and data, without what a transport puts around them; at least one byte */
export function answerTo(request: Buffer, memory: Memory): Answer {
  const code = request.readUInt8(0);
  try {
    const carryOut = FUNCTIONS[code];
    if (carryOut === undefined) throw new ModbusException('function');
    return { bytes: carryOut(request, memory), exception: null };
  } catch (thrown) {
    return exceptionTo(code, thrown instanceof ModbusException ? thrown.exception : 'failure');
  }
}

export function exceptionTo(code: number, exception: ExceptionName): Answer {
  return { bytes: Buffer.from([(code & 0x7f) | 0x80, EXCEPTIONS[exception]]), exception };
}

function readBits(request: Buffer, memory: Memory): Buffer {
  const { at, count } = rangeOf(request, MOST.readBits, 5);
  const bits = memory.readBits(at, count) ?? missing();
  const bytes = Buffer.alloc(Math.ceil(count / 8));
  for (const [place, isOn] of bits.entries())
    if (isOn) bytes.writeUInt8(bytes.readUInt8(place >> 3) | (1 << (place & 7)), place >> 3);
  return Buffer.concat([Buffer.from([request.readUInt8(0), bytes.length]), bytes]);
}

function readRegisters(request: Buffer, memory: Memory): Buffer {
  const { at, count } = rangeOf(request, MOST.readRegisters, 5);
  const bytes = memory.readRegisters(at, count) ?? missing();
  return Buffer.concat([Buffer.from([request.readUInt8(0), bytes.length]), bytes]);
}

function writeCoil(request: Buffer, memory: Memory): Buffer {
  expectLength(request, 5);
  const value = request.readUInt16BE(3);
  if (value !== 0 && value !== COIL_ON) throw new ModbusException('value');
  if (!memory.writeBits(request.readUInt16BE(1), [value === COIL_ON])) missing();
  return request;
}

function writeRegister(request: Buffer, memory: Memory): Buffer {
  expectLength(request, 5);
  if (!memory.writeRegisters(request.readUInt16BE(1), request.subarray(3, 5))) missing();
  return request;
}

function writeCoils(request: Buffer, memory: Memory): Buffer {
  const { at, count } = rangeOf(request, MOST.writeBits);
  const bytes = written(request, 5, Math.ceil(count / 8));
  const bits = Array.from({ length: count }, (_, place) => ((bytes.readUInt8(place >> 3) >> (place & 7)) & 1) === 1);
  if (!memory.writeBits(at, bits)) missing();
  return request.subarray(0, 5);
}

function writeRegisters(request: Buffer, memory: Memory): Buffer {
  const { at, count } = rangeOf(request, MOST.writeRegisters);
  if (!memory.writeRegisters(at, written(request, 5, count * 2))) missing();
  return request.subarray(0, 5);
}

/** Writes first and reads then. What is to be read must be there before anything is written. */
function exchangeRegisters(request: Buffer, memory: Memory): Buffer {
  const read = rangeOf(request, MOST.readRegisters);
  expectLeast(request, 10);
  const write = rangeOf(request.subarray(4), MOST.exchangedRegisters);
  const bytes = written(request, 9, write.count * 2);
  if (memory.readRegisters(read.at, read.count) === null || !memory.writeRegisters(write.at, bytes)) missing();
  const found = memory.readRegisters(read.at, read.count) ?? missing();
  return Buffer.concat([Buffer.from([request.readUInt8(0), found.length]), found]);
}

/** Address and count behind the first byte. */
function rangeOf(request: Buffer, most: number, length?: number): { readonly at: number; readonly count: number } {
  if (length === undefined) expectLeast(request, 5);
  else expectLength(request, length);
  const count = request.readUInt16BE(3);
  if (count < 1 || count > most) throw new ModbusException('value');
  return { at: request.readUInt16BE(1), count };
}

/** What is to be written: its length at a place, and so many bytes behind it, to the end. */
function written(request: Buffer, at: number, length: number): Buffer {
  expectLength(request, at + 1 + length);
  if (request.readUInt8(at) !== length) throw new ModbusException('value');
  return request.subarray(at + 1);
}

function expectLength(request: Buffer, length: number): void {
  if (request.length !== length) throw new ModbusException('value');
}

function expectLeast(request: Buffer, length: number): void {
  if (request.length < length) throw new ModbusException('value');
}

function missing(): never {
  throw new ModbusException('address');
}
