import { drawnComponents, enlargement, type Grid, mapGrid, type ScoreModel } from '../../gaussian/index.ts';
import type { GraphBuilder, Value } from '../onnx/graphBuilder.ts';
import { meansOf } from './looks.ts';

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
  /** Of every component: N x 1 x 1 each. */
  readonly shares: readonly Value[];
  /** The look of each image; null where there is only one. */
  readonly look: Value | null;
}

const SMALLEST = 1e-6;

/**
 * The anomaly map of the reference (`anomalyMap` in gaussian/): what made the verdict.
 *
 * @returns N x height x width
 */
export function anomalyMap(graph: GraphBuilder, model: ScoreModel, inputs: MapInputs): Value {
  const grid = mapGrid(model);
  const levels = [model.patch, ...model.fine];
  const drawn = drawnComponents(model).flatMap((components, index) => {
    if (components.length === 0) return [];
    const { gaussians, scale } = levels[index] as (typeof levels)[number];
    const means = meansOf(graph, 'map/means', [1, scale.means.length], { ...scale, look: inputs.look });
    const beyond = graph.subtract(inputs.distances[index] as Value, means);
    const map = enlarged(graph, graph.multiply(beyond, graph.scalar(1 / scale.deviation)), gaussians, grid);
    const shares = components.map((component) => inputs.shares[component] as Value);
    return [
      graph.multiply(
        map,
        shares.reduce((sum, share) => graph.add(sum, share)),
      ),
    ];
  });
  const part = partMap(graph, inputs, grid);
  const all = part === null ? drawn : [graph.multiply(part, inputs.shares[0] as Value), ...drawn];
  return all.reduce((sum, map) => graph.add(sum, map));
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
