import type { BackboneManifest } from '../../../shared/domain/index.ts';
import { GraphBuilder, type Value } from '../onnx/graphBuilder.ts';
import { int, type OnnxModel, type OnnxNode, type OnnxValueInfo } from '../onnx/model.ts';
import { standardOpset } from '../recipe/inlining.ts';
import { type Convolution, type ConvolutionalNetwork, notQuantisable, type Operation } from './network.ts';
import type { Range } from './observe.ts';

/** A feature map in 8 bits: scale (q - zero), q from 0 to 255. */
interface QuantisedMap {
  /** As floats: ONNX Runtime merges this conversion and the one before with the operators beside them. */
  readonly value: Value;
  readonly scale: number;
}

const LEVELS = 255;
const LARGEST_WEIGHT = 127;

type Normalisation = Pick<BackboneManifest, 'mean' | 'std'>;

/**
 * A backbone in 8-bit integers: input as its own, but bytes of an image that is not normalised (uint8, N x 3 x side x side); outputs as its own, float32.
 *
 * Activations are unsigned with one scale for each tensor, from the ranges that good images had; weights are signed with one for each output channel.
 * Conversions stand around float operators (QDQ), which ONNX Runtime merges into integer ones. What the
 * activation of a convolution leaves out is what saturates; `rectify` gives a network such activations. What is left of a map after global pooling, a number a channel, stays in floats: it is little, and everything is multiplied by it.
 * Jacob et al., "Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only Inference" (CVPR 2018).
 *
 * @param network what `readNetwork` read for these outputs
 * @throws SigmalineError onnx.not-quantisable
 */
export function quantise(
  backbone: OnnxModel,
  network: ConvolutionalNetwork,
  outputs: readonly string[],
  { ranges, normalisation }: { readonly ranges: ReadonlyMap<string, Range>; readonly normalisation: Normalisation },
): OnnxModel {
  return new Quantiser(backbone, network, ranges, normalisation).build(backbone, outputs);
}

class Quantiser {
  readonly #graph: GraphBuilder;
  readonly #network: ConvolutionalNetwork;
  readonly #ranges: ReadonlyMap<string, Range>;
  readonly #normalisation: Normalisation;
  /** Around the image a convolution sees the mean of the three colours' means. */
  readonly #zeroOfInput: number;
  readonly #maps = new Map<string, QuantisedMap>();
  /** Constants among them. */
  readonly #vectors = new Map<string, Value>();

  constructor(
    backbone: OnnxModel,
    network: ConvolutionalNetwork,
    ranges: ReadonlyMap<string, Range>,
    normalisation: Normalisation,
  ) {
    this.#graph = new GraphBuilder({ name: `${backbone.graph.name} int8`, opset: standardOpset(backbone) });
    this.#network = network;
    this.#ranges = ranges;
    this.#normalisation = normalisation;
    this.#zeroOfInput = Math.round((LEVELS * normalisation.mean.reduce((sum, mean) => sum + mean, 0)) / 3);
  }

  build({ graph: { input: inputs, output: declared } }: OnnxModel, outputs: readonly string[]): OnnxModel {
    const graph = this.#graph;
    const { input, operations } = this.#network;
    const image = graph.input(input, 'uint8', dimensionsOf(inputs, input));
    this.#maps.set(input, { value: this.#floats(image, input, 1, this.#zeroOfInput), scale: 1 });
    for (const operation of operations) this.#add(operation);
    for (const name of outputs) graph.output(name, this.#mapOf(name).value, 'float32', dimensionsOf(declared, name));
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
    const inputs = node.input.map((name) => this.#mapOf(name).value);
    const made = this.#quantised(this.#copied(node, inputs), output, this.#rangeOf(output));
    this.#maps.set(output, made);
    if (node.opType === 'GlobalAveragePool') this.#vectors.set(output, made.value);
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
    const source = this.#mapOf(convolution.input);
    const { activation, floor, output } = convolution;
    const takesImage = convolution.input === this.#network.input;
    const filters = takesImage ? ofBytes(convolution, this.#normalisation, this.#zeroOfInput) : convolution;
    if (activation === 'silu') return this.#silu(convolution, this.#convolve(convolution, source, filters));
    const [least, greatest] = this.#rangeOf(output);
    // The integers' own saturation is the activation.
    const value = this.#convolve(convolution, source, filters);
    return this.#quantised(value, output, [activation === 'floor' ? floor : least, greatest]);
  }

  /** x sigmoid(x), which ONNX Runtime looks up in a table. */
  #silu({ before, output }: Convolution, convolved: Value): QuantisedMap {
    const [least, greatest] = this.#rangeOf(before);
    const x = this.#quantised(convolved, before, [Math.max(least, SILU_VANISHES), greatest]);
    const gate = this.#quantised(this.#graph.sigmoid(x.value), `${before} sigmoid`, [0, 1]);
    return this.#quantised(this.#graph.multiply(x.value, gate.value), output, this.#rangeOf(output));
  }

  #convolve({ node, shape }: Convolution, source: QuantisedMap, { weights, bias }: Filters): Value {
    const graph = this.#graph;
    const [channels = 1] = shape;
    const perChannel = weights.length / channels;
    const scales = Float32Array.from({ length: channels }, (_, channel) => {
      let largest = 0;
      for (const weight of weights.subarray(channel * perChannel, (channel + 1) * perChannel)) {
        largest = Math.max(largest, Math.abs(weight));
      }
      return largest === 0 ? 1 : largest / LARGEST_WEIGHT;
    });
    const rounded = new Int8Array(weights.length);
    for (const [index, weight] of weights.entries()) {
      rounded[index] = Math.round(weight / (scales[Math.floor(index / perChannel)] as number));
    }
    const biasScales = scales.map((scale) => scale * source.scale);
    const name = node.input[1] ?? 'weight';
    const kernel = this.#dequantised(graph.constant(name, 'int8', shape, rounded), 'int8', scales);
    const sums = Int32Array.from(bias, (value, channel) => Math.round(value / (biasScales[channel] as number)));
    const added = this.#dequantised(graph.constant(`${name}/bias`, 'int32', [channels], sums), 'int32', biasScales);
    return this.#copied(node, [source.value, kernel, added]);
  }

  /** A constant of integers as floats again, with a scale for each of its first axis. */
  #dequantised(constant: Value, type: 'int8' | 'int32', scales: Float32Array): Value {
    const graph = this.#graph;
    const scale = graph.float32(`${constant}/scale`, [scales.length], scales);
    const zero = graph.constant(`${constant}/zero`, type, [scales.length], new Uint8Array(scales.length));
    return graph.node('DequantizeLinear', [constant, scale, zero], { axis: int(0) }, `${constant}/value`);
  }

  #quantised(value: Value, name: string, [least, greatest]: readonly [number, number]): QuantisedMap {
    const scale = Math.fround(Math.max(greatest - least, LEAST_RANGE) / LEVELS);
    const zero = Math.round(-least / scale);
    const quantised = this.#graph.node('QuantizeLinear', [value, ...this.#scaling(scale, zero)], {}, `q/${name}`);
    return { value: this.#floats(quantised, name, scale, zero), scale };
  }

  #floats(quantised: Value, name: string, scale: number, zero: number): Value {
    return this.#graph.node('DequantizeLinear', [quantised, ...this.#scaling(scale, zero)], {}, `d/${name}`);
  }

  #scaling(scale: number, zero: number): [Value, Value] {
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

interface Filters {
  /** Output channels x (input channels / groups) x height x width. */
  readonly weights: Float32Array;
  readonly bias: Float32Array;
}

function channelOf(index: number, { weights, bias }: Filters): number {
  return Math.floor((index * bias.length) / weights.length);
}

/** The filters of a convolution of the normalised image as those of one of bytes less `zero`. */
function ofBytes({ shape, weights, bias }: Convolution, { mean, std }: Normalisation, zero: number): Filters {
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
