/**
 * Whether each of `count` matrices (size x size, row-major, one after the other) is lower triangular, as the inverse of a Cholesky factor is.
 */
export function areLowerTriangular(matrices: Float64Array, size: number, count: number): boolean {
  for (let matrix = 0; matrix < count; matrix++) {
    for (let row = 0; row < size; row++) {
      const start = (matrix * size + row) * size;
      for (let column = row + 1; column < size; column++) if (matrices[start + column] !== 0) return false;
    }
  }
  return true;
}

/** The lower triangles alone, row after row, each followed by one zero: `count` times size (size + 1) / 2 + 1 numbers. */
export function packTriangles(matrices: Float64Array, size: number, count: number): Float32Array {
  const packed = new Float32Array(count * (triangleSize(size) + 1));
  for (let matrix = 0; matrix < count; matrix++) {
    for (let row = 0; row < size; row++) {
      const start = (matrix * size + row) * size;
      const target = matrix * (triangleSize(size) + 1) + triangleSize(row);
      packed.set(matrices.subarray(start, start + row + 1), target);
    }
  }
  return packed;
}

/**
 * Where, in a packed triangle, the entries of rows `firstRow` (included) to `endRow` (excluded) stand, transposed: endRow x (endRow - firstRow) indices,
 * those above the diagonal pointing to the zero.
 */
export function unpackingIndices(size: number, firstRow: number, endRow: number): number[] {
  const indices: number[] = [];
  for (let column = 0; column < endRow; column++) {
    for (let row = firstRow; row < endRow; row++) {
      indices.push(column <= row ? triangleSize(row) + column : triangleSize(size));
    }
  }
  return indices;
}

export function triangleSize(rows: number): number {
  return (rows * (rows + 1)) / 2;
}
