import type { BackboneManifest } from '../../../shared/domain/index.ts';
import {
  type KeptPlaces,
  mapGrid,
  placesOf,
  type ScoreModel,
  type Standardisation,
  topPatchCount,
  UNUSUAL_SIGMA,
} from '../../gaussian/index.ts';
import type { GraphBuilder, Value } from '../onnx/graphBuilder.ts';
import type { OnnxModel } from '../onnx/model.ts';
import { anomalyMap } from './anomalyMap.ts';
import { buildFeatures } from './compileExtractor.ts';
import { centredPlaces, partDistance, patchDistances } from './distances.ts';
import { type Means, meansOf, nearestLook } from './looks.ts';

export interface RecipeParts {
  readonly manifest: BackboneManifest;
  readonly backbone: OnnxModel;
  readonly model: ScoreModel;
  /** Noted in the file beside what is known of the backbone. */
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * Compiles a calibration into one ONNX graph that any ONNX Runtime can run.
 *
 * Input `image`: uint8, N x side x side x 3, RGB, already resized. Outputs, all float32: `score`, `part_distance`, `patch_score`, `part_share`, `unusual_share` (N each) and
 * `anomaly_map` (N x height x width, in sigma); where the model compares levels, `level_distances` (N x levels) too, and where it has several looks, `look` (N, from 1). N is free unless the backbone fixes it. Means are subtracted before every product, so that nothing large
 * cancels in float32; the scores equal `scoreImage` on the same features to 1e-4.
 */
export function compileRecipe({ manifest, backbone, model, metadata }: RecipeParts): OnnxModel {
  const { part, patch, fine } = model;
  const places = [patch, ...fine];
  const levels = [
    ...part.levels.map(({ level }) => level),
    ...places.map(({ gaussians }) => gaussians.level),
    ...model.levels.map(({ level }) => level),
  ];
  const { graph, batch, maps, finish } = buildFeatures(manifest, backbone, levels);
  const kept = new Map(
    [...part.levels, ...places.map(({ gaussians }) => gaussians), ...model.levels].map((level) => [
      level.level,
      keptOf(graph, maps.get(level.level) as Value, level.kept),
    ]),
  );
  const mapOf = (level: number): Value => kept.get(level) as Value;

  const look =
    model.looks === undefined ? null : nearestLook(graph, mapOf(patch.gaussians.level), model.looks, patch.gaussians);
  const whole = part.levels.map(({ level, gaussian }) => ({
    level,
    ...partDistance(graph, mapOf(level), gaussian, look, `part-${level}`),
  }));
  const distance = meanOf(
    graph,
    whole.map((level) => level.distance),
  );
  const centred = new Map(
    places.map(({ gaussians }) => {
      const { level } = gaussians;
      return [level, centredPlaces(graph, mapOf(level), gaussians, look, `level-${level}`)] as const;
    }),
  );
  const distances = places.map(({ gaussians }) =>
    patchDistances(graph, centred.get(gaussians.level) as Value, gaussians, `level-${gaussians.level}`),
  );
  const [patchValues, ...fineValues] = distances as [Value, ...Value[]];
  const fineSigmas = fine.map(({ scale, deviations }, index) =>
    inSigma(graph, fineValues[index] as Value, { ...scale, look }, deviations),
  );
  const counted = [patchValues, ...fineSigmas];
  const topScores = places.flatMap(({ scores, scale }, index) =>
    scores.map(({ topShare, standardisation }) => {
      const count = topPatchCount(topShare, scale.means.length);
      return { standardisation, value: meanOfHighest(graph, counted[index] as Value, count) };
    }),
  );
  const { scale } = patch;
  const finest =
    fineSigmas[0] ??
    inSigma(
      graph,
      patchValues,
      { ...scale, look },
      scale.means.map(() => scale.deviation),
    );
  const sigmas = [
    standardise(graph, graph.logarithm(distance), part.standardisation, look),
    ...topScores.map(({ value, standardisation }) => standardise(graph, value, standardisation, look)),
  ];
  const { score, shares } = harmonicMean(graph, sigmas, model.steepness);

  graph.output('score', score, 'float32', [batch]);
  graph.output('part_distance', distance, 'float32', [batch]);
  graph.output('patch_score', (topScores[0] as (typeof topScores)[number]).value, 'float32', [batch]);
  graph.output('part_share', graph.reshape(shares[0] as Value, [-1]), 'float32', [batch]);
  graph.output('unusual_share', graph.shareAbove(finest, UNUSUAL_SIGMA, 1), 'float32', [batch]);
  const map = anomalyMap(graph, model, {
    partSigma: sigmas[0] as Value,
    whole: whole.flatMap(({ level, precise, distance: levelDistance }) => {
      const gaussians = placesOf(model, level);
      return gaussians === undefined
        ? []
        : [{ precise, distance: levelDistance, grid: gaussians, centred: centred.get(level) as Value }];
    }),
    distances,
    shares,
    look,
  });
  const { height, width } = mapGrid(model);
  graph.output('anomaly_map', map, 'float32', [batch, height, width]);
  if (model.levels.length > 0) {
    const columns = model.levels.map(({ level, gaussian }) => {
      const known = part.levels.findIndex((used) => used.gaussian === gaussian);
      const compared = whole[known] ?? partDistance(graph, mapOf(level), gaussian, look, `compared-${level}`);
      return graph.unsqueeze(compared.distance, [1]);
    });
    graph.output('level_distances', graph.concatenate(columns, 1), 'float32', [batch, columns.length]);
  }
  if (look !== null) {
    graph.output('look', graph.add(graph.cast(look, 'float32'), graph.scalar(1)), 'float32', [batch]);
  }
  return finish({
    backbone: manifest.id,
    'backbone-sha256': manifest.sha256,
    'backbone-licence': manifest.licence,
    'backbone-source': manifest.source,
    'image-size-px': String(manifest.sizePx),
    ...metadata,
  });
}

/** The level without the places that a mask ignores: N x channels x 1 x places. */
function keptOf(graph: GraphBuilder, map: Value, kept: KeptPlaces | undefined): Value {
  if (kept === undefined) return map;
  const { height, width, places } = kept;
  const indices = graph.constant('kept', 'int64', [places.length], places);
  const row = graph.gather(graph.reshape(map, [0, 0, height * width]), indices, 2);
  return graph.reshape(row, [0, 0, 1, places.length]);
}

function meanOf(graph: GraphBuilder, values: readonly Value[]): Value {
  const sum = values.reduce((total, value) => graph.add(total, value));
  return values.length === 1 ? sum : graph.multiply(sum, graph.scalar(1 / values.length));
}

/** @param values N x places */
function meanOfHighest(graph: GraphBuilder, values: Value, count: number): Value {
  return graph.mean(graph.largest(values, count, 1), [1]);
}

function standardise(
  graph: GraphBuilder,
  value: Value,
  { mean, deviation, looks }: Standardisation,
  look: Value | null,
): Value {
  if (look !== null && looks !== undefined) {
    const ofLook = (name: string, values: readonly number[]): Value =>
      graph.gather(graph.float32(name, [values.length], values), look, 0);
    const means = looks.map((own) => own.mean);
    const scales = looks.map((own) => 1 / own.deviation);
    return graph.multiply(graph.subtract(value, ofLook('looks/mean', means)), ofLook('looks/scale', scales));
  }
  return graph.multiply(graph.subtract(value, graph.scalar(mean)), graph.scalar(1 / deviation));
}

/** @param values N x places */
function inSigma(graph: GraphBuilder, values: Value, means: Means, deviations: Float64Array): Value {
  const size = deviations.length;
  const beyond = graph.subtract(values, meansOf(graph, 'places/means', [1, size], means));
  return graph.divide(beyond, graph.float32('places/deviations', [1, size], deviations));
}

/** `harmonicMean` and `sharesOf` of the reference: N, and N x 1 x 1 for each component. */
function harmonicMean(
  graph: GraphBuilder,
  sigmas: readonly Value[],
  steepness: number,
): { score: Value; shares: readonly Value[] } {
  const columns = graph.concatenate(
    sigmas.map((sigma) => graph.unsqueeze(sigma, [1])),
    1,
  );
  const highest = graph.highest(columns, [1]);
  const below = graph.subtract(columns, graph.unsqueeze(highest, [1]));
  const powers = graph.exponential(graph.multiply(below, graph.scalar(steepness)));
  const mean = graph.mean(powers, [1]);
  const score = graph.add(highest, graph.multiply(graph.logarithm(mean), graph.scalar(1 / steepness)));
  const sum = graph.multiply(graph.unsqueeze(mean, [1]), graph.scalar(sigmas.length));
  const shares = graph.split(
    graph.unsqueeze(graph.divide(powers, sum), [2]),
    sigmas.map(() => 1),
    1,
  );
  return { score, shares };
}
