import {
  type Attributes,
  type ConstantType,
  ELEMENT_TYPES,
  type ElementType,
  encodeTensor,
  int,
  ints,
  type OnnxFunction,
  type OnnxModel,
  type OnnxNode,
  type OnnxOperatorSet,
  type OnnxTensor,
  type OnnxValueInfo,
} from './model.ts';

declare const valueBrand: unique symbol;
/** The name of a tensor that flows through the graph. */
export type Value = string & { readonly [valueBrand]: true };

/** A fixed size, or the name of one that may differ from run to run. */
export type Dimension = number | string;

/** The newest operators that every ONNX Runtime since 1.12 (2022) knows: recipes must run in other people's programs. */
const DEFAULT_OPSET = 17;
const IR_VERSION = 8;

/** [top, left, bottom, right] in pixels. */
export type Padding = readonly [number, number, number, number];

interface ConvolutionOptions {
  readonly bias?: Value;
  readonly strides?: readonly [number, number];
  readonly padding?: Padding;
  readonly groups?: number;
}

interface PoolingOptions extends Pick<ConvolutionOptions, 'strides' | 'padding'> {
  readonly kernel: readonly [number, number];
}

/**
 * Writes an ONNX graph operator by operator, with types that keep attributes and inputs apart, under unique names and in the order in which it is
 * computed. Shapes are not inferred: ONNX Runtime does that, and the tests run what is built.
 */
export class GraphBuilder {
  readonly opset: number;
  readonly #name: string;
  readonly #nodes: OnnxNode[] = [];
  readonly #constants: OnnxTensor[] = [];
  readonly #inputs: OnnxValueInfo[] = [];
  readonly #outputs: OnnxValueInfo[] = [];
  readonly #timesUsed = new Map<string, number>();

  /** @param options `opset`: version of the standard operators, 13 or newer */
  constructor({ name, opset = DEFAULT_OPSET }: { readonly name: string; readonly opset?: number }) {
    this.#name = name;
    this.opset = opset;
  }

  input(name: string, type: ElementType, shape: readonly Dimension[]): Value {
    const value = this.reserve(name);
    this.#inputs.push(describeValue(value, type, shape));
    return value;
  }

  /** A constant tensor; `values` are row-major and rounded to the type. */
  constant(name: string, type: ConstantType, shape: readonly number[], values: ArrayLike<number>): Value {
    const value = this.#uniqueName(name);
    this.#constants.push(encodeTensor(value, type, shape, values));
    return value;
  }

  float32(name: string, shape: readonly number[], values: ArrayLike<number>): Value {
    return this.constant(name, 'float32', shape, values);
  }

  int64(name: string, shape: readonly number[], values: ArrayLike<number>): Value {
    return this.constant(name, 'int64', shape, values);
  }

  /** A float32 scalar. */
  scalar(value: number): Value {
    return this.float32('scalar', [], [value]);
  }

  /** Adds any operator with one output. */
  node(opType: string, inputs: readonly Value[], attributes: Attributes = {}, name = opType): Value {
    const output = this.#uniqueName(name);
    this.#addNode(opType, inputs, attributes, [output]);
    return output;
  }

  /** Adds any operator with `count` outputs. */
  nodes(opType: string, inputs: readonly Value[], attributes: Attributes, count: number): readonly Value[] {
    const outputs = Array.from({ length: count }, () => this.#uniqueName(opType));
    this.#addNode(opType, inputs, attributes, outputs);
    return outputs;
  }

  /** Makes `value` an output of the graph under exactly this name. */
  output(name: string, value: Value, type: ElementType, shape: readonly Dimension[]): void {
    const output = this.reserve(name);
    this.#addNode('Identity', [value], {}, [output]);
    this.#outputs.push(describeValue(output, type, shape));
  }

  /** Takes a node and a constant as they are: their names must have been reserved. */
  adopt(part: { readonly nodes: readonly OnnxNode[]; readonly constants: readonly OnnxTensor[] }): void {
    this.#nodes.push(...part.nodes);
    this.#constants.push(...part.constants);
  }

  /** Claims exactly this name for a tensor. */
  reserve(name: string): Value {
    const value = this.#uniqueName(name);
    if (value !== name) throw new Error(`The graph has a tensor named ${name} already`);
    return value;
  }

  toModel(
    metadata: Readonly<Record<string, string>> = {},
    imported: {
      readonly irVersion?: number;
      readonly operatorSets?: readonly OnnxOperatorSet[];
      readonly functions?: readonly OnnxFunction[];
    } = {},
  ): OnnxModel {
    return {
      irVersion: Math.max(IR_VERSION, imported.irVersion ?? 0),
      producerName: 'sigmaline',
      graph: {
        name: this.#name,
        node: this.#nodes,
        initializer: this.#constants,
        sparseInitializer: [],
        input: this.#inputs,
        output: this.#outputs,
        valueInfo: [],
      },
      opsetImport: [{ domain: '', version: this.opset }, ...(imported.operatorSets ?? [])],
      metadataProps: Object.entries(metadata).map(([key, value]) => ({ key, value })),
      functions: imported.functions ?? [],
    };
  }

  add(left: Value, right: Value): Value {
    return this.node('Add', [left, right]);
  }

  subtract(left: Value, right: Value): Value {
    return this.node('Sub', [left, right]);
  }

  multiply(left: Value, right: Value): Value {
    return this.node('Mul', [left, right]);
  }

  divide(left: Value, right: Value): Value {
    return this.node('Div', [left, right]);
  }

  maximum(left: Value, right: Value): Value {
    return this.node('Max', [left, right]);
  }

  minimum(left: Value, right: Value): Value {
    return this.node('Min', [left, right]);
  }

  squareRoot(value: Value): Value {
    return this.node('Sqrt', [value]);
  }

  logarithm(value: Value): Value {
    return this.node('Log', [value]);
  }

  exponential(value: Value): Value {
    return this.node('Exp', [value]);
  }

  sigmoid(value: Value): Value {
    return this.node('Sigmoid', [value]);
  }

  /** x sigmoid(x), also called SiLU. */
  swish(value: Value): Value {
    return this.multiply(value, this.sigmoid(value));
  }

  cast(value: Value, type: ElementType): Value {
    return this.node('Cast', [value], { to: int(ELEMENT_TYPES[type]) });
  }

  /** Matrix product over the last two axes, batched and broadcast over the others. */
  matrixProduct(left: Value, right: Value): Value {
    return this.node('MatMul', [left, right]);
  }

  /** @param kernel output channels x (input channels / groups) x height x width */
  convolve(value: Value, kernel: Value, options: ConvolutionOptions = {}): Value {
    return this.node('Conv', [value, kernel, ...(options.bias === undefined ? [] : [options.bias])], {
      strides: ints(options.strides ?? [1, 1]),
      pads: ints(options.padding ?? [0, 0, 0, 0]),
      dilations: ints([1, 1]),
      group: int(options.groups ?? 1),
    });
  }

  averagePool(value: Value, { kernel, strides = kernel, padding = [0, 0, 0, 0] }: PoolingOptions): Value {
    const attributes = { kernel_shape: ints(kernel), strides: ints(strides), pads: ints(padding) };
    return this.node('AveragePool', [value], { ...attributes, count_include_pad: int(0) });
  }

  /** N x channels x height x width to N x channels x 1 x 1. */
  globalAveragePool(value: Value): Value {
    return this.node('GlobalAveragePool', [value]);
  }

  mean(value: Value, axes: readonly number[]): Value {
    return this.#reduce('ReduceMean', value, axes);
  }

  /** The largest value along axes. */
  highest(value: Value, axes: readonly number[]): Value {
    return this.#reduce('ReduceMax', value, axes);
  }

  /** The smallest value along axes. */
  lowest(value: Value, axes: readonly number[]): Value {
    return this.#reduce('ReduceMin', value, axes);
  }

  /** Where the largest value along an axis is; the first of equal ones. */
  indexOfHighest(value: Value, axis: number): Value {
    return this.node('ArgMax', [value], { axis: int(axis), keepdims: int(0) });
  }

  sumOfSquares(value: Value, axes: readonly number[]): Value {
    return this.#reduce('ReduceSumSquare', value, axes);
  }

  /** How many values along an axis lie above a bound, as a share of all. */
  shareAbove(value: Value, bound: number, axis: number): Value {
    return this.mean(this.cast(this.node('Greater', [value, this.scalar(bound)]), 'float32'), [axis]);
  }

  /** Euclidean norm. */
  norm(value: Value, axes: readonly number[]): Value {
    return this.#reduce('ReduceL2', value, axes);
  }

  /** The `count` largest values along an axis, largest first. */
  largest(value: Value, count: number, axis: number): Value {
    const [values] = this.nodes('TopK', [value, this.int64('count', [1], [count])], { axis: int(axis) }, 2);
    if (values === undefined) throw new Error('TopK has two outputs');
    return values;
  }

  transpose(value: Value, permutation: readonly number[]): Value {
    return this.node('Transpose', [value], { perm: ints(permutation) });
  }

  /** 0 keeps the size of that axis, -1 takes what is left. */
  reshape(value: Value, shape: readonly number[]): Value {
    return this.node('Reshape', [value, this.int64('shape', [shape.length], shape)]);
  }

  concatenate(values: readonly Value[], axis: number): Value {
    return this.node('Concat', values, { axis: int(axis) });
  }

  /** Parts of the given sizes along an axis. */
  split(value: Value, sizes: readonly number[], axis: number): readonly Value[] {
    return this.nodes('Split', [value, this.int64('sizes', [sizes.length], sizes)], { axis: int(axis) }, sizes.length);
  }

  /** Elements `start` (included) to `end` (excluded) along an axis. */
  slice(value: Value, axis: number, start: number, end: number, step = 1): Value {
    const bounds = [start, end, axis, step].map((bound) => this.int64('bound', [1], [bound]));
    return this.node('Slice', [value, ...bounds]);
  }

  gather(value: Value, indices: Value, axis: number): Value {
    return this.node('Gather', [value, indices], { axis: int(axis) });
  }

  unsqueeze(value: Value, axes: readonly number[]): Value {
    return this.node('Unsqueeze', [value, this.int64('axes', [axes.length], axes)]);
  }

  /** ReduceSum took its axes as an input from opset 13, the other reductions only from opset 18. */
  #reduce(opType: string, value: Value, axes: readonly number[]): Value {
    const keepdims = int(0);
    if (this.opset < 18) return this.node(opType, [value], { axes: ints(axes), keepdims });
    return this.node(opType, [value, this.int64('axes', [axes.length], axes)], { keepdims });
  }

  #addNode(opType: string, inputs: readonly Value[], attributes: Attributes, outputs: readonly Value[]): void {
    this.#nodes.push({
      name: `${outputs[0]}`,
      opType,
      input: inputs,
      output: outputs,
      attribute: Object.entries(attributes).map(([name, value]) => ({ name, ...value })),
    });
  }

  #uniqueName(base: string): Value {
    const used = this.#timesUsed.get(base) ?? 0;
    this.#timesUsed.set(base, used + 1);
    if (used === 0) return base as Value;
    const candidate = `${base}_${used}`;
    return this.#timesUsed.has(candidate) ? this.#uniqueName(base) : this.#uniqueName(candidate);
  }
}

function describeValue(name: string, type: ElementType, shape: readonly Dimension[]): OnnxValueInfo {
  const dim = shape.map((size) => (typeof size === 'number' ? { dimValue: size } : { dimParam: size }));
  return { name, type: { tensorType: { elemType: ELEMENT_TYPES[type], shape: { dim } } } };
}
