import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BackboneManifest } from '../../../shared/domain/index.ts';
import { writeModel } from '../../graph/index.ts';
import { GraphBuilder } from '../../graph/onnx/graphBuilder.ts';

const SIZE_PX = 64;
const CHANNELS = 6;

/** Writes a real backbone of two small levels, quick enough for tests: six fixed filters, moduli, average pools. */
export function writeTinyBackbone(folder: string, id = 'tiny'): BackboneManifest {
  const graph = new GraphBuilder({ name: 'tiny' });
  const image = graph.input('pixels', 'float32', ['N', 3, SIZE_PX, SIZE_PX]);
  const weights = Array.from({ length: CHANNELS * 3 * 9 }, (_, index) => Math.sin(index * 1.7) / 3);
  const filtered = graph.convolve(image, graph.float32('filters', [CHANNELS, 3, 3, 3], weights), {
    strides: [2, 2],
    padding: [1, 1, 1, 1],
  });
  const fine = graph.averagePool(graph.node('Abs', [filtered]), { kernel: [4, 4] });
  graph.output('fine', fine, 'float32', ['N', CHANNELS, 8, 8]);
  graph.output('coarse', graph.averagePool(fine, { kernel: [2, 2] }), 'float32', ['N', CHANNELS, 4, 4]);
  const bytes = writeModel(graph.toModel());

  const manifest: BackboneManifest = {
    id,
    name: 'Tiny',
    file: 'tiny.onnx',
    sha256: createHash('sha256').update(bytes).digest('hex'),
    licence: 'Apache-2.0',
    source: 'a test',
    sizePx: SIZE_PX,
    input: 'pixels',
    mean: [0.4, 0.5, 0.6],
    std: [0.3, 0.2, 0.25],
    levels: [
      { output: 'fine', level: 1, channels: CHANNELS, height: 8, width: 8 },
      { output: 'coarse', level: 2, channels: CHANNELS, height: 4, width: 4 },
    ],
    scoring: { part: 2, patch: 2, map: 1 },
  };
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, manifest.file), bytes);
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
  return manifest;
}
