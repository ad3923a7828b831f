import type { Value } from '../onnx/graphWriter.ts';
import type { OnnxModel } from '../onnx/model.ts';
import { buildFeatures, type FeatureSource } from './features.ts';

/**
 * The front half of a recipe around a network whose feature maps have shapes that are not known yet. Running it tells them, and shows that recipes can
 * take the network in.
 *
 * Input `image` as a recipe takes it. Outputs, for every level: `values<level>`, its map, flat, because a graph with a wrongly declared shape could not be
 * opened; and `shape<level>`, float32.
 *
 * @throws onnx.unsupported where the network cannot be taken in
 */
export function compileProbe(source: FeatureSource, network: OnnxModel): OnnxModel {
  const levels = source.levels.map(({ level }) => level);
  const { graph, maps, finish } = buildFeatures(source, network, levels);
  for (const level of levels) {
    const map = maps.get(level) as Value;
    graph.output(`values${level}`, graph.reshape(map, [-1]), 'float32', [`count${level}`]);
    graph.output(`shape${level}`, graph.cast(graph.node('Shape', [map]), 'float32'), 'float32', [`rank${level}`]);
  }
  return finish({});
}
