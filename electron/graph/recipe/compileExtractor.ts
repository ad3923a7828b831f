import { type BackboneManifest, type Level, SigmalineError, scoredLevels } from '../../../shared/domain/index.ts';
import type { Dimension, Value } from '../onnx/graphBuilder.ts';
import { GraphBuilder } from '../onnx/graphBuilder.ts';
import { withKernelShapes } from '../onnx/kernelShapes.ts';
import type { ElementType, OnnxModel } from '../onnx/model.ts';
import { elementTypeOf, fixedBatch, inlineBackbone, standardOpset } from './inlining.ts';
import { layOutPlaces } from './places.ts';

/**
 * The front half of a recipe alone: input `image` as a recipe takes it, outputs the feature maps, see `featureOutput`. A
 * calibration that is fitted on these features sees, to the last digit, what the finished recipe will see.
 *
 * @param levels which levels, by number; those of the default scores where left out
 */
export function compileExtractor(
  manifest: BackboneManifest,
  backbone: OnnxModel,
  levels: readonly number[] = scoredLevels(manifest),
): OnnxModel {
  const { graph, batch, maps, finish } = buildFeatures(manifest, backbone, levels);
  for (const { level, channels, height, width } of manifest.levels.filter(({ level }) => maps.has(level))) {
    graph.output(featureOutput(level), maps.get(level) as Value, 'float32', [batch, channels, height, width]);
  }
  return finish({ backbone: manifest.id, 'backbone-sha256': manifest.sha256 });
}

/** What an extractor calls the feature map of a level. */
export function featureOutput(level: number): string {
  return `level${level}`;
}

/**
 * The front half of a recipe around a network whose feature maps have shapes that are not known yet. Running it tells them, and shows that recipes can
 * take the network in.
 *
 * Input `image` as a recipe takes it. Outputs, for every level: `values<level>`, the network's output, flat, because a graph with a wrongly declared shape could not be
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

/** A graph that has come as far as the feature maps, and what it takes to finish it. */
interface FeatureGraph {
  readonly graph: GraphBuilder;
  readonly batch: Dimension;
  /** The feature map (N x channels x height x width, float32) of each level asked for. */
  readonly maps: ReadonlyMap<number, Value>;
  readonly finish: (metadata: Readonly<Record<string, string>>) => OnnxModel;
}

/** A level of which nothing but its place in the graph is known: its output is taken as it is. */
type LevelOutput = Pick<Level, 'level' | 'output'>;

/** What must be known of a backbone to feed it and to name its feature maps. */
export type FeatureSource = Pick<BackboneManifest, 'id' | 'sizePx' | 'input' | 'mean' | 'std'> & {
  readonly levels: readonly (LevelOutput | Level)[];
};

/**
 * The front half of a recipe: input `image` (uint8, N x side x side x 3, RGB), normalisation, backbone.
 *
 * @throws backbone.corrupt where the manifest has no such level; onnx.unsupported where the backbone cannot be taken in
 */
export function buildFeatures(manifest: FeatureSource, backbone: OnnxModel, levels: readonly number[]): FeatureGraph {
  const graph = new GraphBuilder({ name: 'recipe', opset: standardOpset(backbone) });
  const batch = fixedBatch(backbone, manifest.input) ?? 'N';
  const image = graph.input('image', 'uint8', [batch, manifest.sizePx, manifest.sizePx, 3]);
  const fed = feed(graph, image, manifest, elementTypeOf(backbone, manifest.input));

  const wanted = [...new Set(levels)];
  const used = wanted.map((level) => levelOf(manifest, level));
  const outputs = used.map(({ output }) => output);
  const inlined = inlineBackbone(graph, backbone, { name: manifest.input, value: fed }, outputs);
  const maps = used.map((level, index) => {
    const value = inlined[index] as Value;
    const single = elementTypeOf(backbone, level.output) === 'float16' ? graph.cast(value, 'float32') : value;
    return 'channels' in level ? layOutPlaces(graph, single, level) : single;
  });
  return {
    graph,
    batch,
    maps: new Map(wanted.map((level, index) => [level, maps[index] as Value])),
    finish: (metadata) =>
      withKernelShapes(
        graph.toModel(metadata, {
          irVersion: backbone.irVersion,
          operatorSets: backbone.opsetImport.filter(({ domain = '' }) => domain !== '' && domain !== 'ai.onnx'),
          functions: backbone.functions,
        }),
      ),
  };
}

/**
 * What a backbone takes: (value / 255 - mean) / std as one product and one sum, or the bytes as they are where it says that it takes bytes, as one in
 * integers does. Bytes are transposed before they become floats: a quarter of the memory traffic.
 */
function feed(graph: GraphBuilder, image: Value, manifest: FeatureSource, type: ElementType | undefined): Value {
  if (type === 'uint8') return image;
  const bytes = graph.transpose(image, [0, 3, 1, 2]);
  const scale = manifest.std.map((deviation) => 1 / (255 * deviation));
  const offset = manifest.mean.map((mean, channel) => -mean / (manifest.std[channel] ?? 1));
  const scaled = graph.multiply(graph.cast(bytes, 'float32'), graph.float32('normalise/scale', [1, 3, 1, 1], scale));
  const normalised = graph.add(scaled, graph.float32('normalise/offset', [1, 3, 1, 1], offset));
  return type === 'float16' ? graph.cast(normalised, 'float16') : normalised;
}

function levelOf(manifest: FeatureSource, level: number): FeatureSource['levels'][number] {
  const found = manifest.levels.find((candidate) => candidate.level === level);
  if (found !== undefined) return found;
  throw new SigmalineError('backbone.corrupt', { backbone: manifest.id, reason: `it has no level ${level}` });
}
