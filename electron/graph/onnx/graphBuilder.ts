import { GraphWriter, type Value } from './graphWriter.ts';
import { type Attributes, ELEMENT_TYPES, type ElementType, float, int, ints, text } from './model.ts';

/** [top, left, bottom, right] in pixels. */
export type Padding = readonly [number, number, number, number];

export interface ConvolutionOptions {
  readonly bias?: Value;
  readonly strides?: readonly [number, number];
  readonly padding?: Padding;
  readonly dilations?: readonly [number, number];
  readonly groups?: number;
}

export interface PoolingOptions {
  readonly kernel: readonly [number, number];
  readonly strides?: readonly [number, number];
  readonly padding?: Padding;
  /** Average pooling only: padded pixels count as zeros. */
  readonly countPadding?: boolean;
}

/**
 * Writes an ONNX graph operator by operator, with types that keep attributes and inputs apart. Shapes are not inferred: ONNX Runtime does that, and
 * the tests run what is built.
 */
export class GraphBuilder extends GraphWriter {
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

  power(base: Value, exponent: Value): Value {
    return this.node('Pow', [base, exponent]);
  }

  absolute(value: Value): Value {
    return this.node('Abs', [value]);
  }

  negate(value: Value): Value {
    return this.node('Neg', [value]);
  }

  squareRoot(value: Value): Value {
    return this.node('Sqrt', [value]);
  }

  exponential(value: Value): Value {
    return this.node('Exp', [value]);
  }

  logarithm(value: Value): Value {
    return this.node('Log', [value]);
  }

  sigmoid(value: Value): Value {
    return this.node('Sigmoid', [value]);
  }

  relu(value: Value): Value {
    return this.node('Relu', [value]);
  }

  /** x sigmoid(x), also called SiLU. */
  swish(value: Value): Value {
    return this.multiply(value, this.sigmoid(value));
  }

  clip(value: Value, low: number, high: number): Value {
    return this.node('Clip', [value, this.scalar(low), this.scalar(high)]);
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
      dilations: ints(options.dilations ?? [1, 1]),
      group: int(options.groups ?? 1),
    });
  }

  averagePool(value: Value, options: PoolingOptions): Value {
    const countPadding = int(options.countPadding === true ? 1 : 0);
    return this.node('AveragePool', [value], { ...poolingAttributes(options), count_include_pad: countPadding });
  }

  maximumPool(value: Value, options: PoolingOptions): Value {
    return this.node('MaxPool', [value], poolingAttributes(options));
  }

  /** N x channels x height x width to N x channels x 1 x 1. */
  globalAveragePool(value: Value): Value {
    return this.node('GlobalAveragePool', [value]);
  }

  mean(value: Value, axes: readonly number[], keepAxes = false): Value {
    return this.#reduce('ReduceMean', value, axes, keepAxes);
  }

  maximumOver(value: Value, axes: readonly number[], keepAxes = false): Value {
    return this.#reduce('ReduceMax', value, axes, keepAxes);
  }

  sumOfSquares(value: Value, axes: readonly number[], keepAxes = false): Value {
    return this.#reduce('ReduceSumSquare', value, axes, keepAxes);
  }

  /** Euclidean norm. */
  norm(value: Value, axes: readonly number[], keepAxes = false): Value {
    return this.#reduce('ReduceL2', value, axes, keepAxes);
  }

  sum(value: Value, axes: readonly number[], keepAxes = false): Value {
    const axesInput = this.int64('axes', [axes.length], axes);
    return this.node('ReduceSum', [value, axesInput], { keepdims: int(keepAxes ? 1 : 0) });
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

  squeeze(value: Value, axes: readonly number[]): Value {
    return this.node('Squeeze', [value, this.int64('axes', [axes.length], axes)]);
  }

  unsqueeze(value: Value, axes: readonly number[]): Value {
    return this.node('Unsqueeze', [value, this.int64('axes', [axes.length], axes)]);
  }

  /** Pads an N x channels x height x width tensor; `reflect` and `edge` repeat the picture, `constant` adds zeros. */
  pad(value: Value, padding: Padding, mode: 'constant' | 'reflect' | 'edge' = 'constant'): Value {
    const [top, left, bottom, right] = padding;
    const pads = this.int64('pads', [8], [0, 0, top, left, 0, 0, bottom, right]);
    return this.node('Pad', [value, pads], { mode: text(mode) });
  }

  /** Per channel: scale * (x - mean of the instance) / sqrt(variance + epsilon) + bias. */
  instanceNormalise(value: Value, scale: Value, bias: Value, epsilon: number): Value {
    return this.node('InstanceNormalization', [value, scale, bias], { epsilon: float(epsilon) });
  }

  /** ReduceSum took its axes as an input from opset 13, the other reductions only from opset 18. */
  #reduce(opType: string, value: Value, axes: readonly number[], keepAxes: boolean): Value {
    const keepdims = int(keepAxes ? 1 : 0);
    if (this.opset < 18) return this.node(opType, [value], { axes: ints(axes), keepdims });
    return this.node(opType, [value, this.int64('axes', [axes.length], axes)], { keepdims });
  }
}

function poolingAttributes(options: PoolingOptions): Attributes {
  return {
    kernel_shape: ints(options.kernel),
    strides: ints(options.strides ?? options.kernel),
    pads: ints(options.padding ?? [0, 0, 0, 0]),
  };
}
