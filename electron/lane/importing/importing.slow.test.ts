import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SigmalineError } from '../../../shared/domain/index.ts';
import { backboneManifestSchema, detailText } from '../../../shared/domain/index.ts';
import type { ImportRequest } from '../../../shared/processes/jobs.ts';
import { weightsFile } from '../../graph/efficientnet/randomEfficientNet.fixture.ts';
import { type OnnxModel, writeModel } from '../../graph/index.ts';
import { GraphBuilder } from '../../graph/onnx/graphBuilder.ts';
import { importBackbone } from './index.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sigmaline-import-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

type Dimension = number | string;
const SIZE_PX = 32;

interface Network {
  readonly input?: readonly Dimension[];
  readonly halfPrecision?: boolean;
  readonly weight?: number;
  readonly opset?: number;
  readonly extra?: (graph: GraphBuilder) => void;
}

/** Six filters at half the size, `fine`, and their averages over 4 x 4 places, `coarse`; `pooled` is no feature map. */
function network({
  input = ['N', 3, SIZE_PX, SIZE_PX],
  halfPrecision = false,
  weight = 1,
  opset = 17,
  extra,
}: Network) {
  const graph = new GraphBuilder({ name: 'test', opset });
  const type = halfPrecision ? 'float16' : 'float32';
  const image = graph.input('pixels', type, input);
  const values = Array.from({ length: 6 * 3 * 9 }, (_, index) => weight * Math.sin(index * 1.7));
  const filters = halfPrecision
    ? graph.constant('filters', 'float16', [6, 3, 3, 3], values)
    : graph.float32('filters', [6, 3, 3, 3], values);
  const fine = graph.node('Abs', [graph.convolve(image, filters, { strides: [2, 2], padding: [1, 1, 1, 1] })]);
  graph.output('fine', fine, type, ['N', 6, 'H', 'W']);
  graph.output('coarse', graph.averagePool(fine, { kernel: [4, 4] }), type, ['N', 6, 'h', 'w']);
  graph.output('pooled', graph.reshape(graph.globalAveragePool(fine), [-1, 6]), type, ['N', 6]);
  extra?.(graph);
  return graph.toModel();
}

function importBytes(bytes: Uint8Array, described: Partial<Extract<ImportRequest['network'], { kind: 'onnx' }>> = {}) {
  const file = join(folder, 'given');
  writeFileSync(file, bytes);
  const outputFolder = mkdtempSync(join(folder, 'out-'));
  return importBackbone({
    network: {
      kind: 'onnx',
      id: 'mine',
      name: 'Mine',
      licence: 'MIT',
      source: 'a test',
      sizePx: null,
      tokensSkipped: null,
      mean: [0.5, 0.5, 0.5],
      std: [0.25, 0.25, 0.25],
      outputs: ['fine', 'coarse'],
      ...described,
    },
    file,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    outputFolder,
  });
}

const importModel = (model: OnnxModel, described: Parameters<typeof importBytes>[1] = {}) =>
  importBytes(writeModel(model), described);

describe('importing an ONNX file', () => {
  it.each([
    ['a batch of any size', { input: ['N', 3, SIZE_PX, SIZE_PX] }, null],
    ['a batch of one', { input: [1, 3, SIZE_PX, SIZE_PX] }, null],
    ['images of any size', { input: ['N', 3, 'H', 'W'] }, SIZE_PX],
    ['half precision', { input: [1, 3, SIZE_PX, SIZE_PX], halfPrecision: true }, null],
    ['an older operator set', { opset: 13 }, SIZE_PX],
  ] satisfies [string, Network, number | null][])('reads its shapes from a run: %s', async (_, made, sizePx) => {
    const manifest = await importModel(network(made), { sizePx });
    expect(manifest).toMatchObject({
      id: 'mine',
      input: 'pixels',
      sizePx: SIZE_PX,
      levels: [
        { output: 'fine', level: 1, channels: 6, height: 16, width: 16 },
        { output: 'coarse', level: 2, channels: 6, height: 4, width: 4 },
      ],
      scoring: { part: 2, patch: 2, map: 1 },
    });
  });

  it('keeps the file as it is, beside its manifest', async () => {
    const bytes = writeModel(network({}));
    const manifest = await importBytes(bytes);
    const [output = ''] = readdirSync(folder).filter((name) => name.startsWith('out-'));
    expect(readdirSync(join(folder, output)).sort()).toEqual(['manifest.json', 'mine.onnx']);
    expect(readFileSync(join(folder, output, 'mine.onnx'))).toEqual(Buffer.from(bytes));
    expect(JSON.parse(readFileSync(join(folder, output, 'manifest.json'), 'utf8'))).toEqual(manifest);
    expect(backboneManifestSchema.parse(manifest)).toEqual(manifest);
  });

  it.each<[string, () => OnnxModel, Parameters<typeof importBytes>[1], string, RegExp]>([
    [
      'an output that is not there',
      () => network({}),
      { outputs: ['deep'] },
      'backbone.output',
      /fine, coarse, pooled/,
    ],
    [
      'an output that is no feature map',
      () => network({}),
      { outputs: ['pooled'] },
      'onnx.unsupported',
      /pooled is 1 x 6/,
    ],
    ['another size than the file fixes', () => network({}), { sizePx: 64 }, 'onnx.unsupported', /Give --size 32/],
    [
      'no size where the file leaves it open',
      () => network({ input: ['N', 3, 'H', 'W'] }),
      {},
      'onnx.unsupported',
      /--size/,
    ],
    ['a batch of four', () => network({ input: [4, 3, SIZE_PX, SIZE_PX] }), {}, 'onnx.unsupported', /exactly 4 images/],
    [
      'one grey channel',
      () => network({ input: ['N', 1, SIZE_PX, SIZE_PX] }),
      {},
      'onnx.unsupported',
      /N x 3 x height/,
    ],
    ['an oblong input', () => network({ input: ['N', 3, SIZE_PX, 64] }), {}, 'onnx.unsupported', /square/],
    [
      'weights that are no numbers',
      () => network({ weight: Number.NaN }),
      {},
      'onnx.unsupported',
      /fine holds values that are no/,
    ],
    [
      'weights that are all zero',
      () => network({ weight: 0 }),
      {},
      'onnx.unsupported',
      /fine is the same for every image/,
    ],
    ['an operator set that is too old', () => network({ opset: 11 }), {}, 'onnx.unsupported', /operator set 11/],
    [
      'a second input',
      () =>
        network({ extra: (graph) => graph.output('more', graph.input('time', 'float32', ['N']), 'float32', ['N']) }),
      {},
      'onnx.unsupported',
      /2 inputs \(pixels, time\)/,
    ],
    [
      'an operator that nobody knows',
      () => network({ extra: (graph) => graph.output('odd', graph.node('Odd', [graph.scalar(1)]), 'float32', []) }),
      { outputs: ['odd'] },
      'onnx.unsupported',
      /cannot be opened .*Odd/,
    ],
  ])('refuses %s and writes nothing', async (_, made, described, code, message) => {
    const importing = importModel(made(), described);
    await expect(importing).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
    const [output = ''] = readdirSync(folder).filter((name) => name.startsWith('out-'));
    expect(readdirSync(join(folder, output))).toEqual([]);
  });

  it.each([
    ['text', Buffer.from('<!DOCTYPE html>')],
    ['a file that was cut', writeModel(network({})).subarray(0, 300)],
  ])('refuses %s', async (_, bytes) => {
    await expect(importBytes(bytes)).rejects.toMatchObject({ code: 'onnx.unreadable' });
  });
});

describe('importing weights of EfficientNet', () => {
  const whole = weightsFile('b0', 7);

  function importWeights(
    bytes: Uint8Array,
    variant = 'b0',
    sha256 = createHash('sha256').update(bytes).digest('hex'),
    tensorsSha256: string | null = null,
  ) {
    const file = join(folder, 'weights.safetensors');
    writeFileSync(file, bytes);
    const outputFolder = mkdtempSync(join(folder, 'out-'));
    return importBackbone({
      network: { kind: 'efficientNet', variant, licence: 'Apache-2.0', source: 'a test', tensorsSha256 },
      file,
      sha256,
      outputFolder,
    });
  }

  it('builds the network up to the deepest level of the scores', async () => {
    const manifest = await importWeights(whole);
    expect(manifest).toMatchObject({ id: 'efficientnet-b0', sizePx: 224, licence: 'Apache-2.0', source: 'a test' });
    expect(manifest.levels.map(({ channels }) => channels)).toEqual([32, 16, 24, 40, 80, 112, 192]);
    const [output = ''] = readdirSync(folder).filter((name) => name.startsWith('out-'));
    const written = readFileSync(join(folder, output, 'efficientnet-b0.onnx'));
    expect(createHash('sha256').update(written).digest('hex')).toBe(manifest.sha256);
  });

  it('knows the weights by their tensors, whatever file holds them', async () => {
    const longer = weightsFile('b0', 8);
    const wrong = await importWeights(whole, 'b0', undefined, 'a'.repeat(64)).catch((thrown: unknown) => thrown);
    expect(wrong).toMatchObject({ code: 'backbone.checksum', details: { expected: 'a'.repeat(64) } });
    const digest = detailText((wrong as SigmalineError).details.found);
    const manifest = await importWeights(longer, 'b0', undefined, digest);
    expect(manifest).toEqual(await importWeights(whole));
  });

  it.each([
    ['that were cut', 'weights.unreadable', () => importWeights(whole.subarray(0, whole.length >> 1))],
    ['that end too early', 'weights.missing-tensor', () => importWeights(weightsFile('b0', 4))],
    ['of another variant', 'weights.wrong-shape', () => importWeights(whole, 'b3')],
    ['of a deeper variant of the same width', 'weights.unexpected-tensor', () => importWeights(weightsFile('b1', 7))],
    ['of no variant', 'backbone.unknown', () => importWeights(whole, 'b8')],
    ['with another hash', 'backbone.checksum', () => importWeights(whole, 'b0', 'a'.repeat(64))],
    ['that are an error page', 'weights.unreadable', () => importWeights(Buffer.from('<!DOCTYPE html><html></html>'))],
  ])('refuses those %s and writes nothing', async (_, code, importing) => {
    await expect(importing()).rejects.toMatchObject({ code });
    const [output = ''] = readdirSync(folder).filter((name) => name.startsWith('out-'));
    expect(readdirSync(join(folder, output))).toEqual([]);
  });
});
