/** A block of a row-major matrix: row r and column c lie at `offset + r * stride + c`. */
export interface Block {
  readonly values: Float64Array;
  readonly offset: number;
  readonly stride: number;
}

/**
 * target[i][j] += factor * sum_k a[i][k] b[j][k]
 *
 * The one product that everything here is built on: both factors are read along their rows, so memory is touched in order.
 *
 * @param target rows x columns block, changed in place
 * @param a rows x depth block
 * @param b columns x depth block
 */
export function addRowProducts(
  target: Block,
  a: Block,
  b: Block,
  size: { readonly rows: number; readonly columns: number; readonly depth: number },
  factor: number,
): void {
  const { rows, columns, depth } = size;
  for (let row = 0; row < rows; row += 1) {
    const aStart = a.offset + row * a.stride;
    const targetStart = target.offset + row * target.stride;
    for (let column = 0; column < columns; column += 1) {
      const bStart = b.offset + column * b.stride;
      let sum = 0;
      for (let k = 0; k < depth; k += 1) {
        sum += (a.values[aStart + k] as number) * (b.values[bStart + k] as number);
      }
      target.values[targetStart + column] = (target.values[targetStart + column] as number) + factor * sum;
    }
  }
}
