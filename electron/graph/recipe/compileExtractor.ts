import type { BackboneManifest } from '../../../shared/domain/index.ts';
import type { Value } from '../onnx/graphWriter.ts';
import type { OnnxModel } from '../onnx/model.ts';
import { buildFeatures } from './features.ts';

/**
 * The front half of a recipe alone: input `image` as a recipe takes it, outputs the feature maps under the names that the manifest gives them. A
 * calibration that is fitted on these features sees, to the last digit, what the finished recipe will see.
 *
 * @param levels which levels, by number; those of the default scores where left out
 */
export function compileExtractor(
  manifest: BackboneManifest,
  backbone: OnnxModel,
  levels: readonly number[] = Object.values(manifest.scoring),
): OnnxModel {
  const { graph, batch, maps, finish } = buildFeatures(manifest, backbone, levels);
  for (const { level, output, channels, height, width } of manifest.levels.filter(({ level }) => maps.has(level))) {
    graph.output(output, maps.get(level) as Value, 'float32', [batch, channels, height, width]);
  }
  return finish({ backbone: manifest.id, 'backbone-sha256': manifest.sha256 });
}
