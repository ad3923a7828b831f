import {
  drawnComponents,
  enlargement,
  type Grid,
  type KeptPlaces,
  lookedAt,
  mapGrid,
  type ScoreModel,
} from '../../gaussian/index.ts';
import type { GraphBuilder, Value } from '../onnx/graphBuilder.ts';
import { meansOf } from './looks.ts';

/** The places of a level: all of a grid, or those that are kept, as one row. */
type LevelGrid = Grid & { readonly kept?: KeptPlaces };

export interface MapInputs {
  /** The part distance in sigma: N. */
  readonly partSigma: Value;
  /** The levels of the part distance whose places are known. */
  readonly whole: readonly {
    /** Sigma^-1 c: N x channels. */
    readonly precise: Value;
    /** N */
    readonly distance: Value;
    readonly grid: LevelGrid;
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
  const looked = lookedAt(model);
  const { height, width } = grid;
  const mask = looked === null ? null : graph.float32('map/looked-at', [1, height, width], looked);
  const part = partMap(graph, inputs, grid, mask);
  const all = part === null ? drawn : [graph.multiply(part, inputs.shares[0] as Value), ...drawn];
  const total = all.reduce((sum, map) => graph.add(sum, map));
  return mask === null ? total : graph.multiply(total, mask);
}

/** What each place adds to the part distance, the highest place having the part's own sigma; null where no places are known. */
function partMap(graph: GraphBuilder, { partSigma, whole }: MapInputs, grid: Grid, mask: Value | null): Value | null {
  if (whole.length === 0) return null;
  const added = whole
    .map(({ precise, distance, grid: own, centred }) => {
      const parts = graph.reshape(graph.matrixProduct(graph.unsqueeze(precise, [1]), centred), [
        0,
        own.height * own.width,
      ]);
      const least = graph.maximum(distance, graph.scalar(Math.sqrt(SMALLEST)));
      return enlarged(graph, graph.divide(parts, graph.unsqueeze(least, [1])), own, grid);
    })
    .reduce((sum, map) => graph.add(sum, map));
  const total = mask === null ? added : graph.multiply(added, mask);
  const highest = graph.maximum(graph.highest(total, [1, 2]), graph.scalar(SMALLEST));
  const scale = graph.divide(graph.maximum(partSigma, graph.scalar(0)), highest);
  return graph.multiply(total, graph.unsqueeze(scale, [1, 2]));
}

/** N x places of one grid to N x height x width of another, as two products: every execution provider knows them, and gives the same. */
function enlarged(graph: GraphBuilder, values: Value, level: LevelGrid, to: Grid): Value {
  const from = level.kept ?? level;
  const all = level.kept === undefined ? values : onGrid(graph, values, level.kept);
  const map = graph.reshape(all, [0, from.height, from.width]);
  if (from.height === to.height && from.width === to.width) return map;
  const rows = graph.float32('map/rows', [to.height, from.height], enlargement(from.height, to.height));
  const columns = graph.float32('map/columns', [to.width, from.width], enlargement(from.width, to.width));
  return graph.matrixProduct(rows, graph.matrixProduct(map, graph.transpose(columns, [1, 0])));
}

/** `onGrid` of the reference: places that are not kept take the zero that stands behind the others. */
function onGrid(graph: GraphBuilder, values: Value, { height, width, places }: KeptPlaces): Value {
  const zero = graph.multiply(graph.slice(values, 1, 0, 1), graph.scalar(0));
  const indices = new Array<number>(height * width).fill(places.length);
  for (const [index, place] of places.entries()) indices[place] = index;
  const lookup = graph.constant('map/places', 'int64', [indices.length], indices);
  return graph.gather(graph.concatenate([values, zero], 1), lookup, 1);
}
