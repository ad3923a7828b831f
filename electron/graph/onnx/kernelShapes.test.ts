import { expect, it } from 'vitest';
import { GraphBuilder } from './graphBuilder.ts';
import { withKernelShapes } from './kernelShapes.ts';

it('says how large the kernel of a convolution is, for readers that do not look at the weights', () => {
  const graph = new GraphBuilder({ name: 'test' });
  const picture = graph.input('picture', 'float32', [1, 1, 4, 4]);
  graph.convolve(picture, graph.float32('kernel', [1, 1, 2, 3], [1, 1, 1, 1, 1, 1]));
  graph.averagePool(picture, { kernel: [2, 2] });
  const named = withKernelShapes(graph.toModel());
  const [convolution, pool] = named.graph.node;
  expect(convolution?.attribute.find(({ name }) => name === 'kernel_shape')?.ints).toEqual([2, 3]);
  expect(pool).toEqual(graph.toModel().graph.node[1]);
  expect(withKernelShapes(named)).toEqual(named);
});
