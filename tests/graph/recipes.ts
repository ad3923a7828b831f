import { InferenceSession, Tensor } from 'onnxruntime-node';
import {
  calibrate,
  type FeatureMap,
  type ImageFeatures,
  type ImageScores,
  type ScoreModel,
  type ScoringOptions,
} from '../../electron/gaussian/index.ts';
import { randomEfficientNet, randomWeights } from '../../electron/graph/efficientnet/randomEfficientNet.fixture.ts';
import {
  buildScattering,
  compileExtractor,
  efficientNetManifest,
  featureOutput,
  type OnnxModel,
  writeModel,
} from '../../electron/graph/index.ts';
import { GraphBuilder, type Value } from '../../electron/graph/onnx/graphBuilder.ts';
import { type BackboneManifest, backboneManifestSchema, type Level } from '../../shared/domain/index.ts';

/** Backbones, images and calibrations that the tests of recipes share. */
export interface Backbone {
  readonly manifest: BackboneManifest;
  readonly model: OnnxModel;
}

/** More threads would be no quicker with networks as small as these, and each turns round and round while it waits for work. */
const ONE_THREAD = { intraOpNumThreads: 1 } as const;

/** Two convolutions of random weights at 32 px: quick, with grids of 16 x 16 and 8 x 8. */
export function smallBackbone(channels: number, batch: number | 'N' = 'N', opset = 17): Backbone {
  return twoLayers({ sizePx: 32, batch, opset, fine: { channels, stride: 2 }, coarse: { channels, stride: 2 } });
}

/** Two convolutions whose feature maps have the shapes of EfficientNet-B4's levels 5 and 7: 112 x 24 x 24 and 272 x 12 x 12. */
export function backboneShapedLikeB4(): Backbone {
  const [fine, coarse] = [{ channels: 112, stride: 4 } as const, { channels: 272, stride: 2 } as const];
  return twoLayers({ sizePx: 96, batch: 'N', opset: 17, fine, coarse });
}

interface Layer {
  readonly channels: number;
  readonly stride: number;
}

interface TwoLayers {
  readonly sizePx: number;
  readonly batch: number | 'N';
  readonly opset: number;
  readonly fine: Layer;
  readonly coarse: Layer;
}

function twoLayers({ sizePx, batch, opset, fine, coarse }: TwoLayers): Backbone {
  const graph = new GraphBuilder({ name: 'small', opset });
  const input = graph.input('x', 'float32', [batch, 3, sizePx, sizePx]);
  const layer = (name: string, value: Value, inputChannels: number, { channels, stride }: Layer) => {
    const shape = [channels, inputChannels, stride + 1, stride + 1];
    const kernel = graph.float32(name, shape, randomWeights(channels).tensor(name, shape));
    return graph.swish(
      graph.convolve(value, kernel, { strides: [stride, stride], padding: [1, 1, stride - 1, stride - 1] }),
    );
  };
  const fineMap = layer('first', input, 3, fine);
  const coarseMap = layer('second', fineMap, fine.channels, coarse);
  const [fineSide, coarseSide] = [sizePx / fine.stride, sizePx / fine.stride / coarse.stride];
  const unused = layer('unused', coarseMap, coarse.channels, { channels: 64, stride: 2 });
  graph.output('fine', fineMap, 'float32', [batch, fine.channels, fineSide, fineSide]);
  graph.output('coarse', coarseMap, 'float32', [batch, coarse.channels, coarseSide, coarseSide]);
  graph.output('unused-output', unused, 'float32', [batch, 64, coarseSide / 2, coarseSide / 2]);
  const manifest = backboneManifestSchema.parse({
    ...{ id: 'small', name: 'Small', file: 'small.onnx', sha256: 'a'.repeat(64), licence: 'none', source: 'tests' },
    ...{ sizePx, input: 'x', mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] },
    levels: [
      { output: 'fine', level: 1, channels: fine.channels, height: fineSide, width: fineSide },
      { output: 'coarse', level: 2, channels: coarse.channels, height: coarseSide, width: coarseSide },
    ],
    scoring: { part: 2, patch: 2, map: 1 },
  });
  return { manifest, model: graph.toModel() };
}

export function randomEfficientNetB0(): Backbone {
  const origin = { sha256: 'b'.repeat(64), licence: 'none', source: 'random' };
  return {
    manifest: efficientNetManifest({ variant: 'b0' }, origin),
    model: randomEfficientNet('b0', 7),
  };
}

export function builtInBackbone(): Backbone {
  const { model, description } = buildScattering();
  const manifest = { ...description, file: 'scattering.onnx', sha256: 'c'.repeat(64), source: 'our own script' };
  return { manifest, model };
}

/** Pictures of waves that differ a little from one to the next: RGB bytes, row by row. */
export function wavePicture(sizePx: number, seed: number): Uint8Array {
  const random = randomWeights(seed).tensor('picture', [12]);
  const at = (index: number) => random[index] ?? 0;
  const places = Array.from({ length: sizePx }, (_, place) => place);
  const across = [0, 1, 2].map((channel) => places.map((x) => Math.sin((x * (6 + at(channel))) / sizePx + at(3))));
  const down = [0, 1, 2].map((channel) => places.map((y) => Math.cos((y * (9 + at(4))) / sizePx + at(5 + channel))));
  const grain = 12.9898 + at(8);
  return Uint8Array.from({ length: sizePx * sizePx * 3 }, (_, i) => {
    const channel = i % 3;
    const pixel = (i - channel) / 3;
    const x = pixel % sizePx;
    const wave = across[channel]![x]! + down[channel]![(pixel - x) / sizePx]!;
    const speck = Math.sin(i * grain) * 43758.5453;
    return 128 + 45 * wave + 30 * (speck - Math.floor(speck) - 0.5);
  });
}

/** The features of pictures, image by image, as a fitter gets them. */
export function extractFeatures(
  { manifest, model }: Backbone,
  pictures: readonly Uint8Array[],
): Promise<ImageFeatures[]> {
  const { sizePx } = manifest;
  const extractor = compileExtractor(manifest, model);
  const image = (picture: Uint8Array) => ({ image: new Tensor('uint8', picture, [1, sizePx, sizePx, 3]) });
  return runForFeatures(extractor, manifest, pictures, image, ({ level }) => featureOutput(level));
}

/** The same from the backbone alone, fed with numbers that were normalised outside. */
export function extractFeaturesOutside({ manifest, model }: Backbone, pictures: readonly Uint8Array[]) {
  const image = (picture: Uint8Array) => ({ [manifest.input]: normalised(picture, manifest) });
  return runForFeatures(model, manifest, pictures, image, ({ output }) => output);
}

async function runForFeatures(
  model: OnnxModel,
  manifest: BackboneManifest,
  pictures: readonly Uint8Array[],
  feed: (picture: Uint8Array) => Record<string, Tensor>,
  nameOf: (level: Level) => string,
): Promise<ImageFeatures[]> {
  const session = await InferenceSession.create(writeModel(model), ONE_THREAD);
  const features: ImageFeatures[] = [];
  for (const picture of pictures) {
    const outputs = await session.run(feed(picture));
    const mapOf = (level: number): FeatureMap => {
      const found = manifest.levels.find((candidate) => candidate.level === level)!;
      return { ...found, values: outputs[nameOf(found)]!.data as Float32Array };
    };
    const { part, patch, map, mapIsDrawnOnly = false } = manifest.scoring;
    features.push({ part: mapOf(part), patch: mapOf(patch), map: mapOf(map), mapIsDrawnOnly });
  }
  await session.release();
  return features;
}

function normalised(picture: Uint8Array, { sizePx, mean, std }: BackboneManifest): Tensor {
  const plane = sizePx * sizePx;
  const values = Float32Array.from({ length: 3 * plane }, (_, i) => {
    const channel = Math.floor(i / plane);
    return (picture[(i % plane) * 3 + channel]! / 255 - mean[channel]!) / std[channel]!;
  });
  return new Tensor('float32', values, [1, 3, sizePx, sizePx]);
}

export function calibrationOf(features: readonly ImageFeatures[], scoring: Partial<ScoringOptions> = {}): ScoreModel {
  return calibrate(features, { target: 0.3, scoring }).model;
}

/** Runs a compiled recipe on several pictures at once. */
export async function runRecipe(
  recipe: OnnxModel,
  pictures: readonly Uint8Array[],
  sizePx: number,
  executionProviders: readonly string[] = ['cpu'],
): Promise<ImageScores[]> {
  const session = await InferenceSession.create(writeModel(recipe), { ...ONE_THREAD, executionProviders });
  const image = new Tensor('uint8', Buffer.concat(pictures), [pictures.length, sizePx, sizePx, 3]);
  const outputs = await session.run({ image });
  await session.release();
  const valuesOf = (name: string) => outputs[name]!.data as Float32Array;
  const map = valuesOf('anomaly_map');
  const positions = map.length / pictures.length;
  const levels = 'level_distances' in outputs ? valuesOf('level_distances') : new Float32Array();
  const levelCount = levels.length / pictures.length;
  return pictures.map((_, i) => ({
    score: valuesOf('score')[i]!,
    partDistance: valuesOf('part_distance')[i]!,
    patchScore: valuesOf('patch_score')[i]!,
    partShare: valuesOf('part_share')[i]!,
    unusualShare: valuesOf('unusual_share')[i]!,
    anomalyMap: Float64Array.from(map.subarray(i * positions, (i + 1) * positions)),
    levelDistances: [...levels.subarray(i * levelCount, (i + 1) * levelCount)],
    look: 'look' in outputs ? valuesOf('look')[i]! : null,
  }));
}
