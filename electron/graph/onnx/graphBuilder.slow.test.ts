import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { writeModel } from './codec.ts';
import { GraphBuilder, type Value } from './graphBuilder.ts';
import { int } from './model.ts';

/** Runs what `build` makes of a 1 x 1 x 2 x 3 picture holding 1 to 6. */
async function evaluate(build: (graph: GraphBuilder, picture: Value) => Value, opset: number): Promise<number[]> {
  const graph = new GraphBuilder({ name: 'test', opset });
  const picture = graph.input('picture', 'float32', [1, 1, 2, 3]);
  graph.output('result', build(graph, picture), 'float32', []);
  const { graph: parts, ...model } = graph.toModel();
  const outputWithoutShape = { name: 'result', type: { tensorType: { elemType: 1 } } };
  const session = await InferenceSession.create(
    writeModel({ ...model, graph: { ...parts, output: [outputWithoutShape] } }),
  );
  const { result } = await session.run({ picture: new Tensor('float32', [1, 2, 3, 4, 5, 6], [1, 1, 2, 3]) });
  return [...(result!.data as Float32Array)];
}

/** Operators that a test needs and no graph of ours. */
const sumOver = (graph: GraphBuilder, value: Value, axes: number[]): Value =>
  graph.node('ReduceSum', [value, graph.int64('axes', [axes.length], axes)], { keepdims: int(0) });
const padded = (graph: GraphBuilder, value: Value): Value =>
  graph.node('Pad', [value, graph.int64('pads', [8], [0, 0, 0, 1, 0, 0, 0, 1])], {
    mode: { type: 3, s: new TextEncoder().encode('reflect') },
  });

describe.each([13, 17, 21])('a graph of operator set %i', (opset) => {
  it('reduces', async () => {
    expect(await evaluate((graph, picture) => graph.mean(picture, [2, 3]), opset)).toEqual([3.5]);
    expect(await evaluate((graph, picture) => sumOver(graph, picture, [2]), opset)).toEqual([5, 7, 9]);
    expect(await evaluate((graph, picture) => graph.sumOfSquares(picture, [3]), opset)).toEqual([14, 77]);
    expect(
      await evaluate(
        (graph, picture) => graph.node('ReduceMax', [graph.reshape(picture, [-1])], { keepdims: int(0) }),
        opset,
      ),
    ).toEqual([6]);
  });

  it('takes the largest values', async () => {
    const build = (graph: GraphBuilder, picture: Value) => graph.largest(graph.reshape(picture, [0, -1]), 2, 1);
    expect(await evaluate(build, opset)).toEqual([6, 5]);
  });

  it('convolves with strides and one-sided padding', async () => {
    const build = (graph: GraphBuilder, picture: Value) => {
      const kernel = graph.float32('kernel', [1, 1, 2, 2], [1, 1, 1, 1]);
      return graph.convolve(picture, kernel, { strides: [2, 2], padding: [0, 0, 0, 1] });
    };
    expect(await evaluate(build, opset)).toEqual([12, 9]);
  });

  it('pools, slices, splits and joins', async () => {
    const build = (graph: GraphBuilder, picture: Value) => {
      const [left, right] = graph.split(picture, [1, 2], 3);
      if (left === undefined || right === undefined) throw new Error('two parts expected');
      const pooled = graph.averagePool(right, { kernel: [2, 2] });
      return graph.concatenate([graph.reshape(left, [1, 2]), graph.reshape(pooled, [1, 1])], 1);
    };
    expect(await evaluate(build, opset)).toEqual([1, 4, 4]);
    expect(await evaluate((graph, picture) => graph.slice(picture, 3, 0, 3, 2), opset)).toEqual([1, 3, 4, 6]);
  });

  it('pads by reflection', async () => {
    expect(await evaluate((graph, picture) => padded(graph, picture), opset)).toEqual([2, 1, 2, 3, 2, 5, 4, 5, 6, 5]);
  });
});

describe('names in a graph', () => {
  it('never collide, whatever they are called', () => {
    const graph = new GraphBuilder({ name: 'names' });
    const names = ['a', 'a_1', 'a', 'a', 'a_1'].map((name) => graph.float32(name, [], [0]));
    expect(new Set(names).size).toBe(5);
  });

  it('of inputs and outputs are kept exactly or refused', () => {
    const graph = new GraphBuilder({ name: 'names' });
    const image = graph.input('image', 'float32', [1]);
    expect(image).toBe('image');
    expect(() => graph.output('image', graph.node('Relu', [image]), 'float32', [1])).toThrow(/already/);
  });

  it('belong to constants of the right size only', () => {
    const graph = new GraphBuilder({ name: 'names' });
    expect(() => graph.float32('matrix', [2, 2], [1, 2, 3])).toThrow(/needs 4 values, not 3/);
  });
});
