import {
  createRowProductsKernel,
  PANEL_DEPTH,
  PANEL_ROWS,
  PANEL_STRIDE,
  type RowProductsKernel,
} from './rowProductsKernel.ts';

/** A block of a row-major matrix: row r and column c lie at `offset + r * stride + c`. */
export interface Block {
  readonly values: Float64Array;
  readonly offset: number;
  readonly stride: number;
}

export interface ProductSize {
  readonly rows: number;
  readonly columns: number;
  readonly depth: number;
}

/** Up to this many multiplications copying into the kernel's panels costs more than it saves. */
const SMALL_PRODUCT = 1024;

/** Scratch memory, made at the first product: nothing in it outlives a call. */
let kernel: RowProductsKernel | undefined;

/**
 * target[i][j] += factor * sum_k a[i][k] b[j][k]
 *
 * The one product that everything here is built on: both factors are read along their rows, so memory is touched in order.
 *
 * @param target rows x columns block, changed in place; may lie in the same matrix as a and b where it does not overlap them
 * @param a rows x depth block
 * @param b columns x depth block
 */
export function addRowProducts(target: Block, a: Block, b: Block, size: ProductSize, factor: number): void {
  if (size.rows * size.columns * size.depth <= SMALL_PRODUCT) {
    addSmall(target, a, b, size, factor);
    return;
  }
  kernel ??= createRowProductsKernel();
  for (let depthStart = 0; depthStart < size.depth; depthStart += PANEL_DEPTH) {
    const depth = Math.min(PANEL_DEPTH, size.depth - depthStart);
    for (let rowStart = 0; rowStart < size.rows; rowStart += PANEL_ROWS) {
      const rows = Math.min(PANEL_ROWS, size.rows - rowStart);
      fillPanel(kernel.a, a, rowStart, rows, depthStart, depth);
      for (let columnStart = 0; columnStart < size.columns; columnStart += PANEL_ROWS) {
        const columns = Math.min(PANEL_ROWS, size.columns - columnStart);
        fillPanel(kernel.b, b, columnStart, columns, depthStart, depth);
        kernel.multiply(rows, columns, depth + (depth % 2));
        addPanel(target, rowStart, rows, columnStart, columns, kernel.product, factor);
      }
    }
  }
}

function fillPanel(
  panel: Float64Array,
  source: Block,
  rowStart: number,
  rows: number,
  depthStart: number,
  depth: number,
): void {
  for (let row = 0; row < rows; row += 1) {
    const start = source.offset + (rowStart + row) * source.stride + depthStart;
    panel.set(source.values.subarray(start, start + depth), row * PANEL_STRIDE);
    if (depth % 2 === 1) panel[row * PANEL_STRIDE + depth] = 0;
  }
}

function addPanel(
  target: Block,
  rowStart: number,
  rows: number,
  columnStart: number,
  columns: number,
  product: Float64Array,
  factor: number,
): void {
  const { values } = target;
  for (let row = 0; row < rows; row += 1) {
    const start = target.offset + (rowStart + row) * target.stride + columnStart;
    const productStart = row * PANEL_ROWS;
    for (let column = 0; column < columns; column += 1) {
      values[start + column] = (values[start + column] as number) + factor * (product[productStart + column] as number);
    }
  }
}

function addSmall(target: Block, a: Block, b: Block, { rows, columns, depth }: ProductSize, factor: number): void {
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
