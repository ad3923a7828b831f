import type { BackboneManifest } from '../../../shared/domain/index.ts';
import {
  type MapModel,
  type PartModel,
  type PatchModel,
  type ScoreBlend,
  type ScoreModel,
  type Standardisation,
  topPatchCount,
} from '../../gaussian/index.ts';
import type { GraphBuilder, Value } from '../onnx/graphBuilder.ts';
import type { OnnxModel } from '../onnx/model.ts';
import { buildFeatures } from './compileExtractor.ts';
import { partDistance, patchDistances } from './distances.ts';

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
 * Input `image`: uint8, N x side x side x 3, RGB, already resized. Outputs, all float32: `score`, `part_distance`, `patch_score` (N each) and
 * `anomaly_map` (N x height x width, in sigma); where the model compares levels, `level_distances` (N x levels) too. N is free unless the backbone fixes it. Means are subtracted before every product, so that nothing large
 * cancels in float32; the scores equal `scoreImage` on the same features to 1e-4.
 */
export function compileRecipe({ manifest, backbone, model, metadata }: RecipeParts): OnnxModel {
  const { part, patch, map } = model;
  const levels = [part.level, patch.gaussians.level, map.gaussians.level, ...model.levels.map(({ level }) => level)];
  const { graph, batch, maps, finish } = buildFeatures(manifest, backbone, levels);
  const mapOf = (level: number): Value => maps.get(level) as Value;

  const distance = partDistance(graph, mapOf(part.level), part.gaussian, 'part');
  const patchScore = meanOfHighest(graph, mapOf(patch.gaussians.level), patch);
  const partSigma = standardise(graph, distance, part.standardisation);
  const patchSigma = standardise(graph, patchScore, patch.standardisation);
  const score = sigmalineScore(graph, partSigma, patchSigma, model.blend);

  graph.output('score', score, 'float32', [batch]);
  graph.output('part_distance', distance, 'float32', [batch]);
  graph.output('patch_score', patchScore, 'float32', [batch]);
  const { height, width } = map.gaussians;
  graph.output('anomaly_map', anomalyMap(graph, mapOf(map.gaussians.level), map), 'float32', [batch, height, width]);
  if (model.levels.length > 0) {
    const distanceOf = (compared: PartModel): Value =>
      compared === part
        ? distance
        : partDistance(graph, mapOf(compared.level), compared.gaussian, `level-${compared.level}`);
    const columns = model.levels.map((compared) => graph.unsqueeze(distanceOf(compared), [1]));
    graph.output('level_distances', graph.concatenate(columns, 1), 'float32', [batch, columns.length]);
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

function meanOfHighest(graph: GraphBuilder, map: Value, { gaussians, topShare }: PatchModel): Value {
  const distances = patchDistances(graph, map, gaussians, 'patch');
  const count = topPatchCount(topShare, gaussians.height * gaussians.width);
  return graph.mean(graph.largest(distances, count, 1), [1]);
}

function standardise(graph: GraphBuilder, value: Value, { mean, deviation }: Standardisation): Value {
  return graph.multiply(graph.subtract(value, graph.scalar(mean)), graph.scalar(1 / deviation));
}

function sigmalineScore(graph: GraphBuilder, part: Value, patch: Value, blend: ScoreBlend): Value {
  const { partShare, partBound, partAloneAfter } = blend;
  const boundedPart = graph.minimum(part, graph.scalar(partBound));
  const together = graph.add(
    graph.multiply(patch, graph.scalar(1 - partShare)),
    graph.multiply(boundedPart, graph.scalar(partShare)),
  );
  return graph.maximum(together, graph.subtract(part, graph.scalar(partAloneAfter)));
}

function anomalyMap(
  graph: GraphBuilder,
  map: Value,
  { gaussians, positionMeans, positionDeviations }: MapModel,
): Value {
  const { height, width } = gaussians;
  const positions = height * width;
  const distances = patchDistances(graph, map, gaussians, 'map');
  const beyondMean = graph.subtract(distances, graph.float32('map/position-means', [1, positions], positionMeans));
  const deviations = graph.float32('map/position-deviations', [1, positions], positionDeviations);
  return graph.reshape(graph.divide(beyondMean, deviations), [0, height, width]);
}
