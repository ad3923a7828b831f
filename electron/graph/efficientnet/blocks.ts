import type { GraphBuilder, Padding, Value } from '../onnx/graphBuilder.ts';
import type { TensorSource } from '../safetensors.ts';
import type { Stage } from './architecture.ts';

const BATCH_NORM_EPSILON = 1e-3;
/** Channels of the squeeze step relative to those that enter the block. */
const SQUEEZE_RATIO = 0.25;

/** A feature map on its way through the network. */
export interface Activation {
  readonly value: Value;
  readonly channels: number;
  readonly sizePx: number;
}

interface Convolution {
  /** Names of the weights and of the batch norm that follows, in the published file. */
  readonly weight: string;
  readonly norm: string;
  readonly channels: number;
  readonly kernel: number;
  readonly stride: number;
  readonly depthwise: boolean;
}

/** Writes the layers of EfficientNet, taking weights by the names that timm's `tf_efficientnet_*` models give them. */
export class BlockWriter {
  readonly #graph: GraphBuilder;
  readonly #weights: TensorSource;

  constructor(graph: GraphBuilder, weights: TensorSource) {
    this.#graph = graph;
    this.#weights = weights;
  }

  /** Inverted residual block: expand, convolve each channel, squeeze and excite, project. Without expansion the first step falls away. */
  block(input: Activation, name: string, stage: Stage, stride: number): Activation {
    const expands = stage.expansion > 1;
    const channels = input.channels * stage.expansion;
    const [depthwiseNorm, projection, projectionNorm] = expands
      ? ['bn2', 'conv_pwl', 'bn3']
      : ['bn1', 'conv_pw', 'bn2'];
    const pointwise = { kernel: 1, stride: 1, depthwise: false } as const;
    const expanded = expands
      ? this.activated(input, { weight: `${name}.conv_pw`, norm: `${name}.bn1`, channels, ...pointwise })
      : input;
    const filtered = this.activated(expanded, {
      weight: `${name}.conv_dw`,
      norm: `${name}.${depthwiseNorm}`,
      channels,
      kernel: stage.kernel,
      stride,
      depthwise: true,
    });
    const excited = this.#squeezeAndExcite(filtered, `${name}.se`, Math.floor(input.channels * SQUEEZE_RATIO));
    const projected = this.#convolve(excited, {
      weight: `${name}.${projection}`,
      norm: `${name}.${projectionNorm}`,
      channels: stage.channels,
      ...pointwise,
    });
    if (stride !== 1 || input.channels !== stage.channels) return projected;
    return { ...projected, value: this.#graph.add(projected.value, input.value) };
  }

  /** Convolution, batch norm, swish. */
  activated(input: Activation, convolution: Convolution): Activation {
    const convolved = this.#convolve(input, convolution);
    return { ...convolved, value: this.#graph.swish(convolved.value) };
  }

  /** Convolution with the batch norm folded into its weights: w gamma / sqrt(variance + epsilon), beta - mean gamma / sqrt(variance + epsilon). */
  #convolve(input: Activation, { weight, norm, channels, kernel, stride, depthwise }: Convolution): Activation {
    const inputChannels = depthwise ? 1 : input.channels;
    const shape = [channels, inputChannels, kernel, kernel];
    const weights = Float64Array.from(this.#weights.tensor(`${weight}.weight`, shape));
    const [gamma, beta, mean, variance] = ['weight', 'bias', 'running_mean', 'running_var'].map((part) =>
      this.#weights.tensor(`${norm}.${part}`, [channels]),
    ) as [Float32Array, Float32Array, Float32Array, Float32Array];
    const scales = Float64Array.from(gamma, (value, i) => value / Math.sqrt((variance[i] ?? 0) + BATCH_NORM_EPSILON));
    const biases = Float64Array.from(beta, (value, i) => value - (mean[i] ?? 0) * (scales[i] ?? 0));
    const perChannel = inputChannels * kernel * kernel;
    const folded = weights.map((value, index) => value * (scales[Math.floor(index / perChannel)] ?? 0));
    const value = this.#graph.convolve(input.value, this.#graph.float32(`${weight}.weight`, shape, folded), {
      bias: this.#graph.float32(`${weight}.bias`, [channels], biases),
      strides: [stride, stride],
      padding: samePadding(input.sizePx, kernel, stride),
      groups: depthwise ? channels : 1,
    });
    return { value, channels, sizePx: Math.ceil(input.sizePx / stride) };
  }

  #squeezeAndExcite(input: Activation, name: string, squeezed: number): Activation {
    const pooled = this.#graph.globalAveragePool(input.value);
    const reduced = this.#graph.swish(this.#pointwise(pooled, `${name}.conv_reduce`, input.channels, squeezed));
    const gate = this.#graph.sigmoid(this.#pointwise(reduced, `${name}.conv_expand`, squeezed, input.channels));
    return { ...input, value: this.#graph.multiply(input.value, gate) };
  }

  #pointwise(input: Value, name: string, inputChannels: number, channels: number): Value {
    const shape = [channels, inputChannels, 1, 1];
    const weights = this.#graph.float32(`${name}.weight`, shape, this.#weights.tensor(`${name}.weight`, shape));
    const bias = this.#graph.float32(`${name}.bias`, [channels], this.#weights.tensor(`${name}.bias`, [channels]));
    return this.#graph.convolve(input, weights, { bias });
  }
}

/** TensorFlow's SAME: the output has ceil(size / stride) pixels, and an odd number of padded ones puts the extra one at the bottom and right. */
export function samePadding(sizePx: number, kernel: number, stride: number): Padding {
  const total = Math.max(0, (Math.ceil(sizePx / stride) - 1) * stride + kernel - sizePx);
  const before = Math.floor(total / 2);
  return [before, before, total - before, total - before];
}
