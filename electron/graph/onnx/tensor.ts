/// <reference lib="esnext.float16" />
import type { OnnxTensor } from './model.ts';

/** TensorProto.DataType of the element types that our graphs use. */
export const ELEMENT_TYPES = { float32: 1, uint8: 2, int64: 7, bool: 9, float16: 10, float64: 11 } as const;
export type ElementType = keyof typeof ELEMENT_TYPES;

const ENCODERS = {
  float32: (values: ArrayLike<number>) => (values instanceof Float32Array ? values : Float32Array.from(values)),
  float16: (values: ArrayLike<number>) => Float16Array.from(values),
  uint8: (values: ArrayLike<number>) => (values instanceof Uint8Array ? values : Uint8Array.from(values)),
  int64: (values: ArrayLike<number>) => BigInt64Array.from(Array.from(values, (value) => BigInt(value))),
} as const;

/** The element types that a constant can have. */
export type ConstantType = keyof typeof ENCODERS;

/**
 * A constant tensor; values are rounded to the element type.
 *
 * @param values row-major, as many as the shape holds
 */
export function encodeTensor(
  name: string,
  type: ConstantType,
  shape: readonly number[],
  values: ArrayLike<number>,
): OnnxTensor {
  const expected = shape.reduce((product, size) => product * size, 1);
  if (values.length !== expected) {
    throw new RangeError(
      `Tensor ${name} of shape [${shape.join(', ')}] needs ${expected} values, not ${values.length}`,
    );
  }
  const encoded = ENCODERS[type](values);
  const rawData = new Uint8Array(encoded.buffer, encoded.byteOffset, encoded.byteLength);
  return { name, dims: [...shape], dataType: ELEMENT_TYPES[type], rawData };
}
