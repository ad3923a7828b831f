import { randomWeights } from '../../electron/graph/efficientnet/randomEfficientNet.fixture.ts';
import type { OnnxModel } from '../../electron/graph/index.ts';
import { GraphBuilder, type Value } from '../../electron/graph/onnx/graphBuilder.ts';
import { int } from '../../electron/graph/onnx/model.ts';

/** The shape of DINOv2-S: patches of 14 px, 384 channels, 6 heads. */
const PATCH_PX = 14;
const CHANNELS = 384;
const HEADS = 6;

interface Shape {
  readonly sizePx: number;
  readonly blocks: number;
  /** Class token and registers. */
  readonly skipped: number;
}

/** A vision transformer of random weights; outputs `block1`, `block2` ...: 1 x tokens x 384. */
export function visionTransformer({ sizePx, blocks, skipped }: Shape): OnnxModel {
  const graph = new GraphBuilder({ name: 'transformer' });
  const random = randomWeights(14);
  const weights = (name: string, shape: readonly number[], scale: number): Value =>
    graph.float32(
      name,
      shape,
      random.tensor(name, shape).map((value) => value * scale),
    );
  const side = sizePx / PATCH_PX;
  const tokens = skipped + side ** 2;

  const image = graph.input('image', 'float32', [1, 3, sizePx, sizePx]);
  const kernel = weights('patches', [CHANNELS, 3, PATCH_PX, PATCH_PX], 1);
  const patches = graph.reshape(graph.convolve(image, kernel, { strides: [PATCH_PX, PATCH_PX] }), [0, 0, -1]);
  const leading = weights('leading', [1, skipped, CHANNELS], 1);
  const all = graph.concatenate([leading, graph.transpose(patches, [0, 2, 1])], 1);
  let stream = graph.add(all, weights('positions', [1, tokens, CHANNELS], 0.1));
  for (let block = 1; block <= blocks; block += 1) {
    const linear = (value: Value, name: string, from: number, to: number): Value =>
      graph.matrixProduct(value, weights(`${name}${block}`, [from, to], 1 / Math.sqrt(from)));
    stream = graph.add(stream, attention(graph, normalised(graph, stream), linear));
    const hidden = graph.swish(linear(normalised(graph, stream), 'up', CHANNELS, 4 * CHANNELS));
    stream = graph.add(stream, linear(hidden, 'down', 4 * CHANNELS, CHANNELS));
    graph.output(`block${block}`, normalised(graph, stream), 'float32', [1, tokens, CHANNELS]);
  }
  return graph.toModel();
}

function normalised(graph: GraphBuilder, value: Value): Value {
  const ones = graph.float32('scale', [CHANNELS], new Float32Array(CHANNELS).fill(1));
  return graph.node('LayerNormalization', [value, ones], { axis: int(-1) });
}

type Linear = (value: Value, name: string, from: number, to: number) => Value;

function attention(graph: GraphBuilder, value: Value, linear: Linear): Value {
  const width = CHANNELS / HEADS;
  const heads = (name: string, order: readonly number[]): Value =>
    graph.transpose(graph.reshape(linear(value, name, CHANNELS, CHANNELS), [0, 0, HEADS, width]), order);
  const products = graph.matrixProduct(heads('query', [0, 2, 1, 3]), heads('key', [0, 2, 3, 1]));
  const shares = graph.node('Softmax', [graph.multiply(products, graph.scalar(1 / Math.sqrt(width)))], {
    axis: int(-1),
  });
  const mixed = graph.transpose(graph.matrixProduct(shares, heads('value', [0, 2, 1, 3])), [0, 2, 1, 3]);
  return linear(graph.reshape(mixed, [0, 0, CHANNELS]), 'out', CHANNELS, CHANNELS);
}
