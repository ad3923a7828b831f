import { transpose } from './matrix.ts';
import { addRowProducts, type Block } from './rowProducts.ts';

const BLOCK = 16;

/**
 * Replaces a symmetric positive definite matrix by its Cholesky factor L (A = L L'), lower triangular; the upper triangle is set to zero.
 *
 * @param matrix size x size, row-major; only its lower triangle is read
 * @returns false where a pivot is not positive beyond rounding: the matrix is not positive definite (its content is then undefined)
 */
export function factorCholesky(matrix: Float64Array, size: number): boolean {
  const smallestPivots = Float64Array.from(
    { length: size },
    (_, i) => (matrix[i * (size + 1)] as number) * size * Number.EPSILON,
  );
  for (let start = 0; start < size; start += BLOCK) {
    const block = Math.min(BLOCK, size - start);
    addRowProducts(
      at(matrix, size, start, start),
      at(matrix, size, start, 0),
      at(matrix, size, start, 0),
      { rows: size - start, columns: block, depth: start },
      -1,
    );
    if (!factorDiagonalBlock(matrix, size, start, block, smallestPivots)) return false;
    const below = start + block;
    if (below < size) solveRowsInBlock(matrix, size, start, block, at(matrix, size, below, start), size - below);
  }
  for (let row = 0; row < size; row += 1) matrix.fill(0, row * size + row + 1, (row + 1) * size);
  return true;
}

function at(values: Float64Array, stride: number, row: number, column: number): Block {
  return { values, offset: row * stride + column, stride };
}

function factorDiagonalBlock(
  matrix: Float64Array,
  size: number,
  start: number,
  block: number,
  smallestPivots: Float64Array,
): boolean {
  for (let row = start; row < start + block; row += 1) {
    for (let column = start; column <= row; column += 1) {
      let value = matrix[row * size + column] as number;
      for (let k = start; k < column; k += 1) {
        value -= (matrix[row * size + k] as number) * (matrix[column * size + k] as number);
      }
      if (column < row) {
        matrix[row * size + column] = value / (matrix[column * size + column] as number);
      } else {
        if (!(value > (smallestPivots[row] as number))) return false;
        matrix[row * size + column] = Math.sqrt(value);
      }
    }
  }
  return true;
}

/** Solves x D' = x for every row of `target` in place, D being the factor's diagonal block at `start`. */
function solveRowsInBlock(
  factor: Float64Array,
  size: number,
  start: number,
  block: number,
  target: Block,
  rows: number,
): void {
  const { values, offset, stride } = target;
  for (let row = 0; row < rows; row += 1) {
    const rowStart = offset + row * stride;
    for (let column = 0; column < block; column += 1) {
      const factorStart = (start + column) * size + start;
      let value = values[rowStart + column] as number;
      for (let k = 0; k < column; k += 1) {
        value -= (values[rowStart + k] as number) * (factor[factorStart + k] as number);
      }
      values[rowStart + column] = value / (factor[factorStart + column] as number);
    }
  }
}

/**
 * Solves L y = x for every row x of a count x size matrix, in place: the rows become whitened, ||y||^2 = x' (L L')^-1 x.
 *
 * @param factor L, size x size, lower triangular
 */
export function solveLowerRows(factor: Float64Array, size: number, values: Float64Array, count: number): void {
  for (let start = 0; start < size; start += BLOCK) {
    const block = Math.min(BLOCK, size - start);
    const target = at(values, size, 0, start);
    addRowProducts(
      target,
      at(values, size, 0, 0),
      at(factor, size, start, 0),
      { rows: count, columns: block, depth: start },
      -1,
    );
    solveRowsInBlock(factor, size, start, block, target, count);
  }
}

/**
 * The inverse of a lower triangular matrix, itself lower triangular.
 *
 * @param factor L, size x size, row-major
 */
export function invertLowerTriangle(factor: Float64Array, size: number): Float64Array {
  // Row c of `columns` is column c of the inverse, so that every product runs along rows.
  const columns = new Float64Array(size * size);
  for (let start = 0; start < size; start += BLOCK) {
    const block = Math.min(BLOCK, size - start);
    for (let i = 0; i < block; i += 1) columns[(start + i) * size + start + i] = 1;
    for (let first = 0; first < start; first += BLOCK) {
      addRowProducts(
        { values: columns, offset: first * size + start, stride: size },
        { values: columns, offset: first * size + first, stride: size },
        { values: factor, offset: start * size + first, stride: size },
        { rows: Math.min(BLOCK, start - first), columns: block, depth: start - first },
        -1,
      );
    }
    solveRowsInBlock(factor, size, start, block, at(columns, size, 0, start), start + block);
  }
  return transpose(columns, size, size);
}
