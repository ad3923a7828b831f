/**
 * NumPy's .npy format (version 1.0), as far as the product writes it: two-dimensional, C order, little-endian, float32 or uint8.
 * So an anomaly map on disk opens in NumPy, MATLAB or R without us.
 */
export interface NpyArray<Values extends Float32Array | Uint8Array = Float32Array | Uint8Array> {
  readonly height: number;
  readonly width: number;
  /** height * width, row-major. */
  readonly values: Values;
}

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0];
/** Magic, version and the header's length. */
const PREAMBLE_BYTES = 10;
/** The format asks that the data begin at a multiple of 64 bytes. */
const ALIGNMENT_BYTES = 64;

export function encodeNpy({ height, width, values }: NpyArray): Uint8Array {
  if (values.length !== height * width) {
    throw new RangeError(`${values.length} values do not fill ${height} x ${width}`);
  }
  const type = values instanceof Float32Array ? '<f4' : '|u1';
  const dictionary = `{'descr': '${type}', 'fortran_order': False, 'shape': (${height}, ${width}), }`;
  const dataStart = Math.ceil((PREAMBLE_BYTES + dictionary.length + 1) / ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
  const header = `${dictionary.padEnd(dataStart - PREAMBLE_BYTES - 1)}\n`;

  const bytes = new Uint8Array(dataStart + values.byteLength);
  const view = new DataView(bytes.buffer);
  bytes.set(MAGIC);
  view.setUint16(8, header.length, true);
  bytes.set(
    Array.from(header, (character) => character.charCodeAt(0)),
    PREAMBLE_BYTES,
  );
  if (values instanceof Uint8Array) bytes.set(values, dataStart);
  else for (const [index, value] of values.entries()) view.setFloat32(dataStart + index * 4, value, true);
  return bytes;
}

/** Reads what `encodeNpy` or `numpy.save` wrote of a two-dimensional float32 or uint8 array. @throws RangeError that says what is wrong */
export function decodeNpy(bytes: Uint8Array): NpyArray {
  if (bytes.length < PREAMBLE_BYTES || MAGIC.some((byte, index) => bytes[index] !== byte)) {
    throw new RangeError('it is no .npy file of version 1.0');
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const dataStart = PREAMBLE_BYTES + view.getUint16(8, true);
  const header = String.fromCharCode(...bytes.subarray(PREAMBLE_BYTES, dataStart));
  const shape = /'shape': \((\d+), (\d+)\)/.exec(header);
  const type = /'descr': '(<f4|\|u1)'/.exec(header)?.[1];
  if (shape === null || type === undefined || !header.includes("'fortran_order': False")) {
    throw new RangeError(`it is no row-major float32 or uint8 array of two dimensions (${header.trim()})`);
  }
  const height = Number(shape[1]);
  const width = Number(shape[2]);
  const expected = height * width * (type === '<f4' ? 4 : 1);
  const found = bytes.length - dataStart;
  if (found !== expected) throw new RangeError(`it holds ${found} bytes of data instead of ${expected}`);
  if (type === '|u1') return { height, width, values: bytes.slice(dataStart) };
  const values = Float32Array.from({ length: height * width }, (_, index) =>
    view.getFloat32(dataStart + index * 4, true),
  );
  return { height, width, values };
}
