import { addRowProducts } from './rowProducts.ts';

/** n vectors of p features: count x features, row-major. */
export interface Samples {
  readonly count: number;
  readonly features: number;
  readonly values: Float64Array;
}

const BLOCK = 64;

/** The transpose of a rows x columns matrix. */
export function transpose(values: Float64Array, rows: number, columns: number): Float64Array {
  const transposed = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      transposed[column * rows + row] = values[row * columns + column] as number;
    }
  }
  return transposed;
}

/**
 * Adds factor * A A' to a symmetric rows x rows matrix; only its lower triangle (and the blocks that hold it) is written.
 *
 * @param values A, rows x depth
 */
export function addGramLower(
  target: Float64Array,
  values: Float64Array,
  rows: number,
  depth: number,
  factor: number,
): void {
  for (let start = 0; start < rows; start += BLOCK) {
    const block = Math.min(BLOCK, rows - start);
    addRowProducts(
      { values: target, offset: start * rows, stride: rows },
      { values, offset: start * depth, stride: depth },
      { values, offset: 0, stride: depth },
      { rows: block, columns: start + block, depth },
      factor,
    );
  }
}

/** Copies the lower triangle of a size x size matrix onto its upper one. */
export function mirrorLower(values: Float64Array, size: number): void {
  for (let row = 1; row < size; row += 1) {
    for (let column = 0; column < row; column += 1) {
      values[column * size + row] = values[row * size + column] as number;
    }
  }
}

/** A A', rows x rows, of a rows x depth matrix. */
export function gram(values: Float64Array, rows: number, depth: number): Float64Array {
  const product = new Float64Array(rows * rows);
  addGramLower(product, values, rows, depth, 1);
  mirrorLower(product, rows);
  return product;
}

/** The sum of the diagonal of a size x size matrix. */
export function trace(values: Float64Array, size: number): number {
  let sum = 0;
  for (let i = 0; i < size; i += 1) sum += values[i * (size + 1)] as number;
  return sum;
}

export function sumOfSquares(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return sum;
}

export interface CentredSamples extends Samples {
  readonly mean: Float64Array;
}

/** The samples less their mean. The mean is taken from the first sample on, so that a constant feature is centred to exact zeros. */
export function centre(samples: Samples): CentredSamples {
  const { count, features } = samples;
  const first = samples.values.slice(0, features);
  const values = new Float64Array(count * features);
  const offset = new Float64Array(features);
  for (let row = 0; row < count; row += 1) {
    for (let feature = 0; feature < features; feature += 1) {
      const index = row * features + feature;
      const difference = (samples.values[index] as number) - (first[feature] as number);
      values[index] = difference;
      offset[feature] = (offset[feature] as number) + difference / count;
    }
  }
  for (let row = 0; row < count; row += 1) {
    for (let feature = 0; feature < features; feature += 1) {
      const index = row * features + feature;
      values[index] = (values[index] as number) - (offset[feature] as number);
    }
  }
  return { count, features, values, mean: first.map((value, feature) => value + (offset[feature] as number)) };
}

/** a X + b Y of two matrices of one shape. A loop: a callback for each of millions of entries would take most of a fit. */
export function weightedSum(a: number, x: Float64Array, b: number, y: Float64Array): Float64Array {
  const sum = new Float64Array(x.length);
  for (let i = 0; i < sum.length; i += 1) sum[i] = a * (x[i] as number) + b * (y[i] as number);
  return sum;
}
