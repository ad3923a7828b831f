import type { BackboneManifest } from '../../../shared/domain/index.ts';
import { GraphBuilder } from '../onnx/graphBuilder.ts';
import type { OnnxModel } from '../onnx/model.ts';
import type { TensorSource } from '../safetensors.ts';
import { architectureOf, DEEPEST_LEVEL, type EfficientNetVariant, levelShapes } from './architecture.ts';
import { type Activation, BlockWriter } from './blocks.ts';

/** The levels that the default scores use: the part distance and the patch score the seventh, the anomaly map the finer fifth. */
const SCORING = { part: 7, patch: 7, map: 5 } as const;
const INPUT = 'input';

/** Channel means and deviations of ImageNet, with which the published weights were trained. */
const IMAGE_NET_MEAN: BackboneManifest['mean'] = [0.485, 0.456, 0.406];
const IMAGE_NET_DEVIATION: BackboneManifest['std'] = [0.229, 0.224, 0.225];

export interface EfficientNetOptions {
  readonly variant: EfficientNetVariant;
  /** Which feature maps become outputs; the network ends at the deepest. The default scores need 5 and 7. */
  readonly levels?: readonly number[];
}

/**
 * Builds EfficientNet from published weights: input `input` (float32, N x 3 x side x side, normalised), outputs `level1` to `level9` as asked for.
 *
 * @param weights tensors under timm's names (`tf_efficientnet_*`); those of deeper levels need not be there
 * @throws weights.missing-tensor, weights.wrong-shape where they are not those of this variant
 */
export function buildEfficientNet(weights: TensorSource, options: EfficientNetOptions): OnnxModel {
  const architecture = architectureOf(options.variant);
  const levels = levelsOf(options);
  const graph = new GraphBuilder({ name: idOf(options.variant) });
  const { sizePx } = architecture;
  const input = { value: graph.input(INPUT, 'float32', ['N', 3, sizePx, sizePx]), channels: 3, sizePx };
  const maps = writeLevels(new BlockWriter(graph, weights), architecture, input, Math.max(...levels));
  for (const level of levels) {
    const map = maps[level - 1] as Activation;
    graph.output(outputOf(level), map.value, 'float32', ['N', map.channels, map.sizePx, map.sizePx]);
  }
  return graph.toModel({ architecture: idOf(options.variant) });
}

/** What is known of an EfficientNet, given where its weights come from and the hash of the ONNX file that holds it. */
export function efficientNetManifest(
  options: EfficientNetOptions,
  origin: Pick<BackboneManifest, 'sha256' | 'source' | 'licence'>,
): BackboneManifest {
  const architecture = architectureOf(options.variant);
  const shapes = levelShapes(architecture);
  const id = idOf(options.variant);
  return {
    id,
    name: `EfficientNet-${options.variant.toUpperCase()}`,
    file: `${id}.onnx`,
    ...origin,
    sizePx: architecture.sizePx,
    input: INPUT,
    mean: IMAGE_NET_MEAN,
    std: IMAGE_NET_DEVIATION,
    levels: levelsOf(options).map((level) => {
      const { channels = 0, sizePx = 0 } = shapes[level - 1] ?? {};
      return { output: outputOf(level), level, channels, height: sizePx, width: sizePx };
    }),
    scoring: SCORING,
  };
}

/** The feature maps of levels 1 to `deepest`. */
function writeLevels(
  writer: BlockWriter,
  architecture: ReturnType<typeof architectureOf>,
  input: Activation,
  deepest: number,
): readonly Activation[] {
  const { stemChannels, stages, headChannels } = architecture;
  const full = { depthwise: false } as const;
  const stem = { weight: 'conv_stem', norm: 'bn1', channels: stemChannels, kernel: 3, stride: 2, ...full };
  const maps = [writer.activated(input, stem)];
  for (const [index, stage] of stages.slice(0, deepest - 1).entries()) {
    let map = maps[index] as Activation;
    for (let repeat = 0; repeat < stage.repeats; repeat++) {
      map = writer.block(map, `blocks.${index}.${repeat}`, stage, repeat === 0 ? stage.stride : 1);
    }
    maps.push(map);
  }
  if (deepest < DEEPEST_LEVEL) return maps;
  const head = { weight: 'conv_head', norm: 'bn2', channels: headChannels, kernel: 1, stride: 1, ...full };
  return [...maps, writer.activated(maps[DEEPEST_LEVEL - 2] as Activation, head)];
}

function levelsOf({ levels }: EfficientNetOptions): readonly number[] {
  const chosen = levels ?? [...new Set(Object.values(SCORING))];
  if (
    chosen.length === 0 ||
    !chosen.every((level) => Number.isInteger(level) && level >= 1 && level <= DEEPEST_LEVEL)
  ) {
    throw new RangeError(`EfficientNet has the levels 1 to ${DEEPEST_LEVEL}, not ${chosen.join(', ') || 'none'}`);
  }
  return chosen.toSorted((a, b) => a - b);
}

function idOf(variant: EfficientNetVariant): string {
  return `efficientnet-${variant}`;
}

function outputOf(level: number): string {
  return `level${level}`;
}
