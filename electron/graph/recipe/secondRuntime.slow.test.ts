import * as web from 'onnxruntime-web';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  calibrationOf,
  extractFeatures,
  randomEfficientNetB0,
  runRecipe,
  smallBackbone,
  wavePicture,
} from '../../../tests/graph/recipes.ts';
import { writeModel } from '../onnx/codec.ts';
import { compileRecipe } from './compileRecipe.ts';

beforeAll(() => {
  web.env.wasm.numThreads = 1;
});

describe('a compiled recipe in a second runtime (ONNX Runtime for WebAssembly)', () => {
  it.each([
    ['with more good images than features', smallBackbone(12), 30],
    ['with fewer', smallBackbone(70), 14],
    ['on EfficientNet-B0', randomEfficientNetB0(), 12],
  ])('gives the same scores and the same map, %s', async (_, backbone, images) => {
    const { manifest, model } = backbone;
    const { sizePx } = manifest;
    const good = Array.from({ length: images }, (_, i) => wavePicture(sizePx, i));
    const calibration = calibrationOf(await extractFeatures(backbone, good));
    const recipe = compileRecipe({ manifest, backbone: model, model: calibration, metadata: {} });
    const pictures = [wavePicture(sizePx, 900), new Uint8Array(sizePx * sizePx * 3).fill(90)];
    const expected = await runRecipe(recipe, pictures, sizePx);

    const session = await web.InferenceSession.create(writeModel(recipe), { executionProviders: ['wasm'] });
    const image = new web.Tensor('uint8', Buffer.concat(pictures), [2, sizePx, sizePx, 3]);
    const outputs = await session.run({ image });
    await session.release();

    const actual = [...(outputs.score!.data as Float32Array), ...(outputs.anomaly_map!.data as Float32Array)];
    const reference = [...expected.map(({ score }) => score), ...expected.flatMap(({ anomalyMap }) => [...anomalyMap])];
    expect(actual.length).toBe(reference.length);
    const differences = reference.map((value, i) => Math.abs(actual[i]! - value) / Math.max(1, Math.abs(value)));
    expect(Math.max(...differences)).toBeLessThan(1e-3);
  });
});
