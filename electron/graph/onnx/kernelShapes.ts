import { ints, type OnnxModel } from './model.ts';

/** Names the size of every kernel: the standard lets a convolution take it from its weights, and OpenCV reads only those that say it. */
export function withKernelShapes({ graph, ...model }: OnnxModel): OnnxModel {
  const shapes = new Map(graph.initializer.map(({ name = '', dims }) => [name, dims]));
  const node = graph.node.map((each) => {
    const kernel = each.opType === 'Conv' ? shapes.get(each.input[1] ?? '')?.slice(2) : undefined;
    if (kernel === undefined || each.attribute.some(({ name }) => name === 'kernel_shape')) return each;
    return { ...each, attribute: [...each.attribute, { name: 'kernel_shape', ...ints(kernel) }] };
  });
  return { ...model, graph: { ...graph, node } };
}
