/**
 * A process of its own, so that its peak of memory is that of fitting alone: extracts features of real images, makes as many synthetic ones as asked for
 * from them, fits, compiles and runs the recipe once, as a fitter does, and sends the figures to its starter.
 */
import { calibrate, type FeatureMap, type ImageFeatures } from '../../electron/gaussian/index.ts';
import { compileRecipe, writeModel } from '../../electron/graph/index.ts';
import {
  type Backbone,
  type FeatureExtractor,
  openExtractor,
  readBackbone,
} from '../../electron/lane/fitting/backbone.ts';
import { openOnnxSession, RECIPE_INPUT } from '../../electron/lane/session/index.ts';
import { timed } from './measure/interleave.ts';
import { decoded } from './runs.ts';
import type { FitFigures, FitTask } from './sections/fitSpeed.ts';

const TARGET = 0.05;

/** How far synthetic features lie from the real ones they are made of, relative to the spread of their map. */
const JITTER = 0.5;

process.once('message', (task) => {
  void measure(task as FitTask).then((figures) => process.send?.(figures, () => process.disconnect()));
});

async function measure({ backboneFolder, imagePaths, count, threads }: FitTask): Promise<FitFigures> {
  const backbone = await readBackbone(backboneFolder);
  const extractor = await openExtractor(backbone, { threads });
  const half = imagePaths.length >> 1;
  const before = await extractTimed(extractor, backbone, imagePaths.slice(0, half));
  const features = syntheticFeatures(before.features, count);

  const startedAt = performance.now();
  const calibration = calibrate(features, { target: TARGET });
  const fittedAt = performance.now();
  const graph = compiled(backbone, calibration);
  const compiledAt = performance.now();

  // Half of the extraction comes after the fit, so that a machine that becomes slower or quicker meanwhile favours neither.
  const after = await extractTimed(extractor, backbone, imagePaths.slice(half));
  await extractor.release();
  await runOnce(graph, backbone, imagePaths[0] ?? '', threads);
  return {
    extractionMs: [...before.times, ...after.times],
    fitMs: fittedAt - startedAt,
    compileMs: compiledAt - fittedAt,
    peakBytes: process.resourceUsage().maxRSS * 1024,
    recipeBytes: graph.length,
    backboneBytes: writeModel(backbone.model).length,
  };
}

async function extractTimed(extractor: FeatureExtractor, { manifest }: Backbone, paths: readonly string[]) {
  const features: ImageFeatures[] = [];
  const times: number[] = [];
  for (const path of paths) {
    const pixels = await decoded(path, manifest.sizePx);
    times.push(await timed(async () => features.push(await extractor.extract(pixels))));
  }
  // The first run of a session prepares its memory.
  return { features, times: times.slice(1) };
}

function compiled({ manifest, model: backbone }: Backbone, { model }: ReturnType<typeof calibrate>): Uint8Array {
  return writeModel(compileRecipe({ manifest, backbone, model, metadata: {} }));
}

async function runOnce(
  graph: Uint8Array,
  { manifest: { sizePx } }: Backbone,
  path: string,
  threads: number,
): Promise<void> {
  const session = await openOnnxSession(graph, { threads });
  const image = { type: 'uint8', shape: [1, sizePx, sizePx, 3], values: await decoded(path, sizePx) } as const;
  await session.run({ [RECIPE_INPUT]: image }, session.outputNames);
  await session.release();
}

function syntheticFeatures(real: readonly ImageFeatures[], count: number): ImageFeatures[] {
  const random = normalNumbers();
  return Array.from({ length: count }, (_, index) => {
    const { part, patch, map } = real[index % real.length] as ImageFeatures;
    const copies = new Map<FeatureMap['level'], FeatureMap>();
    const copyOf = (original: FeatureMap): FeatureMap => {
      const copy = copies.get(original.level) ?? { ...original, values: jittered(original.values, random) };
      copies.set(original.level, copy);
      return copy;
    };
    return { part: copyOf(part), patch: copyOf(patch), map: copyOf(map) };
  });
}

function jittered(values: Float32Array, random: () => number): Float32Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  return values.map((value) => value + JITTER * deviation * random());
}

/** Nearly normal numbers of unit variance: sums of uniform ones (Lehmer's generator, modulus 2^31 - 1) are quick and good enough to fill covariances. */
function normalNumbers(): () => number {
  let state = 20_011;
  const uniform = (): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  return () => 2 * (uniform() + uniform() + uniform()) - 3;
}
