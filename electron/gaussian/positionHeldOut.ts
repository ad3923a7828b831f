import { factorCholesky, solveLowerRows } from './cholesky.ts';
import { productsOfWhitened, type RowProducts, writeHeldOutDistances } from './heldOut.ts';
import { degenerate } from './imageFeatures.ts';
import { shrinkTowardsIdentity } from './ledoitWolf.ts';
import type { CentredByLook, Looks } from './looks.ts';
import { gram, weightedSum } from './matrix.ts';
import type { TiedFold } from './tiedGaussians.ts';

/** What one grid position holds. */
export interface PositionSamples {
  readonly centred: CentredByLook;
  /** Its own covariance Xc'Xc / n, p x p. */
  readonly covariance: Float64Array;
}

/** Writes the held-out distances of a fold's images at one position into `distances`, one per image. */
export type WriteFold = (position: PositionSamples, distances: Float64Array) => void;

/**
 * Held-out distances for covariances `a S_position + (1 - a) S_tied`: exact in the mean and in S_position, where each part leaves alone, and with the
 * S_tied of a fit without the part's fold. The products c' M^-1 c come either from the p x p matrix M of the position, or, where that is cheaper, from
 * the n x n products of rows whitened by S_tied, which one factor per fold gives for all positions.
 *
 * @param ownWeight a
 * @throws calibration.degenerate where a covariance is singular
 */
export function heldOutOfFold(fold: TiedFold, features: number, ownWeight: number, looks: Looks): WriteFold {
  const count = looks.of.length;
  const productsAt =
    costOfRows(count, features) < costOfFeatures(fold.groups.flat().length, features)
      ? productsByRows(fold, features, ownWeight)
      : productsByFeatures(fold, features, ownWeight);
  return (position, distances) => writeHeldOutDistances(distances, fold.groups, ownWeight, productsAt(position), looks);
}

type ProductsAt = (position: PositionSamples) => (removed: number) => RowProducts;

/** Multiplications that all folds together may cost, about: 4 s of one processor core, well under half of what 300 images take to be read. */
const REASONABLE_COST = 1.6e10;
const FEWEST_FOLDS = 10;

/**
 * Into how many folds the parts are best divided: one part a fold where that is quick (up to about 50 images of EfficientNet-B4's level 7), and otherwise
 * as many as take about that long (16 at 300 such images).
 */
export function foldsWithinReason(count: number, features: number, positions: number): number {
  const costOfFold = positions * Math.min(costOfRows(count, features), costOfFeatures(1, features));
  return Math.max(FEWEST_FOLDS, Math.floor(REASONABLE_COST / costOfFold));
}

/** Multiplications per position: whiten all rows, multiply them, factor the products. */
function costOfRows(count: number, features: number): number {
  return (count * features ** 2) / 2 + (count ** 2 * features) / 2 + count ** 3 / 3;
}

/** Multiplications per position: factor the covariance, whiten the fold's rows. */
function costOfFeatures(images: number, features: number): number {
  return features ** 3 / 3 + (images * features ** 2) / 2;
}

function productsByFeatures({ groups, covariance: tied }: TiedFold, features: number, ownWeight: number): ProductsAt {
  const images = groups.flat();
  const rowOf = rowsByImage(images);
  return ({ centred, covariance }) =>
    (removed) => {
      const scale = (ownWeight * centred.count) / (centred.count - removed);
      const matrix = weightedSum(scale, covariance, 1 - ownWeight, tied);
      factor(matrix, features);
      const rows = rowsOf(centred.values, features, images);
      solveLowerRows(matrix, features, rows, images.length);
      return productsOfWhitened(rows, features, rowOf);
    };
}

/**
 * With Y = Xc L'^-1 for S_tied = L L', G = Y Y' and w = a / (n - g): Xc M^-1 Xc' = G A^-1 for A = w G + (1 - a) I. Its entries are taken as products of
 * rows of G and of I, both solved by the factor of A, so that nothing cancels at a place that hardly varies.
 */
function productsByRows({ groups, covariance: tied }: TiedFold, features: number, ownWeight: number): ProductsAt {
  const images = groups.flat();
  const rowOf = rowsByImage(images);
  const tiedFactor = tied.slice();
  factor(tiedFactor, features);
  return ({ centred: { count, values } }) => {
    const whitened = values.slice();
    solveLowerRows(tiedFactor, features, whitened, count);
    const products = gram(whitened, count, features);
    return (removed) => {
      const weight = ownWeight / (count - removed);
      const system = products.slice();
      shrinkTowardsIdentity(system, count, weight, 1 - ownWeight);
      factor(system, count);
      const left = rowsOf(products, count, images);
      const right = new Float64Array(left.length);
      for (const [row, image] of images.entries()) right[row * count + image] = 1;
      solveLowerRows(system, count, left, images.length);
      solveLowerRows(system, count, right, images.length);
      return (a, b) => product(left, rowOf(a), right, rowOf(b), count);
    };
  };
}

function factor(matrix: Float64Array, size: number): void {
  if (!factorCholesky(matrix, size))
    throw degenerate('the covariance of a grid position is singular without some images');
}

function rowsByImage(images: readonly number[]): (image: number) => number {
  const rows = new Map(images.map((image, row) => [image, row]));
  return (image) => rows.get(image) as number;
}

function rowsOf(values: Float64Array, size: number, images: readonly number[]): Float64Array {
  const rows = new Float64Array(images.length * size);
  for (const [row, image] of images.entries()) rows.set(values.subarray(image * size, (image + 1) * size), row * size);
  return rows;
}

function product(left: Float64Array, a: number, right: Float64Array, b: number, size: number): number {
  let sum = 0;
  for (let k = 0; k < size; k += 1) sum += (left[a * size + k] as number) * (right[b * size + k] as number);
  return sum;
}
