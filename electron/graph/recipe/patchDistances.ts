import type { PatchGaussians } from '../../gaussian/index.ts';
import type { GraphBuilder } from '../onnx/graphBuilder.ts';
import type { Value } from '../onnx/graphWriter.ts';
import { centre } from './centring.ts';
import { areLowerTriangular, packTriangles, triangleSize, unpackingIndices } from './triangle.ts';

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
 * @param map N x channels x height x width
 * @returns N x (height * width) distances
 */
export function patchDistances(graph: GraphBuilder, map: Value, gaussians: PatchGaussians, name: string): Value {
  const { channels, height, width } = gaussians;
  const positions = height * width;
  const vectors = graph.reshape(map, [0, channels, positions]);
  const means = channelsFirst(gaussians.means, channels);
  const centred = centre(graph, vectors, `${name}/means`, [1, channels, positions], means);
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
