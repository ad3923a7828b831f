import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BackboneManifest } from '../../../shared/domain/index.ts';
import { writeModel } from '../../graph/index.ts';
import { GraphBuilder, type Value } from '../../graph/onnx/graphBuilder.ts';

const SIZE_PX = 64;
const CHANNELS = 6;

/** Writes a real backbone of two small levels, quick enough for tests: six fixed filters, moduli, average pools. */
export function writeTinyBackbone(folder: string, id = 'tiny'): BackboneManifest {
  return writeBackbone(folder, { id, name: 'Tiny' }, (graph, image) => {
    const fine = graph.averagePool(graph.node('Abs', [filtered(graph, image, 'filters', 3, 2)]), { kernel: [4, 4] });
    return [fine, graph.averagePool(fine, { kernel: [2, 2] })];
  });
}

/** The same shapes by convolutions alone, which integers can compute. */
export function writeConvolutionalBackbone(folder: string): BackboneManifest {
  return writeBackbone(folder, { id: 'convolutional', name: 'Convolutional' }, (graph, image) => {
    const stem = graph.swish(filtered(graph, image, 'stem', 3, 4));
    const fine = graph.swish(filtered(graph, stem, 'fine', CHANNELS, 2));
    return [fine, graph.swish(filtered(graph, fine, 'coarse', CHANNELS, 2))];
  });
}

function filtered(graph: GraphBuilder, value: Value, name: string, channels: number, stride: number): Value {
  const weights = Array.from({ length: CHANNELS * channels * 9 }, (_, index) => Math.sin(index * 1.7) / 3);
  const kernel = graph.float32(`${name}.weight`, [CHANNELS, channels, 3, 3], weights);
  return graph.convolve(value, kernel, { strides: [stride, stride], padding: [1, 1, 1, 1] });
}

function writeBackbone(
  folder: string,
  named: Pick<BackboneManifest, 'id' | 'name'>,
  build: (graph: GraphBuilder, image: Value) => readonly [Value, Value],
): BackboneManifest {
  const graph = new GraphBuilder({ name: named.id });
  const [fine, coarse] = build(graph, graph.input('pixels', 'float32', ['N', 3, SIZE_PX, SIZE_PX]));
  graph.output('fine', fine, 'float32', ['N', CHANNELS, 8, 8]);
  graph.output('coarse', coarse, 'float32', ['N', CHANNELS, 4, 4]);
  const bytes = writeModel(graph.toModel());
  const manifest: BackboneManifest = {
    ...named,
    file: `${named.id}.onnx`,
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
