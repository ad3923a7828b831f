import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomFrom } from '../../gaussian/random.fixture.ts';
import { readModel, writeModel } from '../onnx/codec.ts';
import { GraphBuilder, type Value } from '../onnx/graphBuilder.ts';
import { ints, type OnnxModel } from '../onnx/model.ts';
import { compileExtractor } from '../recipe/compileExtractor.ts';
import { buildScattering } from '../scattering.ts';
import { isConvolution, readNetwork } from './network.ts';
import { observeRanges, type Runs, rangedTensors } from './observe.ts';
import { passages } from './passages.ts';
import { quantise } from './quantise.ts';
import { linesFor, rectify, silu } from './rectify.ts';

const SIDE = 32;
const CHANNELS = 16;
const random = randomFrom(7);
const manifest = {
  ...{ id: 'small', name: 'Small', file: 'small.onnx', sha256: '0'.repeat(64), licence: 'none', source: 'a test' },
  ...{ sizePx: SIDE, input: 'pixels' },
  mean: [0.5, 0.4, 0.3] as [number, number, number],
  std: [0.2, 0.25, 0.3] as [number, number, number],
  levels: [{ output: 'level1', level: 1, channels: CHANNELS, height: 8, width: 8 }],
  scoring: { part: 1, patch: 1, map: 1 },
};

/** What an EfficientNet is made of: a stem, an expansion, a depthwise convolution, squeeze and excite, a projection, a sum; then what no sum leads around. */
function smallNetwork(stride: number): OnnxModel {
  const graph = new GraphBuilder({ name: 'small' });
  const convolve = (
    value: Value,
    name: string,
    [output, input, side]: [number, number, number],
    groups = 1,
    stride = 1,
  ) => {
    const scale = Math.sqrt(2 / (input * side * side));
    const weights = Float32Array.from({ length: output * input * side * side }, () => scale * random.normal());
    const pad = (side - 1) / 2;
    return graph.convolve(value, graph.float32(`${name}.weight`, [output, input, side, side], weights), {
      bias: graph.float32(
        `${name}.bias`,
        [output],
        Array.from({ length: output }, () => 0.2 * random.normal()),
      ),
      strides: [stride, stride],
      padding: [pad, pad, pad, pad],
      groups,
    });
  };
  const image = graph.input('pixels', 'float32', ['N', 3, SIDE, SIDE]);
  const stem = graph.swish(convolve(image, 'stem', [CHANNELS, 3, 3], 1, stride));
  const wide = graph.swish(convolve(stem, 'expand', [32, CHANNELS, 1]));
  const filtered = graph.swish(convolve(wide, 'depthwise', [32, 1, 3], 32));
  const squeezed = graph.swish(convolve(graph.globalAveragePool(filtered), 'reduce', [4, 32, 1]));
  const gated = graph.multiply(filtered, graph.sigmoid(convolve(squeezed, 'excite', [32, 4, 1])));
  const sum = graph.add(convolve(gated, 'project', [CHANNELS, 32, 1]), stem);
  graph.output('level1', sum, 'float32', ['N', CHANNELS, SIDE / stride, SIDE / stride]);
  const narrow = graph.swish(convolve(sum, 'narrow', [4, CHANNELS, 3], 1, 2));
  graph.output('level2', narrow, 'float32', ['N', 4, SIDE / stride / 2, SIDE / stride / 2]);
  return graph.toModel();
}

/** Soft blotches, as of things in a picture. */
const pictures = Array.from({ length: 12 }, (_, index) => {
  const waves = Array.from({ length: 6 }, () => [random.normal() / 4, random.normal() / 4, 3 * random.normal()]);
  return Uint8Array.from({ length: SIDE * SIDE * 3 }, (_unused, place) => {
    const [x, y] = [Math.floor(place / 3) % SIDE, Math.floor(place / 3 / SIDE)];
    const sum = waves.reduce((total, [a = 0, b = 0, c = 0]) => total + Math.sin(a * x + b * y + c + (place % 3)), 0);
    return Math.min(255, Math.max(0, 128 + 25 * sum + index));
  });
});

const run: Runs = async function* (model, outputs) {
  const session = await InferenceSession.create(writeModel(model));
  for (const picture of pictures.slice(0, 8)) {
    const told = await session.run({ image: new Tensor('uint8', picture, [1, SIDE, SIDE, 3]) }, [...outputs]);
    yield new Map(outputs.map((name) => [name, told[name]?.data as Float32Array]));
  }
};

async function featuresOf(model: OnnxModel): Promise<readonly Float32Array[]> {
  const session = await InferenceSession.create(writeModel(compileExtractor(manifest, model)), { logSeverityLevel: 3 });
  const features: Float32Array[] = [];
  for (const picture of pictures.slice(8)) {
    const told = await session.run({ image: new Tensor('uint8', picture, [1, SIDE, SIDE, 3]) });
    features.push(told.level1?.data as Float32Array);
  }
  return features;
}

/** Of all values of all pictures: squares of differences as a share of the squares about the mean. */
function unexplained(expected: readonly Float32Array[], found: readonly Float32Array[]): number {
  const values = expected.flatMap((own) => [...own]);
  const others = found.flatMap((own) => [...own]);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = (of: (index: number) => number): number => values.reduce((sum, _, index) => sum + of(index) ** 2, 0);
  return (
    squares((index) => (values[index] as number) - (others[index] as number)) /
    squares((index) => (values[index] as number) - mean)
  );
}

async function inIntegers(network: OnnxModel): Promise<OnnxModel> {
  const read = readNetwork(network, 'pixels', ['level1']);
  const ranges = await observeRanges(manifest, network, rangedTensors(read), run);
  return quantise(network, read, ['level1'], { ranges, image: manifest });
}

// Of small maps products are computed; of large ones the weights that follow are multiplied. Only what halves the image is computed by blocks.
describe.each([4, 2])('a backbone in 8-bit integers whose first convolution has steps of %i', (stride) => {
  const float = smallNetwork(stride);
  const folder = mkdtempSync(join(tmpdir(), 'sigmaline-quantise-'));
  let rectified: OnnxModel;
  let int8: OnnxModel;
  beforeAll(async () => {
    rectified = await rectify(manifest, float, readNetwork(float, 'pixels', ['level1']), run);
    int8 = await inIntegers(rectified);
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('gives nearly what the rectified network gives in floats', async () => {
    expect(unexplained(await featuresOf(rectified), await featuresOf(int8))).toBeLessThan(0.02);
  });

  it('gives what the network gives, but for what lines leave of SiLU', async () => {
    const features = await featuresOf(float);
    expect(unexplained(features, await featuresOf(rectified))).toBeLessThan(0.1);
    expect(unexplained(features, await featuresOf(await inIntegers(float)))).toBeLessThan(0.02);
  });

  it('is computed in integers from the first convolution to the last', async () => {
    const optimizedModelFilePath = join(folder, 'optimised.onnx');
    const extractor = writeModel(compileExtractor(manifest, int8));
    await InferenceSession.create(extractor, {
      graphOptimizationLevel: 'all',
      optimizedModelFilePath,
      logSeverityLevel: 3,
    });
    const kinds = Map.groupBy(readModel(readFileSync(optimizedModelFilePath)).graph.node, ({ opType }) => opType);
    expect(kinds.get('QLinearConv')).toHaveLength(4);
    expect(kinds.get('QLinearMul') ?? []).toHaveLength(stride === 4 ? 1 : 0);
    // What is left of the map after global pooling: one number a channel.
    expect(kinds.get('Conv')).toHaveLength(2);
    for (const float32Only of ['Add', 'GlobalAveragePool']) expect(kinds.has(float32Only)).toBe(false);
    // The scales of weights that are multiplied have a least size.
    expect(kinds.get('Max') ?? []).toHaveLength(stride === 4 ? 0 : 1);
  });

  it('keeps SiLU where all that an output shows passes through it, and where that is little', () => {
    const network = readNetwork(float, 'pixels', ['level1', 'level2']);
    const outputs = network.operations.filter(isConvolution).map(({ before }) => before);
    expect([...passages(network, SIDE)]).toEqual(outputs.slice(-1));
    expect(passages(readNetwork(float, 'pixels', ['level1']), SIDE).size).toBe(0);
  });

  it('keeps the activations of its convolutions when it is read again', () => {
    const activations = readNetwork(rectified, 'pixels', ['level1']).operations.filter(isConvolution);
    expect(activations.map(({ activation }) => activation)).toEqual(['floor', 'floor', 'floor', 'none']);
    expect(activations.every(({ floor }) => floor <= 0)).toBe(true);
  });
});

describe('a network with ReLU and maximum pooling', () => {
  it('keeps what its operators say of themselves', async () => {
    const graph = new GraphBuilder({ name: 'pooled' });
    const weights = Float32Array.from({ length: CHANNELS * 27 }, () => random.normal() / 5);
    const image = graph.input('pixels', 'float32', ['N', 3, SIDE, SIDE]);
    const kernel = graph.float32('weight', [CHANNELS, 3, 3, 3], weights);
    const filtered = graph.node('Relu', [graph.convolve(image, kernel, { strides: [2, 2], padding: [1, 1, 1, 1] })]);
    const pooled = graph.node('MaxPool', [filtered], { kernel_shape: ints([2, 2]), strides: ints([2, 2]) });
    graph.output('level1', pooled, 'float32', ['N', CHANNELS, 8, 8]);
    const network = graph.toModel();
    expect(unexplained(await featuresOf(network), await featuresOf(await inIntegers(network)))).toBeLessThan(0.02);
  });
});

describe('the lines that take the place of SiLU', () => {
  it('are SiLU where that is a line', () => {
    const { slopes, offsets } = linesFor([Float32Array.from({ length: 200 }, () => 12 + random.normal())]);
    expect(slopes[0]).toBeCloseTo(1, 2);
    expect(offsets[0]).toBeCloseTo(0, 1);
  });

  it('explain nearly all of it where values lie on both sides of zero', () => {
    const samples = Float32Array.from({ length: 400 }, () => 3 * random.normal());
    const { slopes, offsets, floor, unexplained: share } = linesFor([samples]);
    expect(share).toBeLessThan(0.02);
    const errors = samples.map((x) => Math.max((slopes[0] ?? 0) * x + (offsets[0] ?? 0), floor) - silu(x));
    expect(Math.max(...errors.map(Math.abs))).toBeLessThan(0.5);
  });
});

describe('a backbone that integers cannot compute', () => {
  it('is refused with the operator that stands in the way', () => {
    const { model, description } = buildScattering();
    const outputs = description.levels.map(({ output }) => output);
    expect(() => readNetwork(model, description.input, outputs)).toThrow(
      expect.objectContaining({
        code: 'onnx.not-quantisable',
        details: { reason: expect.stringMatching(/operator \w+/) },
      }),
    );
  });
});
