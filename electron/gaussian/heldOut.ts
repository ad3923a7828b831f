import { degenerate } from './imageFeatures.ts';
import type { ImageGroups } from './imageGroups.ts';
import type { Looks } from './looks.ts';

/** c_a' M^-1 c_b of the centred rows of images a and b. */
export type RowProducts = (a: number, b: number) => number;

/**
 * The products of whitened rows y_i with y_i' y_j = c_i' M^-1 c_j.
 *
 * @param values rows x features
 * @param rowOf which row an image has
 */
export function productsOfWhitened(
  values: Float64Array,
  features: number,
  rowOf: (image: number) => number = (image) => image,
): RowProducts {
  return (a, b) => {
    const [startA, startB] = [rowOf(a) * features, rowOf(b) * features];
    let sum = 0;
    for (let k = 0; k < features; k += 1) sum += (values[startA + k] as number) * (values[startB + k] as number);
    return sum;
  };
}

/**
 * The distance of every image of some groups from a fit that has not seen it (nor the other images of its part), in closed form. With n images, m of them of
 * the group's look (all, where there is one), rows c_i less the mean of their look, `S = Xc'Xc / n` and a covariance `w S + R` whose weight w and remainder R are
 * held fixed, for a group of g images with rows C:
 *
 *     M = w n/(n-g) S + R          gamma = w / (n-g)          D = I + 1 1' / (m-g)          K = C M^-1 C'
 *     squared distances = diagonal of  D K (I - gamma D K)^-1 D
 *
 * (The mean moves by -sum(C)/(m-g) and the scatter loses C'DC: Woodbury.) For a single image, with q = c' M^-1 c, this is
 * `m/(m-1) sqrt(q / (1 - w m/((n-1)(m-1)) q))`.
 *
 * @param distances one per image, n in all; those of the groups are written
 * @param weight w, the weight of the sample covariance
 * @param productsWithout K for groups of `removed` images; called once for each size of group
 * @throws calibration.degenerate where no fit is left without a group
 */
export function writeHeldOutDistances(
  distances: Float64Array,
  groups: ImageGroups,
  weight: number,
  productsWithout: (removed: number) => RowProducts,
  looks: Looks,
): void {
  const sizes = new Set(groups.map((group) => group.length));
  for (const removed of sizes) {
    const gamma = weight / (distances.length - removed);
    const products = productsWithout(removed);
    for (const group of groups) {
      if (group.length !== removed) continue;
      const remaining = (looks.members[looks.of[group[0] ?? 0] ?? 0]?.length ?? 0) - removed;
      const squared =
        removed === 1 ? [single(products, group, gamma, remaining)] : together(products, group, gamma, remaining);
      for (const [i, image] of group.entries()) {
        distances[image] = rootOf(squared[i] as number, image);
      }
    }
  }
}

/** A vector that lies in the mean may come out a rounding below zero; anything else below zero means that the fit is singular without it. */
const ROUNDING = 1e-9;

function rootOf(squared: number, image: number): number {
  if (squared < -ROUNDING || !Number.isFinite(squared)) {
    throw degenerate(`without good image ${image + 1} no Gaussian is left`);
  }
  return Math.sqrt(Math.max(0, squared));
}

function single(product: RowProducts, group: readonly number[], gamma: number, remaining: number): number {
  const image = group[0] as number;
  const q = product(image, image);
  const moved = (remaining + 1) / remaining;
  return (moved * moved * q) / (1 - gamma * moved * q);
}

function together(product: RowProducts, group: readonly number[], gamma: number, remaining: number): number[] {
  const size = group.length;
  const products = group.map((a) => group.map((b) => product(a, b)));
  // D K, row by row: every row gains the mean of the columns that leaves with the group.
  const moved = products.map((row) =>
    row.map((value, column) => value + products.reduce((sum, other) => sum + (other[column] as number), 0) / remaining),
  );
  const system = moved.map((row, i) => row.map((value, j) => (i === j ? 1 : 0) - gamma * value));
  // With B = D K, B (I - gamma B)^-1 = (I - gamma B)^-1 B: one solve gives the columns that D then combines.
  const solved = solve(system, moved);
  return Array.from({ length: size }, (_, i) => {
    const row = solved[i] as number[];
    return (row[i] as number) + row.reduce((sum, value) => sum + value, 0) / remaining;
  });
}

/** X with A X = B, by Gaussian elimination with row pivoting; both are changed. A singular A gives values that are not finite. */
function solve(a: number[][], b: number[][]): number[][] {
  const size = a.length;
  for (let column = 0; column < size; column += 1) {
    let pivot = column;
    for (let row = column + 1; row < size; row += 1) {
      if (Math.abs(cell(a, row, column)) > Math.abs(cell(a, pivot, column))) pivot = row;
    }
    swapRows(a, column, pivot);
    swapRows(b, column, pivot);
    for (let row = 0; row < size; row += 1) {
      if (row === column) continue;
      const factor = cell(a, row, column) / cell(a, column, column);
      subtractRow(a, row, column, factor);
      subtractRow(b, row, column, factor);
    }
  }
  return b.map((row, i) => row.map((value) => value / cell(a, i, i)));
}

function cell(matrix: number[][], row: number, column: number): number {
  return (matrix[row] as number[])[column] as number;
}

function swapRows(matrix: number[][], a: number, b: number): void {
  const held = matrix[a] as number[];
  matrix[a] = matrix[b] as number[];
  matrix[b] = held;
}

function subtractRow(matrix: number[][], row: number, other: number, factor: number): void {
  const source = matrix[other] as number[];
  matrix[row] = (matrix[row] as number[]).map((value, column) => value - factor * (source[column] as number));
}
