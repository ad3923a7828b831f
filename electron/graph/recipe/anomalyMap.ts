import { enlargement, type Grid, mapGrid, type ScoreModel } from '../../gaussian/index.ts';
import type { GraphBuilder, Value } from '../onnx/graphBuilder.ts';

export interface MapInputs {
  /** The part distance in sigma: N. */
  readonly partSigma: Value;
  /** The levels of the part distance whose places are known. */
  readonly whole: readonly {
    /** Sigma^-1 c: N x channels. */
    readonly precise: Value;
    /** N */
    readonly distance: Value;
    readonly grid: Grid;
    /** N x channels x places */
    readonly centred: Value;
  }[];
  /** Of the patch level and the finer ones: N x places each. */
  readonly distances: readonly Value[];
  /** Of the part as a whole, the patch score, the finer levels: N x 1 x 1 each. */
  readonly shares: readonly Value[];
}

const SMALLEST = 1e-6;

/**
 * The anomaly map of the reference (`anomalyMap` in gaussian/): what made the verdict.
 *
 * @returns N x height x width
 */
export function anomalyMap(graph: GraphBuilder, model: ScoreModel, inputs: MapInputs): Value {
  const grid = mapGrid(model);
  const places = [model.patch, ...model.fine].map(({ gaussians, scale }, index) => {
    const means = graph.float32('map/means', [1, scale.means.length], scale.means);
    const beyond = graph.subtract(inputs.distances[index] as Value, means);
    return enlarged(graph, graph.multiply(beyond, graph.scalar(1 / scale.deviation)), gaussians, grid);
  });
  const part = partMap(graph, inputs, grid);
  const components = [...(part === null ? [] : [{ map: part, share: inputs.shares[0] as Value }])];
  for (const [index, map] of places.entries()) components.push({ map, share: inputs.shares[index + 1] as Value });
  return components.map(({ map, share }) => graph.multiply(map, share)).reduce((sum, map) => graph.add(sum, map));
}

/** What each place adds to the part distance, the highest place having the part's own sigma; null where no places are known. */
function partMap(graph: GraphBuilder, { partSigma, whole }: MapInputs, grid: Grid): Value | null {
  if (whole.length === 0) return null;
  const total = whole
    .map(({ precise, distance, grid: own, centred }) => {
      const added = graph.reshape(graph.matrixProduct(graph.unsqueeze(precise, [1]), centred), [
        0,
        own.height * own.width,
      ]);
      const least = graph.maximum(distance, graph.scalar(Math.sqrt(SMALLEST)));
      return enlarged(graph, graph.divide(added, graph.unsqueeze(least, [1])), own, grid);
    })
    .reduce((sum, map) => graph.add(sum, map));
  const highest = graph.maximum(graph.highest(total, [1, 2]), graph.scalar(SMALLEST));
  const scale = graph.divide(graph.maximum(partSigma, graph.scalar(0)), highest);
  return graph.multiply(total, graph.unsqueeze(scale, [1, 2]));
}

/** N x places of one grid to N x height x width of another, as two products: every execution provider knows them, and gives the same. */
function enlarged(graph: GraphBuilder, values: Value, from: Grid, to: Grid): Value {
  const map = graph.reshape(values, [0, from.height, from.width]);
  if (from.height === to.height && from.width === to.width) return map;
  const rows = graph.float32('map/rows', [to.height, from.height], enlargement(from.height, to.height));
  const columns = graph.float32('map/columns', [to.width, from.width], enlargement(from.width, to.width));
  return graph.matrixProduct(rows, graph.matrixProduct(map, graph.transpose(columns, [1, 0])));
}
