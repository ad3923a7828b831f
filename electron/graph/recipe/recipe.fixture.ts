import { InferenceSession, Tensor } from 'onnxruntime-node';
import { type BackboneManifest, backboneManifestSchema } from '../../../shared/domain/index.ts';
import {
  calibrate,
  type FeatureMap,
  type ImageFeatures,
  type ImageScores,
  type ScoreModel,
} from '../../gaussian/index.ts';
import { buildEfficientNet, efficientNetManifest } from '../efficientnet/efficientNet.ts';
import { randomWeights } from '../efficientnet/randomWeights.ts';
import { writeModel } from '../onnx/codec.ts';
import { GraphBuilder } from '../onnx/graphBuilder.ts';
import type { OnnxModel } from '../onnx/model.ts';
import { compileExtractor } from './compileExtractor.ts';

/** Backbones, images and calibrations that the tests of recipes share. */
export interface Backbone {
  readonly manifest: BackboneManifest;
  readonly model: OnnxModel;
}

/** Two convolutions of random weights at 32 px: quick, with grids of 16 x 16 and 8 x 8. */
export function smallBackbone(channels: number, batch: number | 'N' = 'N', opset = 17): Backbone {
  const weights = randomWeights(channels);
  const graph = new GraphBuilder({ name: 'small', opset });
  const input = graph.input('x', 'float32', [batch, 3, 32, 32]);
  const layer = (name: string, shape: [number, number, number, number]) =>
    graph.float32(name, shape, weights.tensor(name, shape));
  const options = { strides: [2, 2], padding: [1, 1, 1, 1] } as const;
  const fine = graph.swish(graph.convolve(input, layer('first', [channels, 3, 3, 3]), options));
  const coarse = graph.swish(graph.convolve(fine, layer('second', [channels, channels, 3, 3]), options));
  const unused = graph.convolve(coarse, layer('unused', [64, channels, 3, 3]), options);
  graph.output('fine', fine, 'float32', [batch, channels, 16, 16]);
  graph.output('coarse', coarse, 'float32', [batch, channels, 8, 8]);
  graph.output('unused-output', unused, 'float32', [batch, 64, 4, 4]);
  const manifest = backboneManifestSchema.parse({
    ...{ id: 'small', name: 'Small', file: 'small.onnx', sha256: 'a'.repeat(64), licence: 'none', source: 'tests' },
    ...{ sizePx: 32, input: 'x', mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] },
    levels: [
      { output: 'fine', level: 1, channels, height: 16, width: 16 },
      { output: 'coarse', level: 2, channels, height: 8, width: 8 },
    ],
    scoring: { part: 2, patch: 2, map: 1 },
  });
  return { manifest, model: graph.toModel() };
}

export function randomEfficientNetB0(): Backbone {
  const origin = { sha256: 'b'.repeat(64), licence: 'none', source: 'random' };
  return {
    manifest: efficientNetManifest({ variant: 'b0' }, origin),
    model: buildEfficientNet(randomWeights(7), { variant: 'b0' }),
  };
}

/** Pictures of waves that differ a little from one to the next: RGB bytes, row by row. */
export function wavePicture(sizePx: number, seed: number): Uint8Array {
  const random = randomWeights(seed).tensor('picture', [12]);
  const at = (index: number) => random[index] ?? 0;
  return Uint8Array.from({ length: sizePx * sizePx * 3 }, (_, i) => {
    const x = Math.floor(i / 3) % sizePx;
    const y = Math.floor(i / 3 / sizePx);
    const wave =
      Math.sin((x * (6 + at(i % 3))) / sizePx + at(3)) + Math.cos((y * (9 + at(4))) / sizePx + at(5 + (i % 3)));
    const speck = Math.sin(i * (12.9898 + at(8))) * 43758.5453;
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
  return runForFeatures(extractor, manifest, pictures, (picture) => ({
    image: new Tensor('uint8', picture, [1, sizePx, sizePx, 3]),
  }));
}

/** The same from the backbone alone, fed with numbers that were normalised outside. */
export function extractFeaturesOutside({ manifest, model }: Backbone, pictures: readonly Uint8Array[]) {
  return runForFeatures(model, manifest, pictures, (picture) => ({ [manifest.input]: normalised(picture, manifest) }));
}

async function runForFeatures(
  model: OnnxModel,
  manifest: BackboneManifest,
  pictures: readonly Uint8Array[],
  feed: (picture: Uint8Array) => Record<string, Tensor>,
): Promise<ImageFeatures[]> {
  const session = await InferenceSession.create(writeModel(model));
  const features: ImageFeatures[] = [];
  for (const picture of pictures) {
    const outputs = await session.run(feed(picture));
    const mapOf = (level: number): FeatureMap => {
      const { output, ...shape } = manifest.levels.find((candidate) => candidate.level === level)!;
      return { ...shape, values: outputs[output]!.data as Float32Array };
    };
    const { part, patch, map } = manifest.scoring;
    features.push({ part: mapOf(part), patch: mapOf(patch), map: mapOf(map) });
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

export function calibrationOf(features: readonly ImageFeatures[]): ScoreModel {
  return calibrate(features, { target: 0.3 }).model;
}

/** Runs a compiled recipe on several pictures at once. */
export async function runRecipe(
  recipe: OnnxModel,
  pictures: readonly Uint8Array[],
  sizePx: number,
): Promise<ImageScores[]> {
  const session = await InferenceSession.create(writeModel(recipe));
  const image = new Tensor('uint8', Buffer.concat(pictures), [pictures.length, sizePx, sizePx, 3]);
  const outputs = await session.run({ image });
  await session.release();
  const valuesOf = (name: string) => outputs[name]!.data as Float32Array;
  const map = valuesOf('anomaly_map');
  const positions = map.length / pictures.length;
  return pictures.map((_, i) => ({
    score: valuesOf('score')[i]!,
    partDistance: valuesOf('part_distance')[i]!,
    patchScore: valuesOf('patch_score')[i]!,
    anomalyMap: Float64Array.from(map.subarray(i * positions, (i + 1) * positions)),
  }));
}
