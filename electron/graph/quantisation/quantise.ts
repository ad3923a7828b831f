import { GraphBuilder, type Value } from '../onnx/graphBuilder.ts';
import { int, type OnnxModel, type OnnxNode, type OnnxValueInfo } from '../onnx/model.ts';
import { standardOpset } from '../recipe/inlining.ts';
import { type Convolution, type ConvolutionalNetwork, notQuantisable, type Operation } from './network.ts';
import { type ImageInput, type Range, type Shape, shapesOf } from './observe.ts';
import { BLOCK, overBlocks } from './stem.ts';

/** Which numbers 8 bits stand for: scale (q - zero), q from 0 to 255. */
interface Scaling {
  readonly scale: number;
  readonly zero: number;
}

/** A feature map in 8 bits. */
interface QuantisedMap extends Scaling {
  readonly bytes: Value;
}

/** A map times a number a channel. */
interface GatedMap {
  readonly map: QuantisedMap;
  /** 1 x channels x 1 x 1 */
  readonly gate: Value;
}

/** The weights of a convolution in integers. */
interface Kernel {
  readonly weights: Value;
  /** One for each output channel. */
  readonly scales: Value;
  /** In the scale of the sums. */
  readonly bias: Value;
}

const LEVELS = 255;
const LARGEST_WEIGHT = 127;

/**
 * A number a channel is multiplied into the weights of the convolution that follows, for each image anew, where its map has so many places for each
 * output channel: a weight costs as much as ten products of the map.
 */
const FEWEST_PLACES_GATED = 16;

/** What a network saw of good images, and how it is fed. */
export interface Observed {
  readonly ranges: ReadonlyMap<string, Range>;
  readonly image: ImageInput;
}

/**
 * A backbone in 8-bit integers: its input is one image as a recipe takes it, not normalised (uint8, 1 x side x side x 3); outputs as its own, float32.
 *
 * Activations are unsigned with one scale for each tensor, from the ranges that good images had; weights are signed with one for each output channel.
 * Around operators other than convolutions conversions stand (QDQ), which ONNX Runtime merges into integer ones. What the activation of a convolution leaves out is
 * what saturates; `rectify` gives a network such activations. What is left of a map after global pooling, a number a channel, stays in floats: it is little,
 * and everything is multiplied by it.
 * Jacob et al., "Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only Inference" (CVPR 2018).
 *
 * @param network what `readNetwork` read for these outputs
 * @throws SigmalineError onnx.not-quantisable
 */
export function quantise(
  backbone: OnnxModel,
  network: ConvolutionalNetwork,
  outputs: readonly string[],
  observed: Observed,
): OnnxModel {
  return new Quantiser(backbone, network, observed).build(backbone, outputs);
}

class Quantiser {
  readonly #graph: GraphBuilder;
  readonly #network: ConvolutionalNetwork;
  readonly #ranges: ReadonlyMap<string, Range>;
  readonly #image: ImageInput;
  readonly #shapes: ReadonlyMap<string, Shape>;
  readonly #maps = new Map<string, QuantisedMap>();
  /** Products that are not computed: the convolution that reads them takes both factors. */
  readonly #gated = new Map<string, GatedMap>();
  /** Constants among them. */
  readonly #vectors = new Map<string, Value>();

  constructor(backbone: OnnxModel, network: ConvolutionalNetwork, { ranges, image }: Observed) {
    this.#graph = new GraphBuilder({ name: `${backbone.graph.name} int8`, opset: standardOpset(backbone) });
    this.#network = network;
    this.#ranges = ranges;
    this.#image = image;
    this.#shapes = shapesOf(network, image.sizePx);
  }

  build({ graph: { output: declared } }: OnnxModel, outputs: readonly string[]): OnnxModel {
    const graph = this.#graph;
    const { input, operations } = this.#network;
    const { sizePx, mean } = this.#image;
    const bytes = graph.input(input, 'uint8', [1, sizePx, sizePx, mean.length]);
    // Around the image a convolution sees the mean of the colours' means.
    const zero = Math.round((LEVELS * mean.reduce((sum, own) => sum + own, 0)) / mean.length);
    this.#maps.set(input, { bytes, scale: 1, zero });
    for (const operation of operations) this.#add(operation);
    for (const name of outputs) graph.output(name, this.#floats(name), 'float32', dimensionsOf(declared, name));
    return graph.toModel();
  }

  #add(operation: Operation): void {
    const { node, output } = operation;
    if (operation.kind === 'convolution') this.#maps.set(output, this.#convolution(operation));
    else if (operation.kind === 'vector') this.#vectors.set(output, this.#vector(operation));
    else if (node.opType === 'Identity') this.#maps.set(output, this.#mapOf(node.input[0] as string));
    else this.#map(operation);
  }

  #mapOf(name: string): QuantisedMap {
    const known = this.#maps.get(name);
    if (known !== undefined) return known;
    // A number a channel that meets a map.
    const made = this.#quantised(this.#vectorOf(name), name, this.#rangeOf(name));
    this.#maps.set(name, made);
    return made;
  }

  #map({ node, output }: Operation): void {
    if (node.input.includes(this.#network.input)) throw notQuantisable('not only convolutions read its input');
    const gated = this.#gatedBy(node, output);
    if (gated !== null) {
      this.#gated.set(output, gated);
      return;
    }
    const inputs = node.input.map((name) => this.#floats(name));
    this.#maps.set(output, this.#quantised(this.#copied(node, inputs), output, this.#rangeOf(output)));
    if (node.opType === 'GlobalAveragePool') this.#vectors.set(output, this.#floats(output));
  }

  /** The factors of a product that goes into the weights of the only convolution that reads it; null where there is none, or where it would cost more. */
  #gatedBy({ opType, input }: OnnxNode, output: string): GatedMap | null {
    const [factor, ...others] = input.filter((name) => this.#vectors.has(name));
    const map = input.find((name) => this.#maps.has(name));
    const readers = this.#network.operations.filter(({ node }) => node.input.includes(output));
    const [reader] = readers;
    if (opType !== 'Mul' || factor === undefined || others.length > 0 || map === undefined) return null;
    if (readers.length !== 1 || reader?.kind !== 'convolution') return null;
    const [channels = 1, inputs = 1, ...kernel] = reader.shape;
    const [height, width] = this.#shapes.get(map)?.sides ?? [0, 0];
    const isWorthwhile = height * width >= FEWEST_PLACES_GATED * channels;
    if (!isWorthwhile || kernel.some((side) => side !== 1) || this.#shapes.get(map)?.channels !== inputs) return null;
    return { map: this.#mapOf(map), gate: this.#graph.reshape(this.#vectorOf(factor), [1, inputs, 1, 1]) };
  }

  #vector({ node }: Operation): Value {
    return this.#copied(
      node,
      node.input.map((name) => (name === '' ? name : this.#vectorOf(name))),
    );
  }

  /** The same operator with the same attributes on other tensors. */
  #copied(node: OnnxNode, inputs: readonly string[]): Value {
    const output = this.#graph.reserve(`copied/${node.output[0]}`);
    this.#graph.adopt({ nodes: [{ ...node, name: output, input: inputs, output: [output] }], constants: [] });
    return output;
  }

  /** One number a channel, or a constant. */
  #vectorOf(name: string): Value {
    const kept = this.#vectors.get(name);
    if (kept !== undefined) return kept;
    const tensor = this.#network.constants.get(name);
    if (tensor === undefined) throw notQuantisable(`nothing makes ${name}`);
    const value = this.#graph.reserve(name);
    this.#graph.adopt({ nodes: [], constants: [tensor] });
    this.#vectors.set(name, value);
    return value;
  }

  #convolution(convolution: Convolution): QuantisedMap {
    const { activation, floor, output, before } = convolution;
    const [least, greatest] = this.#rangeOf(activation === 'silu' ? before : output);
    // The integers' own saturation is the activation.
    const lowest = { none: least, floor, silu: Math.max(least, SILU_VANISHES) }[activation];
    const convolved = this.#convolve(convolution, scalingOf(lowest, greatest));
    if (activation !== 'silu') return convolved;
    // x sigmoid(x): ONNX Runtime looks the second factor up in a table.
    this.#maps.set(before, convolved);
    const gate = `${before} sigmoid`;
    this.#maps.set(gate, this.#quantised(this.#graph.sigmoid(this.#floats(before)), gate, [0, 1]));
    const product = this.#graph.multiply(this.#floats(before), this.#floats(gate));
    return this.#quantised(product, output, this.#rangeOf(output));
  }

  #convolve(convolution: Convolution, scaling: Scaling): QuantisedMap {
    const gated = this.#gated.get(convolution.input);
    const source = gated?.map ?? this.#mapOf(convolution.input);
    if (convolution.input === this.#network.input) return this.#convolveImage(convolution, source, scaling);
    const kernel = gated === undefined ? this.#kernel(convolution, source) : this.#gatedKernel(convolution, gated);
    return this.#integers(convolution.node, source, kernel, scaling);
  }

  /** By blocks of pixels, where that is possible. */
  #convolveImage(convolution: Convolution, source: QuantisedMap, scaling: Scaling): QuantisedMap {
    const graph = this.#graph;
    const { sizePx, mean } = this.#image;
    const ofImage = { ...convolution, ...ofBytes(convolution, this.#image, source.zero) };
    const wide = overBlocks(ofImage, sizePx);
    const shape = wide === null ? [1, sizePx, sizePx, mean.length] : [1, sizePx, sizePx / BLOCK, BLOCK * mean.length];
    const bytes = graph.transpose(graph.reshape(source.bytes, shape), [0, 3, 1, 2]);
    const used = wide ?? ofImage;
    const convolved = this.#integers(used.node, { ...source, bytes }, this.#kernel(used, source), scaling);
    if (wide === null) return convolved;
    const { channels, sides } = this.#shapes.get(convolution.before) as Shape;
    const places = graph.reshape(graph.transpose(convolved.bytes, [0, 2, 3, 1]), [1, sides[0], sides[1], channels]);
    return { ...convolved, bytes: graph.transpose(places, [0, 3, 1, 2]) };
  }

  #integers(node: OnnxNode, source: QuantisedMap, { weights, scales, bias }: Kernel, scaling: Scaling): QuantisedMap {
    const zero = this.#graph.constant('zero', 'int8', [], [0]);
    const inputs = [source.bytes, ...this.#scaled(source), weights, scales, zero, ...this.#scaled(scaling), bias];
    return { ...scaling, bytes: this.#copied({ ...node, opType: 'QLinearConv' }, inputs) };
  }

  #kernel({ node, shape, weights, bias }: Convolution, source: Scaling): Kernel {
    const graph = this.#graph;
    const channels = bias.length;
    const perChannel = weights.length / channels;
    const scales = new Float32Array(channels);
    const rounded = new Int8Array(weights.length);
    for (let channel = 0; channel < channels; channel += 1) {
      const own = weights.subarray(channel * perChannel, (channel + 1) * perChannel);
      let largest = 0;
      for (const weight of own) largest = Math.max(largest, Math.abs(weight));
      const scale = Math.fround(largest === 0 ? 1 : largest / LARGEST_WEIGHT);
      scales[channel] = scale;
      rounded.set(
        own.map((weight) => Math.round(weight / scale)),
        channel * perChannel,
      );
    }
    const name = node.input[1] ?? 'weight';
    const sums = Int32Array.from(bias, (value, channel) => Math.round(value / (source.scale * (scales[channel] ?? 1))));
    return {
      weights: graph.constant(name, 'int8', shape, rounded),
      scales: graph.float32(`${name}/scale`, [channels], scales),
      bias: graph.constant(`${name}/bias`, 'int32', [channels], sums),
    };
  }

  /** The weights times a number for each of their input channels. */
  #gatedKernel({ node, shape, weights, bias }: Convolution, { map, gate }: GatedMap): Kernel {
    const graph = this.#graph;
    const name = node.input[1] ?? 'weight';
    const product = graph.multiply(graph.float32(name, shape, weights), gate);
    const largest = graph.maximum(graph.highest(graph.node('Abs', [product]), [1, 2, 3]), graph.scalar(LEAST_RANGE));
    const scales = graph.multiply(largest, graph.scalar(1 / LARGEST_WEIGHT));
    const zeros = graph.constant('zeros', 'int8', [bias.length], new Int8Array(bias.length));
    const sums = graph.divide(
      graph.float32(`${name}/bias`, [bias.length], bias),
      graph.multiply(scales, graph.scalar(map.scale)),
    );
    return {
      weights: graph.node('QuantizeLinear', [product, scales, zeros], { axis: int(0) }),
      scales,
      bias: graph.cast(graph.node('Round', [sums]), 'int32'),
    };
  }

  #quantised(value: Value, name: string, [least, greatest]: readonly [number, number]): QuantisedMap {
    const scaling = scalingOf(least, greatest);
    return {
      ...scaling,
      bytes: this.#graph.node('QuantizeLinear', [value, ...this.#scaled(scaling)], {}, `q/${name}`),
    };
  }

  #floats(name: string): Value {
    const map = this.#mapOf(name);
    return this.#graph.node('DequantizeLinear', [map.bytes, ...this.#scaled(map)], {}, `d/${name}`);
  }

  #scaled({ scale, zero }: Scaling): [Value, Value] {
    return [this.#graph.scalar(scale), this.#graph.constant('zero', 'uint8', [], [zero])];
  }

  /** Zero, which surrounds every map, is always within. */
  #rangeOf(name: string): readonly [number, number] {
    const { least, greatest } = this.#ranges.get(name) ?? { least: 0, greatest: 0 };
    return [Math.min(0, least), Math.max(0, greatest)];
  }
}

/** Below it SiLU is nearly zero: what lies there may saturate, and what lies above has finer steps. */
const SILU_VANISHES = -6;

/** A map that is always the same still has a scale. */
const LEAST_RANGE = 1e-6;

function scalingOf(least: number, greatest: number): Scaling {
  const scale = Math.fround(Math.max(greatest - least, LEAST_RANGE) / LEVELS);
  return { scale, zero: Math.round(-least / scale) };
}

interface Filters {
  /** Output channels x (input channels / groups) x height x width. */
  readonly weights: Float32Array;
  readonly bias: Float32Array;
}

function channelOf(index: number, { weights, bias }: Filters): number {
  return Math.floor((index * bias.length) / weights.length);
}

/** The filters of a convolution of the normalised image as those of one of bytes less `zero`. */
function ofBytes({ shape, weights, bias }: Convolution, { mean, std }: ImageInput, zero: number): Filters {
  const [, colours = 1, height = 1, width = 1] = shape;
  if (colours !== mean.length) throw notQuantisable('its first convolution does not take all colours');
  const colourOf = (index: number): number => Math.floor(index / (height * width)) % colours;
  const scaled = weights.map((weight, index) => weight / (LEVELS * (std[colourOf(index)] as number)));
  const sums = Float64Array.from(bias);
  for (const [index, weight] of scaled.entries()) {
    (sums[channelOf(index, { weights, bias })] as number) +=
      weight * (zero - LEVELS * (mean[colourOf(index)] as number));
  }
  return { weights: scaled, bias: Float32Array.from(sums) };
}

function dimensionsOf(values: readonly OnnxValueInfo[], name: string): readonly (number | string)[] {
  const shape = values.find((value) => value.name === name)?.type?.tensorType?.shape;
  return shape?.dim.map(({ dimValue, dimParam }) => dimValue ?? dimParam ?? 'N') ?? [];
}
