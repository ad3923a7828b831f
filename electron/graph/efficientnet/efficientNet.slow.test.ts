import { existsSync, readFileSync } from 'node:fs';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { backboneManifestSchema } from '../../../shared/domain/index.ts';
import {
  buildEfficientNet,
  EFFICIENT_NET_VARIANTS,
  efficientNetManifest,
  readSafetensors,
  type TensorSource,
} from '../index.ts';
import { writeModel } from '../onnx/codec.ts';
import type { OnnxModel } from '../onnx/model.ts';
import { architectureOf, levelShapes } from './architecture.ts';
import { randomWeights } from './randomEfficientNet.fixture.ts';

const SHARED = new URL('../../../../shared/', import.meta.url);
const WEIGHTS = new URL('backbones/efficientnet-b4/efficientnet-b4-levels1-7.safetensors', SHARED);
const GOLDEN = new URL('golden/efficientnet-b4.json', SHARED);

interface GoldenCase {
  readonly name: string;
  readonly pooled: Readonly<Record<string, readonly number[]>>;
  readonly shapes: Readonly<Record<string, readonly number[]>>;
  /** All channels at the first position of level 7. */
  readonly map7_row0: readonly number[];
}

async function run(model: OnnxModel, values: Float32Array, sizePx: number) {
  const session = await InferenceSession.create(writeModel(model));
  const outputs = await session.run({ input: new Tensor('float32', values, [1, 3, sizePx, sizePx]) });
  return new Map(
    Object.entries(outputs).map(([name, { data, dims }]) => [name, { values: data as Float32Array, dims }]),
  );
}

function analyticInput(): Float32Array {
  const count = 3 * 380 * 380;
  return Float32Array.from({ length: count }, (_, i) => 1.2 * Math.sin(0.0017 * i) + 0.5 * Math.cos(0.000031 * i));
}

function pool(map: { readonly values: Float32Array; readonly dims: readonly number[] }): number[] {
  const [, channels = 0, height = 0, width = 0] = map.dims;
  const positions = height * width;
  return Array.from({ length: channels }, (_, channel) => {
    const plane = map.values.subarray(channel * positions, (channel + 1) * positions);
    return plane.reduce((sum, value) => sum + value, 0) / positions;
  });
}

/** Largest difference relative to the root mean square of the expected vector. */
function relativeDifference(actual: readonly number[], expected: readonly number[]): number {
  const scale = Math.hypot(...expected) / Math.sqrt(expected.length);
  return Math.max(...expected.map((value, index) => Math.abs(value - (actual[index] ?? Number.NaN)))) / scale;
}

describe.skipIf(!existsSync(WEIGHTS))(
  'EfficientNet-B4 with its published weights (skipped where ../shared is missing)',
  () => {
    // Vitest collects the tests of a skipped suite too.
    const golden = existsSync(GOLDEN)
      ? (JSON.parse(readFileSync(GOLDEN, 'utf8')) as { cases: GoldenCase[] }).cases
      : [];
    const weights = () => readSafetensors(readFileSync(WEIGHTS), 'efficientnet-b4');

    it.each(golden)('gives the features of the PyTorch reference ($name)', async ({ pooled, shapes, map7_row0 }) => {
      const levels = [1, 2, 3, 4, 5, 6, 7];
      const maps = await run(buildEfficientNet(weights(), { variant: 'b4', levels }), analyticInput(), 380);
      for (const level of levels) {
        const map = maps.get(`level${level}`)!;
        expect(map.dims.slice(1)).toEqual(shapes[`level${level}`]);
        expect(relativeDifference(pool(map), pooled[`level${level}`]!), `level ${level}`).toBeLessThan(1e-4);
      }
      const seventh = maps.get('level7')!;
      const first = Array.from({ length: 272 }, (_, channel) => seventh.values[channel * 144]!);
      expect(relativeDifference(first, map7_row0)).toBeLessThan(1e-4);
    });

    it('cannot end at a level that the file does not hold', () => {
      expect(() => buildEfficientNet(weights(), { variant: 'b4', levels: [8] })).toThrow(
        /do not contain the tensor blocks\.6\.0/,
      );
    });

    it('are refused for another variant', () => {
      expect(() => buildEfficientNet(weights(), { variant: 'b3' })).toThrow(
        /conv_stem\.weight as 48 x 3 x 3 x 3, but 40/,
      );
    });
  },
);

describe('a random EfficientNet', () => {
  it.each(['b0', 'b1'] as const)('%s gives finite, lively features at every level of its manifest', async (variant) => {
    const levels = [1, 2, 3, 4, 5, 6, 7, 8, 9];
    const { sizePx } = architectureOf(variant);
    const input = Float32Array.from({ length: 3 * sizePx * sizePx }, (_, i) => 1.2 * Math.sin(0.017 * i * i));
    const maps = await run(buildEfficientNet(randomWeights(1), { variant, levels }), input, sizePx);
    for (const { level, output, channels, height, width } of manifestOf(variant, levels).levels) {
      const map = maps.get(output)!;
      expect(map.dims).toEqual([1, channels, height, width]);
      const deviation = Math.sqrt(map.values.reduce((sum, value) => sum + value * value, 0) / map.values.length);
      expect(deviation, `level ${level}`).toBeGreaterThan(0.05);
      expect(deviation, `level ${level}`).toBeLessThan(100);
    }
  });

  it('is the same for the same seed and another for another', () => {
    const bytesOf = (seed: number) =>
      Buffer.from(writeModel(buildEfficientNet(randomWeights(seed), { variant: 'b0', levels: [3] })));
    expect(bytesOf(1).equals(bytesOf(1))).toBe(true);
    expect(bytesOf(1).equals(bytesOf(2))).toBe(false);
  });

  it('reads no weights beyond its deepest level', () => {
    const read: string[] = [];
    const source: TensorSource = {
      tensor: (name, shape) => {
        read.push(name);
        return randomWeights(1).tensor(name, shape);
      },
    };
    const model = buildEfficientNet(source, { variant: 'b0', levels: [2, 3] });
    expect(read.some((name) => name.startsWith('blocks.1.'))).toBe(true);
    expect(read.some((name) => name.startsWith('blocks.2.') || name.startsWith('conv_head'))).toBe(false);
    expect(model.graph.output.map(({ name }) => name)).toEqual(['level2', 'level3']);
  });
});

describe('the manifest of an EfficientNet', () => {
  it.each(EFFICIENT_NET_VARIANTS)('%s is valid and names the levels that the scores use', (variant) => {
    const manifest = backboneManifestSchema.parse(manifestOf(variant));
    expect(manifest.levels.map(({ level }) => level)).toEqual([5, 7]);
    expect(manifest.scoring).toEqual({ part: 7, patch: 7, map: 5 });
  });

  it('has the published channels of B0 and B4', () => {
    const channelsOf = (variant: 'b0' | 'b4') => levelShapes(architectureOf(variant)).map(({ channels }) => channels);
    expect(channelsOf('b0')).toEqual([32, 16, 24, 40, 80, 112, 192, 320, 1280]);
    expect(channelsOf('b4')).toEqual([48, 24, 32, 56, 112, 160, 272, 448, 1792]);
  });

  it('has no tenth level', () => {
    expect(() => manifestOf('b0', [7, 10])).toThrow(/levels 1 to 9/);
  });
});

function manifestOf(variant: (typeof EFFICIENT_NET_VARIANTS)[number], levels?: number[]) {
  const origin = { sha256: '0'.repeat(64), source: 'random', licence: 'Apache-2.0' };
  return efficientNetManifest({ variant, ...(levels && { levels }) }, origin);
}
