import { appendFile, copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listImages } from '../../../electron/engine/index.ts';
import { writeModel } from '../../../electron/graph/index.ts';
import { GraphBuilder } from '../../../electron/graph/onnx/graphBuilder.ts';
import { runCommand, startCommand } from '../commandLine.ts';

const samples = fileURLToPath(new URL('../../../resources/samples', import.meta.url));
const CHANNELS = 6;
const SIZE_PX = 64;

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'sigmaline-backbone-'));
  await mkdir(join(root, 'good'));
  for (const path of (await listImages(join(samples, 'good'))).slice(0, 20)) {
    await copyFile(path, join(root, 'good', basename(path)));
  }
});
afterAll(() => rm(root, { recursive: true }));

const inFolder = (words: readonly string[]) => [...words, '--data', join(root, 'data')];
const sigmaline = (...words: string[]) => runCommand(inFolder(words));
const backbone = (...words: string[]) => sigmaline('backbone', ...words);

/** Filters, moduli, average pools: a real network with two feature maps. */
async function writeOnnxFile(name: string, batch: number | 'N'): Promise<string> {
  const graph = new GraphBuilder({ name });
  const image = graph.input('pixels', 'float32', [batch, 3, SIZE_PX, SIZE_PX]);
  const weights = Array.from({ length: CHANNELS * 3 * 9 }, (_, index) => Math.sin(index * 1.7) / 3);
  const filtered = graph.convolve(image, graph.float32('filters', [CHANNELS, 3, 3, 3], weights), {
    strides: [2, 2],
    padding: [1, 1, 1, 1],
  });
  const fine = graph.averagePool(graph.node('Abs', [filtered]), { kernel: [4, 4] });
  graph.output('fine', fine, 'float32', [batch, CHANNELS, 8, 8]);
  graph.output('coarse', graph.averagePool(fine, { kernel: [2, 2] }), 'float32', [batch, CHANNELS, 4, 4]);
  const file = join(root, `${name}.onnx`);
  await writeFile(file, writeModel(graph.toModel()));
  return file;
}

const described = ['--levels', 'fine,coarse', '--mean', '0.5,0.5,0.5', '--std', '0.25,0.25,0.25'];

describe('sigmaline backbone', () => {
  it.each([
    ['dynamic', 'N'],
    ['static', 1],
  ] as const)('adds an ONNX file with a %s batch; its recipes outlive it', async (kind, batch) => {
    const id = `${kind}-batch`;
    const added = await backbone('add', await writeOnnxFile(id, batch), '--id', id, '--licence', 'MIT', ...described);
    expect(added).toMatchObject({ code: 0, output: expect.stringContaining('1: 6 x 8 x 8, 2: 6 x 4 x 4') });
    const calibrated = await sigmaline('calibrate', '--recipe', kind, '--good', join(root, 'good'), '--backbone', id);
    expect(calibrated).toMatchObject({ code: 0 });

    const removed = await backbone('remove', id);
    expect(removed).toMatchObject({
      code: 0,
      output: `Removed ${id}.\n`,
      said: expect.stringContaining(`Made with it: ${kind}.`),
    });
    const inspected = await sigmaline('inspect', join(root, 'good'), '--recipe', kind, '--json');
    const { recipe, inspections } = JSON.parse(inspected.output);
    expect(recipe.backbone).toBe(id);
    expect(inspections.map(({ error }: { error: unknown }) => error)).toEqual(Array(20).fill(null));
    // Images of 480 x 480 px under maps of 8 x 8 places: the middles are 30, 90, 150 ... px.
    for (const { mapMaximum, mapMaximumX, mapMaximumY } of inspections) {
      expect(mapMaximum).toBeGreaterThan(0);
      for (const middle of [mapMaximumX, mapMaximumY]) expect((middle - 30) % 60).toBeCloseTo(0, 6);
    }
  });

  it('lists licence, source and hash, as one document too', async () => {
    const file = await writeOnnxFile('listed', 'N');
    await backbone('add', file, '--id', 'listed', '--name', 'For the list', '--licence', 'BSD-3-Clause', ...described);
    const { backbones, unusable } = JSON.parse((await backbone('list', '--json')).output);
    expect(backbones).toMatchObject([
      { id: 'scattering', isBuiltIn: true },
      { id: 'listed', isBuiltIn: false, licence: 'BSD-3-Clause', scoring: { part: 2, patch: 2, map: 1 } },
    ]);
    expect(unusable).toEqual([]);
    const listed = backbones[1] as { source: string; sha256: string };
    expect(listed.source).toBe(`listed.onnx (SHA-256 ${listed.sha256})`);
    const { output } = await startCommand(inFolder(['backbone', 'list']));
    for (const fact of ['For the list', 'BSD-3-Clause', listed.source]) expect(output).toContain(fact);
  });

  it('finds a file that was changed', async () => {
    expect(await backbone('verify')).toMatchObject({ code: 0, output: expect.stringMatching(/^OK {6}scattering/) });
    await appendFile(join(root, 'data', 'backbones', 'listed', 'listed.onnx'), '!');
    const all = await backbone('verify');
    expect(all.code).toBe(1);
    expect(all.output).toMatch(/^OK {6}scattering .*\nFAILED {2}listed .*\[backbone\.corrupt\]$/m);
    expect(await backbone('verify', 'listed')).toMatchObject({ code: 1, said: expect.stringContaining('SHA-256') });
  });

  it.each([
    ['a network that nobody published', 1, 'backbone.unknown', ['add', 'resnet50']],
    ['an id with capitals', 1, 'backbone.id', ['add', 'x.onnx', '--id', 'Mine', ...described]],
    ['a file that is not there', 1, 'weights.not-found', ['add', 'x.onnx', '--id', 'mine', ...described]],
    ['an id that is taken', 1, 'backbone.exists', ['add', 'x.onnx', '--id', 'scattering', ...described]],
    ['a download that cannot be checked', 1, 'backbone.unpinned', ['add', 'efficientnet-b7']],
    [
      'an address where nobody listens',
      1,
      'download.unreachable',
      ['add', 'efficientnet-b0', '--from', 'http://127.0.0.1:9/'],
    ],
    ['removing what is built in', 1, 'backbone.built-in', ['remove', 'scattering']],
    ['an ONNX file of which too little is told', 2, 'usage.invalid', ['add', 'x.onnx', '--id', 'mine']],
    ['levels for a network that has its own', 2, 'usage.invalid', ['add', 'efficientnet-b0', '--levels', 'a']],
    ['a hash that is none', 2, '64 hexadecimal digits', ['add', 'efficientnet-b0', '--sha256', 'abc']],
    ['a mean of two numbers', 2, 'three numbers', ['add', 'x.onnx', '--mean', '0.5,0.5']],
    ['no subcommand that exists', 2, '', ['polish']],
  ])('refuses %s', async (_, code, reason, words) => {
    const { code: ended, said } = await backbone(...words);
    expect(said).toContain(reason);
    expect(ended).toBe(code);
  });
});
