import { regionsOf } from '../../gaussian/index.ts';
import type { GraphBuilder, Value } from '../onnx/graphBuilder.ts';

/**
 * The look of each image, from 0: `lookOf` of the reference. Of looks with mean regions m_k, an image with regions r is nearest to the one with the highest
 * `2 (m_k - c)'(r - c) - |m_k - c|^2`, whatever c; that of the means leaves small numbers.
 *
 * @param map the patch level: N x channels x height x width
 * @param looks the mean regions of each look, channels x regions
 * @returns N, int64
 */
export function nearestLook(
  graph: GraphBuilder,
  map: Value,
  looks: readonly Float64Array[],
  grid: Parameters<typeof regionsOf>[0],
): Value {
  const { regionAt, counts } = regionsOf(grid);
  const [places, regions] = [regionAt.length, counts.length];
  const averaging = new Float64Array(places * regions);
  for (const [place, region] of regionAt.entries()) averaging[place * regions + region] = 1 / (counts[region] ?? 1);
  const size = looks[0]?.length ?? 0;
  const centre = Float64Array.from({ length: size }, (_, i) => mean(looks.map((look) => look[i] ?? 0)));
  const offsets = looks.map((look) => look.map((value, i) => value - (centre[i] ?? 0)));
  const weights = Float64Array.from({ length: size * looks.length }, (_, i) => {
    return 2 * (offsets[i % looks.length]?.[Math.floor(i / looks.length)] ?? 0);
  });
  const squares = offsets.map((offset) => -offset.reduce((sum, value) => sum + value ** 2, 0));
  const vectors = graph.reshape(map, [0, size / regions, places]);
  const means = graph.matrixProduct(vectors, graph.float32('looks/regions', [places, regions], averaging));
  const centred = graph.subtract(graph.reshape(means, [0, size]), graph.float32('looks/centre', [1, size], centre));
  const along = graph.matrixProduct(centred, graph.float32('looks/means', [size, looks.length], weights));
  return graph.indexOfHighest(graph.add(along, graph.float32('looks/squares', [1, looks.length], squares)), 1);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Means that hold for all images, or those of each image's look. */
export interface Means {
  readonly means: Float64Array;
  readonly lookMeans?: readonly Float64Array[] | undefined;
  /** Null where there is only one look. */
  readonly look: Value | null;
}

/**
 * A constant; where there are several looks, for each image the one of its look.
 *
 * @param shape 1 x anything
 */
export function meansOf(graph: GraphBuilder, name: string, shape: readonly number[], held: Means): Value {
  const { means, lookMeans, look } = held;
  if (look === null || lookMeans === undefined) return graph.float32(name, shape, means);
  const all = new Float64Array(means.length * lookMeans.length);
  for (const [index, values] of lookMeans.entries()) all.set(values, index * means.length);
  return graph.gather(graph.float32(name, [lookMeans.length, ...shape.slice(1)], all), look, 0);
}

/** The same, each mean changed alike. */
export function changedMeans(held: Means, change: (means: Float64Array) => Float64Array): Means {
  return { ...held, means: change(held.means), lookMeans: held.lookMeans?.map(change) };
}
