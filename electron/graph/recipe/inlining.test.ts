import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { writeModel } from '../onnx/codec.ts';
import { GraphBuilder } from '../onnx/graphBuilder.ts';
import type { OnnxGraph, OnnxModel, OnnxNode } from '../onnx/model.ts';
import { inlineBackbone } from './inlining.ts';

const GRAPH_ATTRIBUTE = 5;

const branch = (name: string, node: OnnxNode): OnnxGraph => ({
  name,
  node: [node],
  initializer: [],
  sparseInitializer: [],
  input: [],
  output: [{ name: node.output[0]!, type: { tensorType: { elemType: 1 } } }],
  valueInfo: [],
});

const node = (opType: string, input: string[], output: string[], attribute: OnnxNode['attribute'] = []): OnnxNode => ({
  opType,
  input,
  output,
  attribute,
});

/** mean(x) > 0 ? x + step : x - step, where the branches take `x` and `step` from outside. */
function branchingBackbone(): OnnxModel {
  const graph = new GraphBuilder({ name: 'branching' });
  const x = graph.input('x', 'float32', [2]);
  const step = graph.float32('step', [1], [10]);
  graph.float32('idle', [1], [1]);
  const positive = graph.node('Greater', [graph.mean(x, [0]), graph.scalar(0)], {}, 'positive');
  const choice = node(
    'If',
    [positive],
    ['chosen'],
    [
      { name: 'then_branch', type: GRAPH_ATTRIBUTE, g: branch('up', node('Add', [x, step], ['moved'])) },
      { name: 'else_branch', type: GRAPH_ATTRIBUTE, g: branch('down', node('Sub', [x, step], ['moved_back'])) },
    ],
  );
  graph.reserve('chosen');
  graph.adopt({ nodes: [choice], constants: [] });
  return graph.toModel();
}

describe('a backbone with branches', () => {
  it('works inside another graph whose tensors have the same names', async () => {
    const graph = new GraphBuilder({ name: 'outer' });
    const x = graph.input('x', 'float32', [2]);
    const step = graph.float32('step', [1], [2]);
    const [chosen] = inlineBackbone(graph, branchingBackbone(), { name: 'x', value: graph.multiply(x, step) }, [
      'chosen',
    ]);
    graph.output('chosen', chosen!, 'float32', [2]);
    const model = graph.toModel();
    const session = await InferenceSession.create(writeModel(model));
    const run = async (values: number[]) => {
      const outputs = await session.run({ x: new Tensor('float32', values, [2]) });
      return [...(outputs.chosen!.data as Float32Array)];
    };
    expect(await run([1, 2])).toEqual([12, 14]);
    expect(await run([-1, -2])).toEqual([-12, -14]);
    expect(model.graph.initializer.map(({ name }) => name)).not.toContain('backbone/idle');
  });
});
