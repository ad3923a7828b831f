import type { ScoringGaussian } from '../../gaussian/index.ts';
import type { GraphBuilder } from '../onnx/graphBuilder.ts';
import type { Value } from '../onnx/graphWriter.ts';
import { centre } from './centring.ts';

/**
 * Mahalanobis distance of the global average pool of a feature map.
 *
 * @param map N x channels x height x width
 * @param name of its constants in the graph
 * @returns N distances
 */
export function partDistance(graph: GraphBuilder, map: Value, gaussian: ScoringGaussian, name: string): Value {
  const channels = gaussian.mean.length;
  // Centred before it is pooled: the sum of small numbers keeps digits that the sum of large ones would drop.
  const centredMap = centre(graph, map, `${name}/mean`, [1, channels, 1, 1], gaussian.mean);
  const centred = graph.reshape(graph.globalAveragePool(centredMap), [0, channels]);
  return gaussian.form === 'dense'
    ? graph.norm(graph.matrixProduct(centred, transposed(graph, gaussian.whitening, channels, name)), [1])
    : thinDistance(graph, centred, gaussian, name);
}

function transposed(graph: GraphBuilder, whitening: Float64Array, channels: number, name: string): Value {
  const values = Float32Array.from(whitening, (_, index) => {
    const row = index % channels;
    const column = (index - row) / channels;
    return whitening[row * channels + column] ?? 0;
  });
  return graph.float32(`${name}/whitening`, [channels, channels], values);
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
): Value {
  const channels = gaussian.mean.length;
  const rank = gaussian.weights.length;
  const directions = graph.float32(`${name}/directions`, [rank, channels], gaussian.directions);
  const inside = graph.matrixProduct(centred, graph.transpose(directions, [1, 0]));
  const rest = graph.subtract(centred, graph.matrixProduct(inside, directions));
  const scales = Array.from(gaussian.weights, (weight) => Math.sqrt(Math.max(0, gaussian.residualPrecision - weight)));
  const scaledRest = graph.multiply(rest, graph.scalar(Math.sqrt(gaussian.residualPrecision)));
  const scaledInside = graph.multiply(inside, graph.float32(`${name}/scales`, [1, rank], scales));
  return graph.norm(graph.concatenate([scaledRest, scaledInside], 1), [1]);
}
