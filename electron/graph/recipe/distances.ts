import type { PatchGaussians, ScoringGaussian } from '../../gaussian/index.ts';
import type { GraphBuilder, Value } from '../onnx/graphBuilder.ts';
import { changedMeans, type Means, meansOf } from './looks.ts';

/** Rows of a whitening that are multiplied at once: fewer leave out more of the zeros, more keep the processor better occupied. */
const ROWS_PER_PRODUCT = 68;

/**
 * Mahalanobis distance at every position of a feature map.
 *
 * The whitenings of all positions are by far the largest constants of a recipe (144 matrices of 272 x 272 for EfficientNet-B4). They are kept in float32,
 * because half precision would cost the score its 1e-4, but only their lower triangles are stored, which is 21.4 MB instead of 42.6: a lookup unpacks them,
 * which the runtime does once, while it loads the recipe (about 0.1 s). The products skip most of the zeros too: whitening is bound by memory
 * traffic, and this form takes 1.0 ms an image where the whole matrices take 2.7.
 *
 * @param centred see `centredPlaces`
 * @returns N x (height * width) distances
 */
export function patchDistances(graph: GraphBuilder, centred: Value, gaussians: PatchGaussians, name: string): Value {
  const { channels, height, width } = gaussians;
  const positions = height * width;
  if (gaussians.tied) {
    const whitening = graph.float32(`${name}/whitening`, [channels, channels], gaussians.whitenings);
    return graph.norm(graph.matrixProduct(whitening, centred), [1]);
  }
  const byPosition = graph.transpose(centred, [2, 0, 1]);
  const squares = areLowerTriangular(gaussians.whitenings, channels, positions)
    ? triangularSquares(graph, byPosition, gaussians, name)
    : [wholeSquares(graph, byPosition, gaussians, name)];
  const total = squares.reduce((sum, part) => graph.add(sum, part));
  return graph.transpose(graph.squareRoot(total), [1, 0]);
}

/**
 * The features of all places, each less the mean of its place.
 *
 * @param map N x channels x height x width
 * @param look of each image; null where there is only one
 * @returns N x channels x (height * width)
 */
export function centredPlaces(
  graph: GraphBuilder,
  map: Value,
  gaussians: PatchGaussians,
  look: Value | null,
  name: string,
): Value {
  const { channels, height, width } = gaussians;
  const positions = height * width;
  const vectors = graph.reshape(map, [0, channels, positions]);
  const means = changedMeans({ ...gaussians, look }, (held) => channelsFirst(held, channels));
  return centre(graph, vectors, `${name}/means`, [1, channels, positions], means);
}

/** @param byPosition positions x N x channels; the result is positions x N */
function wholeSquares(graph: GraphBuilder, byPosition: Value, gaussians: PatchGaussians, name: string): Value {
  const { channels, height, width } = gaussians;
  const whitenings = graph.float32(`${name}/whitenings`, [height * width, channels, channels], gaussians.whitenings);
  return graph.sumOfSquares(graph.matrixProduct(byPosition, graph.transpose(whitenings, [0, 2, 1])), [2]);
}

/** One sum of squares per block of rows; a block of a lower triangle needs only the columns up to its last row. */
function triangularSquares(graph: GraphBuilder, byPosition: Value, gaussians: PatchGaussians, name: string): Value[] {
  const { channels, height, width } = gaussians;
  const positions = height * width;
  const packed = packTriangles(gaussians.whitenings, channels, positions);
  const triangles = graph.float32(`${name}/triangles`, [positions, triangleSize(channels) + 1], packed);
  const blocks = Math.ceil(channels / ROWS_PER_PRODUCT);
  return Array.from({ length: blocks }, (_, block) => {
    const firstRow = Math.round((channels * block) / blocks);
    const endRow = Math.round((channels * (block + 1)) / blocks);
    const indices = unpackingIndices(channels, firstRow, endRow);
    const lookup = graph.int64(`${name}/lookup`, [endRow, endRow - firstRow], indices);
    const leading = endRow === channels ? byPosition : graph.slice(byPosition, 2, 0, endRow);
    return graph.sumOfSquares(graph.matrixProduct(leading, graph.gather(triangles, lookup, 1)), [2]);
  });
}

/** positions x channels to channels x positions. */
function channelsFirst(means: Float64Array, channels: number): Float64Array {
  const positions = means.length / channels;
  return means.map((_, index) => {
    const position = index % positions;
    const channel = (index - position) / positions;
    return means[position * channels + channel] ?? 0;
  });
}

/** The distance of a level's mean over all places, and what each of its features contributes. */
export interface PartDistance {
  /** N */
  readonly distance: Value;
  /** Sigma^-1 c of the centred mean c: N x channels. */
  readonly precise: Value;
}

/**
 * Mahalanobis distance of the global average pool of a feature map.
 *
 * @param map N x channels x height x width
 * @param look of each image; null where there is only one
 * @param name of its constants in the graph
 */
export function partDistance(
  graph: GraphBuilder,
  map: Value,
  gaussian: ScoringGaussian,
  look: Value | null,
  name: string,
): PartDistance {
  const channels = gaussian.mean.length;
  // Centred before it is pooled: the sum of small numbers keeps digits that the sum of large ones would drop.
  const centredMap = centre(graph, map, `${name}/mean`, [1, channels, 1, 1], {
    means: gaussian.mean,
    lookMeans: gaussian.lookMeans,
    look,
  });
  const centred = graph.reshape(graph.globalAveragePool(centredMap), [0, channels]);
  if (gaussian.form === 'thin') return thinDistance(graph, centred, gaussian, name);
  const whitening = graph.float32(`${name}/whitening`, [channels, channels], gaussian.whitening);
  const whitened = graph.matrixProduct(centred, graph.transpose(whitening, [1, 0]));
  return { distance: graph.norm(whitened, [1]), precise: graph.matrixProduct(whitened, whitening) };
}

/**
 * The thin form subtracts two large numbers that nearly cancel, which float32 does not survive. With c split into its share inside the directions, z = D c,
 * and the rest, r = c - D'z, the same distance is a sum of squares: residualPrecision ||r||^2 + sum_i (residualPrecision - weights_i) z_i^2.
 */
function thinDistance(
  graph: GraphBuilder,
  centred: Value,
  gaussian: Extract<ScoringGaussian, { form: 'thin' }>,
  name: string,
): PartDistance {
  const channels = gaussian.mean.length;
  const rank = gaussian.weights.length;
  const directions = graph.float32(`${name}/directions`, [rank, channels], gaussian.directions);
  const inside = graph.matrixProduct(centred, graph.transpose(directions, [1, 0]));
  const rest = graph.subtract(centred, graph.matrixProduct(inside, directions));
  const precisions = Array.from(gaussian.weights, (weight) => Math.max(0, gaussian.residualPrecision - weight));
  const residual = graph.scalar(Math.sqrt(gaussian.residualPrecision));
  const scales = graph.float32(`${name}/scales`, [1, rank], precisions.map(Math.sqrt));
  const [scaledRest, scaledInside] = [graph.multiply(rest, residual), graph.multiply(inside, scales)];
  return {
    distance: graph.norm(graph.concatenate([scaledRest, scaledInside], 1), [1]),
    precise: graph.add(
      graph.multiply(scaledRest, residual),
      graph.matrixProduct(graph.multiply(scaledInside, scales), directions),
    ),
  };
}

/**
 * Whether each of `count` matrices (size x size, row-major, one after the other) is lower triangular, as the inverse of a Cholesky factor is.
 */
function areLowerTriangular(matrices: Float64Array, size: number, count: number): boolean {
  for (let matrix = 0; matrix < count; matrix++) {
    for (let row = 0; row < size; row++) {
      const start = (matrix * size + row) * size;
      for (let column = row + 1; column < size; column++) if (matrices[start + column] !== 0) return false;
    }
  }
  return true;
}

/** The lower triangles alone, row after row, each followed by one zero: `count` times size (size + 1) / 2 + 1 numbers. */
function packTriangles(matrices: Float64Array, size: number, count: number): Float32Array {
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
function unpackingIndices(size: number, firstRow: number, endRow: number): number[] {
  const indices: number[] = [];
  for (let column = 0; column < endRow; column++) {
    for (let row = firstRow; row < endRow; row++) {
      indices.push(column <= row ? triangleSize(row) + column : triangleSize(size));
    }
  }
  return indices;
}

function triangleSize(rows: number): number {
  return (rows * (rows + 1)) / 2;
}

/**
 * `value - mean`, with a mean more precise than float32. Features often lie many deviations from zero and a whitening magnifies whatever error is left in
 * the difference, so the mean is subtracted in two steps: its float32 part, which leaves a small exact difference, and what that part left out.
 *
 * @param shape shape of the mean, broadcast to that of the value
 */
function centre(graph: GraphBuilder, value: Value, name: string, shape: readonly number[], means: Means): Value {
  const coarse = changedMeans(means, (mean) => mean.map(Math.fround));
  const left = changedMeans(means, (mean) => mean.map((exact) => exact - Math.fround(exact)));
  const nearlyCentred = graph.subtract(value, meansOf(graph, name, shape, coarse));
  return graph.subtract(nearlyCentred, meansOf(graph, `${name}-rest`, shape, left));
}
