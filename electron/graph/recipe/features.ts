import { type BackboneManifest, type Level, SigmalineError } from '../../../shared/domain/index.ts';
import { GraphBuilder } from '../onnx/graphBuilder.ts';
import type { Dimension, Value } from '../onnx/graphWriter.ts';
import type { OnnxModel } from '../onnx/model.ts';
import { fixedBatch, inlineBackbone, isHalfPrecision, standardOpset } from './inlining.ts';

/** A graph that has come as far as the feature maps, and what it takes to finish it. */
export interface FeatureGraph {
  readonly graph: GraphBuilder;
  readonly batch: Dimension;
  /** The feature map (N x channels x height x width, float32) of each level asked for. */
  readonly maps: ReadonlyMap<number, Value>;
  readonly finish: (metadata: Readonly<Record<string, string>>) => OnnxModel;
}

/** What must be known of a backbone to feed it and to name its feature maps. */
export type FeatureSource = Pick<BackboneManifest, 'id' | 'sizePx' | 'input' | 'mean' | 'std'> & {
  readonly levels: readonly Pick<Level, 'level' | 'output'>[];
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
  const normalised = normalise(graph, image, manifest);
  const fed = isHalfPrecision(backbone, manifest.input) ? graph.cast(normalised, 'float16') : normalised;

  const wanted = [...new Set(levels)];
  const outputs = wanted.map((level) => outputOf(manifest, level));
  const inlined = inlineBackbone(graph, backbone, { name: manifest.input, value: fed }, outputs);
  const maps = inlined.map((map, index) =>
    isHalfPrecision(backbone, outputs[index] ?? '') ? graph.cast(map, 'float32') : map,
  );
  return {
    graph,
    batch,
    maps: new Map(wanted.map((level, index) => [level, maps[index] as Value])),
    finish: (metadata) =>
      graph.toModel(metadata, {
        irVersion: backbone.irVersion,
        operatorSets: backbone.opsetImport.filter(({ domain = '' }) => domain !== '' && domain !== 'ai.onnx'),
        functions: backbone.functions,
      }),
  };
}

/** (value / 255 - mean) / std as one product and one sum. Bytes are transposed before they become floats: a quarter of the memory traffic. */
function normalise(graph: GraphBuilder, image: Value, manifest: FeatureSource): Value {
  const planes = graph.cast(graph.transpose(image, [0, 3, 1, 2]), 'float32');
  const scale = manifest.std.map((deviation) => 1 / (255 * deviation));
  const offset = manifest.mean.map((mean, channel) => -mean / (manifest.std[channel] ?? 1));
  const scaled = graph.multiply(planes, graph.float32('normalise/scale', [1, 3, 1, 1], scale));
  return graph.add(scaled, graph.float32('normalise/offset', [1, 3, 1, 1], offset));
}

function outputOf(manifest: FeatureSource, level: number): string {
  const found = manifest.levels.find((candidate) => candidate.level === level);
  if (found !== undefined) return found.output;
  throw new SigmalineError('backbone.corrupt', { backbone: manifest.id, reason: `it has no level ${level}` });
}
