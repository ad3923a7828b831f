import { ints } from '../onnx/model.ts';
import type { Convolution } from './network.ts';

/** Pixels of a row that are taken as one, with so many times the colours. */
export const BLOCK = 4;
const STRIDE = 2;
/** Of one block come so many places of the output. */
const PLACES = BLOCK / STRIDE;

/**
 * The first convolution of a network, of the colours of single pixels, as one of blocks of pixels side by side: kernels of ONNX Runtime for integers want four
 * channels together, and three colours take them three times as long. What blocks give is the same numbers in the same order, channels last.
 *
 * @returns channels of the place on the left of a block first; null where it is no convolution that halves its input
 */
export function overBlocks(convolution: Convolution, sizePx: number): Convolution | null {
  const { node, shape, weights, bias } = convolution;
  const [channels = 1, colours = 1, height = 1, width = 1] = shape;
  const numbers = (name: string): readonly number[] =>
    node.attribute.find((attribute) => attribute.name === name)?.ints ?? [];
  const [top = 0, left = 0, bottom = 0, right = 0] = numbers('pads');
  const halves = numbers('strides').length === 2 && numbers('strides').every((stride) => stride === STRIDE);
  const isPlain = numbers('dilations').every((dilation) => dilation === 1) && bias.length === channels;
  const across = Math.floor((sizePx + left + right - width) / STRIDE) + 1;
  if (!halves || !isPlain || sizePx % BLOCK !== 0 || across !== sizePx / STRIDE) return null;
  const [first, last] = [Math.floor(-left / BLOCK), Math.floor((BLOCK - STRIDE - left + width - 1) / BLOCK)];
  const blocks = last - first + 1;
  const wide = new Float32Array(PLACES * channels * BLOCK * colours * height * blocks);
  for (const [index, weight] of weights.entries()) {
    const [column, row] = [index % width, Math.floor(index / width) % height];
    const colour = Math.floor(index / (width * height)) % colours;
    const channel = Math.floor(index / (width * height * colours));
    for (let place = 0; place < PLACES; place += 1) {
      const pixel = place * STRIDE - left + column - first * BLOCK;
      const source = (pixel % BLOCK) * colours + colour;
      const filter = (place * channels + channel) * BLOCK * colours + source;
      wide[(filter * height + row) * blocks + Math.floor(pixel / BLOCK)] = weight;
    }
  }
  const changed = { kernel_shape: [height, blocks], strides: [STRIDE, 1], pads: [top, -first, bottom, last] };
  const attribute = [
    ...node.attribute.filter(({ name = '' }) => !(name in changed)),
    ...Object.entries(changed).map(([name, values]) => ({ name, ...ints(values) })),
  ];
  return {
    ...convolution,
    node: { ...node, attribute },
    shape: [PLACES * channels, BLOCK * colours, height, blocks],
    weights: wide,
    bias: Float32Array.from({ length: PLACES * channels }, (_, channel) => bias[channel % channels] as number),
  };
}
