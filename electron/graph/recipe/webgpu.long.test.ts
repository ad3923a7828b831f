import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { calibrationOf, extractFeatures, runRecipe, smallBackbone, wavePicture } from '../../../tests/graph/recipes.ts';
import { compileRecipe } from './compileRecipe.ts';

/** Vulkan in software, which comes with Debian's chromium: WebGPU without a GPU. */
const SWIFT_SHADER = '/usr/lib/chromium/vk_swiftshader_icd.json';
/** Debian's libvulkan1, through which it is reached. */
const LOADERS = ['x86_64', 'aarch64'].map((machine) => `/usr/lib/${machine}-linux-gnu/libvulkan.so.1`);
const software = existsSync(SWIFT_SHADER) && LOADERS.some((path) => existsSync(path));
if (software) process.env.VK_DRIVER_FILES ??= SWIFT_SHADER;

describe.skipIf(!software)('a compiled recipe on WebGPU (skipped where SwiftShader or libvulkan1 is missing)', () => {
  it.each([
    ['more good images than features', 12, 40],
    ['fewer', 70, 20],
  ])('gives the scores of the CPU, fitted on %s', { timeout: 180_000 }, async (_, channels, images) => {
    const { manifest, model: backbone } = smallBackbone(channels);
    const good = Array.from({ length: images }, (_, i) => wavePicture(32, i));
    const model = calibrationOf(await extractFeatures({ manifest, model: backbone }, good));
    const recipe = compileRecipe({ manifest, backbone, model, metadata: {} });
    const pictures = [wavePicture(32, 900), new Uint8Array(32 * 32 * 3).fill(90)];
    const expected = await runRecipe(recipe, pictures, 32);
    const actual = await runRecipe(recipe, pictures, 32, ['webgpu']);
    for (const [i, { score, anomalyMap }] of expected.entries()) {
      const reference = [score, ...anomalyMap];
      const differences = [actual[i]!.score, ...actual[i]!.anomalyMap].map(
        (value, k) => Math.abs(value - reference[k]!) / Math.max(1, Math.abs(reference[k]!)),
      );
      expect(Math.max(...differences)).toBeLessThan(1e-3);
    }
  });
});
