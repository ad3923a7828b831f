import { describe, expect, it } from 'vitest';
import { readSafetensors } from './safetensors.ts';

interface Part {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

/** A safetensors file as its specification describes it; `padding` spaces shift the values off their natural boundaries. */
function file(parts: Readonly<Record<string, Part>>, padding = 0): Uint8Array {
  let offset = 0;
  const entries = Object.entries(parts).map(([name, { dtype, shape, bytes }]) => {
    const start = offset;
    offset += bytes.length;
    return [name, { dtype, shape, data_offsets: [start, offset] }] as const;
  });
  const header =
    JSON.stringify({ __metadata__: { format: 'pt' }, ...Object.fromEntries(entries) }) + ' '.repeat(padding);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  return Buffer.concat([length, Buffer.from(header), ...Object.values(parts).map(({ bytes }) => bytes)]);
}

const bytesOf = (values: Float32Array | Uint16Array) => new Uint8Array(values.buffer);
const weight: Part = { dtype: 'F32', shape: [2, 2], bytes: bytesOf(Float32Array.of(1, -2, 0.5, 3)) };

describe('a safetensors file', () => {
  it.each([0, 1, 2, 3])('gives its float32 tensors, wherever they lie (%i bytes off)', (padding) => {
    const source = readSafetensors(file({ first: weight, weight }, padding), 'weights');
    expect([...source.tensor('weight', [2, 2])]).toEqual([1, -2, 0.5, 3]);
  });

  it('gives half-precision tensors as float32', () => {
    const halves = { dtype: 'F16', shape: [3], bytes: bytesOf(Uint16Array.of(0x3c00, 0xc000, 0x3555)) };
    const brainHalves = { dtype: 'BF16', shape: [2], bytes: bytesOf(Uint16Array.of(0x3f80, 0xc040)) };
    const source = readSafetensors(file({ halves, brainHalves }), 'weights');
    expect([...source.tensor('halves', [3])]).toEqual([1, -2, 0.333251953125]);
    expect([...source.tensor('brainHalves', [2])]).toEqual([1, -3]);
  });

  const whole = file({ weight });
  it.each([
    ['is empty', new Uint8Array(0), /has only 0 bytes/],
    [
      'is a page of text',
      Buffer.from('<!DOCTYPE html><html><head><title>Not found</title></head></html>'),
      /no safetensors/,
    ],
    ['was cut inside its header', whole.subarray(0, 40), /cut inside its header/],
    ['was cut inside its values', whole.subarray(0, whole.length - 3), /was cut: \d+ bytes are expected/],
    [
      'has a damaged header',
      Buffer.concat([whole.subarray(0, 9), Buffer.from('#'), whole.subarray(10)]),
      /header is damaged/,
    ],
  ])('that %s is refused with the reason', (_, bytes, reason) => {
    expect(() => readSafetensors(bytes, 'b4.safetensors')).toThrow(reason);
    expect(() => readSafetensors(bytes, 'b4.safetensors')).toThrow(/b4\.safetensors.*Download or copy/);
  });

  it('names a tensor that is missing, of another shape or of another type', () => {
    const integers = { dtype: 'I64', shape: [1], bytes: new Uint8Array(8) };
    const short = { dtype: 'F32', shape: [3], bytes: new Uint8Array(8) };
    const source = readSafetensors(file({ weight, integers, short }), 'weights');
    expect(() => source.tensor('bias', [2])).toThrow(/do not contain the tensor bias/);
    expect(() => source.tensor('weight', [4])).toThrow(/contain weight as 2 x 2, but 4 is expected/);
    expect(() => source.tensor('integers', [1])).toThrow(/integers is of the type I64/);
    expect(() => source.tensor('short', [3])).toThrow(/short has the wrong number of bytes/);
  });
});
