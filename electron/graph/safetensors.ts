/// <reference lib="esnext.float16" />
import { z } from 'zod';
import { SigmalineError } from '../../shared/domain/index.ts';

/** Named tensors: a file of published weights, or random numbers of the same shapes. */
export interface TensorSource {
  /**
   * @param shape the shape that the tensor must have
   * @returns its values, row-major
   */
  tensor(name: string, shape: readonly number[]): Float32Array;
}

/** A file of tensors. */
export interface TensorFile extends TensorSource {
  readonly names: readonly string[];
}

const entrySchema = z.object({
  dtype: z.string(),
  shape: z.array(z.number().int().nonnegative()),
  data_offsets: z.tuple([z.number().int().nonnegative(), z.number().int().nonnegative()]),
});
type Entry = z.infer<typeof entrySchema>;

const LENGTH_BYTES = 8;
const BYTES_PER_VALUE: Readonly<Record<string, number>> = { F32: 4, F16: 2, BF16: 2 };

/**
 * Reads a safetensors file: the length of the header (8 bytes), the header (JSON), the values.
 *
 * @param file its name, for messages
 * @throws weights.unreadable where it is another kind of file, was cut or holds entries that overlap its end
 */
export function readSafetensors(bytes: Uint8Array, file: string): TensorFile {
  const { entries, dataStart } = readHeader(bytes, file);
  const available = bytes.length - dataStart;
  const needed = Math.max(0, ...[...entries.values()].map(({ data_offsets: [, end] }) => end));
  if (available < needed) {
    throw unreadable(file, `it was cut: ${dataStart + needed} bytes are expected, ${bytes.length} are there`);
  }
  return {
    names: [...entries.keys()],
    tensor: (name, shape) => {
      const entry = entries.get(name);
      if (entry === undefined) throw new SigmalineError('weights.missing-tensor', { file, tensor: name });
      assertShape(entry, name, shape, file);
      const [start, end] = entry.data_offsets;
      // A copy, because values in the file need not lie on the boundaries that typed arrays demand.
      return decode(entry, Uint8Array.from(bytes.subarray(dataStart + start, dataStart + end)), name, file);
    },
  };
}

function readHeader(bytes: Uint8Array, file: string): { entries: Map<string, Entry>; dataStart: number } {
  if (bytes.length < LENGTH_BYTES) throw unreadable(file, `it has only ${bytes.length} bytes`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const dataStart = LENGTH_BYTES + Number(view.getBigUint64(0, true));
  if (bytes[LENGTH_BYTES] !== '{'.charCodeAt(0)) throw unreadable(file, 'it is no safetensors file');
  if (dataStart > bytes.length) throw unreadable(file, 'it was cut inside its header');
  try {
    const header: unknown = JSON.parse(new TextDecoder().decode(bytes.subarray(LENGTH_BYTES, dataStart)));
    const tensors = Object.entries(z.record(z.string(), z.unknown()).parse(header));
    const entries = tensors
      .filter(([name]) => name !== '__metadata__')
      .map(([name, entry]) => [name, entrySchema.parse(entry)] as const);
    return { entries: new Map(entries), dataStart };
  } catch (cause) {
    throw new SigmalineError('weights.unreadable', { file, reason: 'its header is damaged' }, cause);
  }
}

function assertShape(entry: Entry, name: string, shape: readonly number[], file: string): void {
  const same = entry.shape.length === shape.length && entry.shape.every((size, axis) => size === shape[axis]);
  if (same) return;
  throw new SigmalineError('weights.wrong-shape', {
    file,
    tensor: name,
    found: entry.shape.join(' x '),
    expected: shape.join(' x '),
  });
}

function decode(entry: Entry, bytes: Uint8Array<ArrayBuffer>, name: string, file: string): Float32Array {
  const count = entry.shape.reduce((product, size) => product * size, 1);
  const bytesPerValue = BYTES_PER_VALUE[entry.dtype];
  if (bytesPerValue === undefined) throw unreadable(file, `${name} is of the type ${entry.dtype}`);
  if (bytes.length !== count * bytesPerValue) throw unreadable(file, `${name} has the wrong number of bytes`);
  if (entry.dtype === 'F32') return new Float32Array(bytes.buffer);
  if (entry.dtype === 'F16') return Float32Array.from(new Float16Array(bytes.buffer));
  // A bfloat16 is the upper half of a float32.
  return new Float32Array(Uint32Array.from(new Uint16Array(bytes.buffer), (half) => half << 16).buffer);
}

function unreadable(file: string, reason: string): SigmalineError {
  return new SigmalineError('weights.unreadable', { file, reason });
}
