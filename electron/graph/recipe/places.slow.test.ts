import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import type { Level } from '../../../shared/domain/index.ts';
import { writeModel } from '../onnx/codec.ts';
import { GraphBuilder } from '../onnx/graphBuilder.ts';
import { areaMeans, layOutPlaces } from './places.ts';

async function laidOut(shape: readonly number[], level: Omit<Level, 'output' | 'level'>): Promise<readonly number[]> {
  const graph = new GraphBuilder({ name: 'places' });
  const output = graph.input('output', 'float32', shape);
  const map = layOutPlaces(graph, output, { ...level, output: 'output', level: 1 });
  graph.output('map', map, 'float32', [1, level.channels, level.height, level.width]);
  const session = await InferenceSession.create(writeModel(graph.toModel()));
  const count = shape.reduce((product, size) => product * size, 1);
  const values = Float32Array.from({ length: count }, (_, index) => index);
  const { map: found } = await session.run({ output: new Tensor('float32', values, shape) });
  await session.release();
  return [...(found!.data as Float32Array)];
}

describe('the places of a level', () => {
  it('are the tokens of patches, row by row', async () => {
    const level = { channels: 2, height: 2, width: 2, layout: { order: 'tokens', skipped: 1 } } as const;
    expect(await laidOut([1, 5, 2], level)).toEqual([2, 4, 6, 8, 3, 5, 7, 9]);
  });

  it('are those of a map whose channels come last', async () => {
    const level = { channels: 3, height: 2, width: 2, layout: { order: 'channels-last' } } as const;
    expect(await laidOut([1, 2, 2, 3], level)).toEqual([0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11]);
  });

  it('are means over areas where there are fewer', async () => {
    const level = { channels: 1, height: 1, width: 2, averagedFrom: { height: 2, width: 3 } };
    // Columns of 0 1 2 over 3 4 5: the middle one counts half on each side.
    const expected = [1.5 + 1 / 3, 1.5 + 5 / 3];
    for (const [index, value] of (await laidOut([1, 1, 2, 3], level)).entries()) {
      expect(value).toBeCloseTo(expected[index]!, 5);
    }
  });

  it('count all the same in their means: 37 become 18', () => {
    const means = areaMeans(37, 18);
    for (let row = 0; row < 18; row += 1) {
      expect(means.subarray(row * 37, row * 37 + 37).reduce((sum, share) => sum + share)).toBeCloseTo(1, 12);
    }
    for (let column = 0; column < 37; column += 1) {
      const total = means.reduce((sum, share, index) => (index % 37 === column ? sum + share : sum), 0);
      expect(total).toBeCloseTo(18 / 37, 12);
    }
  });
});
