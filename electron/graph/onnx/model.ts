/**
 * An ONNX file as plain objects: the field names of onnx.proto in camel case, as far as they are looked at here; the others stay as they are. Repeated fields are always arrays; single fields that the file leaves out
 * are absent. 64-bit integers are numbers: values beyond 2^53 lose their last digits, except the smallest and the largest (used as "to the end"), which
 * survive a round trip.
 */
export interface OnnxModel {
  readonly irVersion: number;
  readonly producerName?: string;
  readonly graph: OnnxGraph;
  readonly opsetImport: readonly OnnxOperatorSet[];
  readonly metadataProps: readonly OnnxEntry[];
  readonly functions: readonly OnnxFunction[];
}

export interface OnnxOperatorSet {
  /** Absent or empty for the standard operators. */
  readonly domain?: string;
  readonly version: number;
}

interface OnnxEntry {
  readonly key: string;
  readonly value: string;
}

export interface OnnxGraph {
  readonly name: string;
  readonly node: readonly OnnxNode[];
  readonly initializer: readonly OnnxTensor[];
  readonly sparseInitializer: readonly OnnxSparseTensor[];
  readonly input: readonly OnnxValueInfo[];
  readonly output: readonly OnnxValueInfo[];
  readonly valueInfo: readonly OnnxValueInfo[];
}

export interface OnnxNode {
  readonly name?: string;
  readonly opType: string;
  readonly domain?: string;
  /** An empty name stands for an optional input that is left out. */
  readonly input: readonly string[];
  readonly output: readonly string[];
  readonly attribute: readonly OnnxAttribute[];
}

export interface OnnxAttribute {
  readonly name: string;
  readonly type: number;
  readonly f?: number;
  readonly i?: number;
  readonly s?: Uint8Array;
  readonly t?: OnnxTensor;
  readonly g?: OnnxGraph;
  readonly floats?: readonly number[];
  readonly ints?: readonly number[];
  readonly graphs?: readonly OnnxGraph[];
}

export interface OnnxTensor {
  readonly name?: string;
  readonly dims: readonly number[];
  readonly dataType: number;
  /** Little-endian, row-major. */
  readonly rawData?: Uint8Array;
  /** 1 where the values lie in another file. */
  readonly dataLocation?: number;
}

interface OnnxSparseTensor {
  readonly values: OnnxTensor;
  readonly indices: OnnxTensor;
  readonly dims: readonly number[];
}

export interface OnnxValueInfo {
  readonly name: string;
  readonly type?: OnnxType;
}

interface OnnxType {
  readonly tensorType?: { readonly elemType: number; readonly shape?: { readonly dim: readonly OnnxDimension[] } };
}

/** A fixed size, a named one that may differ from run to run, or neither where nothing is known. */
interface OnnxDimension {
  readonly dimValue?: number;
  readonly dimParam?: string;
}

export interface OnnxFunction {
  readonly name: string;
  readonly domain: string;
  readonly input: readonly string[];
  readonly output: readonly string[];
  readonly node: readonly OnnxNode[];
}

/** The value of a node's attribute, still without its name; ONNX keeps integers and floats apart, so the writer says which it is. */
type AttributeValue = Omit<OnnxAttribute, 'name'>;
export type Attributes = Readonly<Record<string, AttributeValue>>;

export const int = (value: number): AttributeValue => ({ type: 2, i: value });
export const ints = (values: readonly number[]): AttributeValue => ({ type: 7, ints: values });

/// <reference lib="esnext.float16" />

/** TensorProto.DataType of the element types that our graphs use. */
export const ELEMENT_TYPES = {
  float32: 1,
  uint8: 2,
  int8: 3,
  int32: 6,
  int64: 7,
  bool: 9,
  float16: 10,
  float64: 11,
} as const;
export type ElementType = keyof typeof ELEMENT_TYPES;

const ENCODERS = {
  float32: (values: ArrayLike<number>) => (values instanceof Float32Array ? values : Float32Array.from(values)),
  float16: (values: ArrayLike<number>) => Float16Array.from(values),
  uint8: (values: ArrayLike<number>) => (values instanceof Uint8Array ? values : Uint8Array.from(values)),
  int8: (values: ArrayLike<number>) => (values instanceof Int8Array ? values : Int8Array.from(values)),
  int32: (values: ArrayLike<number>) => (values instanceof Int32Array ? values : Int32Array.from(values)),
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
