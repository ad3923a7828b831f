import type { BackboneManifest } from '../../../shared/domain/index.ts';
import type { OnnxModel } from '../onnx/model.ts';
import { buildFeatures } from '../recipe/compileExtractor.ts';
import type { ConvolutionalNetwork, Operation } from './network.ts';

/** What was seen of a tensor over all images. */
export interface Range {
  readonly least: number;
  readonly greatest: number;
}

/** Runs a graph on every image of a set, in the same order each time: each image gives the wished outputs by name. */
export type Runs = (model: OnnxModel, outputs: readonly string[]) => AsyncIterable<ReadonlyMap<string, Float32Array>>;

/** What must be known of a backbone to feed it with images. */
export type ImageInput = Pick<BackboneManifest, 'id' | 'sizePx' | 'input' | 'mean' | 'std'>;

/** So many places of a feature map in each direction are sampled in an image. */
const SAMPLED_SIDE = 4;

/** The tensors whose ranges integers need. */
export function rangedTensors({ operations }: ConvolutionalNetwork): readonly string[] {
  const read = new Set(operations.flatMap(({ kind, node }) => (kind === 'map' ? node.input : [])));
  // Of numbers a channel only those that meet a map.
  return operations.flatMap((operation) => {
    const { kind, output } = operation;
    if (kind === 'convolution' && operation.activation === 'silu') return [operation.before, output];
    return kind !== 'vector' || read.has(output) ? [output] : [];
  });
}

/** The least and the greatest value of each tensor. */
export async function observeRanges(
  image: ImageInput,
  backbone: OnnxModel,
  names: readonly string[],
  run: Runs,
): Promise<ReadonlyMap<string, Range>> {
  const { graph, maps, finish } = buildFeatures(sourceOf(image, names), backbone, numbersOf(names));
  for (const [index, name] of names.entries()) {
    const flat = graph.reshape(maps.get(index) as Parameters<typeof graph.reshape>[0], [1, 1, 1, -1]);
    graph.output(`least ${name}`, graph.reshape(graph.lowest(flat, [3]), [-1]), 'float32', [1]);
    graph.output(`greatest ${name}`, graph.reshape(graph.highest(flat, [3]), [-1]), 'float32', [1]);
  }
  const ranges = new Map<string, Range>();
  for await (const told of run(
    finish({}),
    names.flatMap((name) => [`least ${name}`, `greatest ${name}`]),
  )) {
    for (const name of names) {
      const known = ranges.get(name);
      const [least = 0] = told.get(`least ${name}`) ?? [];
      const [greatest = 0] = told.get(`greatest ${name}`) ?? [];
      ranges.set(name, {
        least: Math.min(least, known?.least ?? least),
        greatest: Math.max(greatest, known?.greatest ?? greatest),
      });
    }
  }
  return ranges;
}

/** What feature maps hold at some places, the same for every network: by name, channels x samples. */
export async function observeSamples(
  image: ImageInput,
  backbone: OnnxModel,
  network: ConvolutionalNetwork,
  names: readonly string[],
  run: Runs,
): Promise<ReadonlyMap<string, readonly Float32Array[]>> {
  const { graph, maps, finish } = buildFeatures(sourceOf(image, names), backbone, numbersOf(names));
  const shapes = shapesOf(network, image.sizePx);
  for (const [index, name] of names.entries()) {
    const { sides = [1, 1] } = shapes.get(name) ?? {};
    let sampled = maps.get(index) as Parameters<typeof graph.slice>[0];
    for (const [axis, side] of sides.entries()) {
      const step = Math.max(1, Math.floor(side / SAMPLED_SIDE));
      sampled = graph.slice(sampled, 2 + axis, Math.floor(step / 2), side, step);
    }
    graph.output(`samples ${name}`, graph.reshape(sampled, [-1]), 'float32', [`samples ${index}`]);
  }
  const images: ReadonlyMap<string, Float32Array>[] = [];
  for await (const told of run(
    finish({}),
    names.map((name) => `samples ${name}`),
  ))
    images.push(told);
  return new Map(
    names.map((name) => {
      const own = images.map((told) => told.get(`samples ${name}`) ?? new Float32Array());
      return [name, byChannel(own, shapes.get(name)?.channels ?? 1)];
    }),
  );
}

/** Any tensor of the network as if it were a level. */
function sourceOf(image: ImageInput, names: readonly string[]) {
  return { ...image, levels: names.map((output, level) => ({ level, output })) };
}

function numbersOf(names: readonly string[]): readonly number[] {
  return [...names.keys()];
}

/** @param images channels x places each */
function byChannel(images: readonly Float32Array[], channels: number): readonly Float32Array[] {
  const places = (images[0]?.length ?? 0) / channels;
  return Array.from({ length: channels }, (_, channel) => {
    const own = new Float32Array(images.length * places);
    for (const [index, values] of images.entries()) {
      own.set(values.subarray(channel * places, (channel + 1) * places), index * places);
    }
    return own;
  });
}

export interface Shape {
  readonly channels: number;
  /** Height and width. */
  readonly sides: readonly [number, number];
}

/** The shapes of what convolutions give, before their activations. */
export function shapesOf({ input, operations }: ConvolutionalNetwork, sizePx: number): ReadonlyMap<string, Shape> {
  const shapes = new Map<string, Shape>([[input, { channels: 3, sides: [sizePx, sizePx] }]]);
  for (const operation of operations) {
    if (operation.kind === 'vector' || operation.node.opType === 'GlobalAveragePool') continue;
    const source = shapes.get(operation.node.input.find((name) => shapes.has(name)) ?? '');
    if (source === undefined) continue;
    const channels = operation.kind === 'convolution' ? (operation.shape[0] ?? 1) : source.channels;
    const own = { channels, sides: sidesAfter(operation, source.sides) };
    shapes.set(operation.output, own);
    if (operation.kind === 'convolution') shapes.set(operation.before, own);
  }
  return shapes;
}

function sidesAfter(operation: Operation, source: Shape['sides']): Shape['sides'] {
  const attribute = (name: string): readonly number[] =>
    operation.node.attribute.find((candidate) => candidate.name === name)?.ints ?? [];
  const kernel = operation.kind === 'convolution' ? operation.shape.slice(2) : attribute('kernel_shape');
  if (kernel.length === 0) return source;
  const [top = 0, left = 0, bottom = 0, right = 0] = attribute('pads');
  const [down = 1, across = 1] = attribute('strides');
  const [tall = 1, wide = 1] = attribute('dilations');
  const along = (side: number, padding: number, size: number, dilation: number, stride: number): number =>
    Math.floor((side + padding - dilation * (size - 1) - 1) / stride) + 1;
  return [
    along(source[0], top + bottom, kernel[0] as number, tall, down),
    along(source[1], left + right, kernel[1] as number, wide, across),
  ];
}
