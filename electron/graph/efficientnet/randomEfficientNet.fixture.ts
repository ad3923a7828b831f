import type { OnnxModel } from '../onnx/model.ts';
import type { TensorSource } from '../safetensors.ts';
import type { EfficientNetVariant } from './architecture.ts';
import { buildEfficientNet } from './efficientNet.ts';

/** The network with weights drawn from a seed, where the published weights are not at hand. */
export function randomEfficientNet(variant: EfficientNetVariant, seed: number): OnnxModel {
  return buildEfficientNet(randomWeights(seed), { variant });
}

/**
 * Weights drawn at random, the same for the same seed: a network of the real architecture that needs no download, for tests and benchmarks. Convolutions
 * are scaled so that activations neither vanish nor grow over the depth of the network; batch norms differ from the identity, so folding them matters.
 */
export function randomWeights(seed: number): TensorSource {
  return {
    tensor: (name, shape) => {
      const random = uniformNumbers(seed ^ hashOf(name));
      const count = shape.reduce((product, size) => product * size, 1);
      const spread = spreadOf(name, shape);
      return Float32Array.from({ length: count }, () => spread.centre + spread.deviation * normal(random));
    },
  };
}

/**
 * A safetensors file with random weights, under the names and in the shapes of the published ones, up to a level: what a station is given where the
 * published file is not at hand.
 */
export function weightsFile(variant: EfficientNetVariant, deepestLevel: number, seed = 1): Uint8Array {
  const tensors = new Map<string, { shape: readonly number[]; values: Float32Array }>();
  const random = randomWeights(seed);
  const recorder = {
    tensor(name: string, shape: readonly number[]) {
      const values = random.tensor(name, shape);
      tensors.set(name, { shape, values });
      return values;
    },
  };
  buildEfficientNet(recorder, { variant, levels: [deepestLevel] });
  return encode(tensors);
}

function encode(tensors: ReadonlyMap<string, { shape: readonly number[]; values: Float32Array }>): Uint8Array {
  let offset = 0;
  const entries = [...tensors].map(([name, { shape, values }]) => {
    const start = offset;
    offset += values.byteLength;
    return [name, { dtype: 'F32', shape, data_offsets: [start, offset] }] as const;
  });
  const header = Buffer.from(JSON.stringify(Object.fromEntries(entries)));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  const values = [...tensors.values()].map(({ values: { buffer, byteOffset, byteLength } }) =>
    Buffer.from(buffer, byteOffset, byteLength),
  );
  return Buffer.concat([length, header, ...values]);
}

function spreadOf(name: string, shape: readonly number[]): { centre: number; deviation: number } {
  if (name.endsWith('running_var')) return { centre: 1, deviation: 0.05 };
  if (name.endsWith('running_mean') || name.endsWith('bias')) return { centre: 0, deviation: 0.1 };
  if (shape.length === 1) return { centre: 1, deviation: 0.05 };
  const [, ...inputs] = shape;
  const fanIn = inputs.reduce((product, size) => product * size, 1);
  // Found by trial: from B0 to B7 every level keeps a deviation between 0.1 and 1.
  const gain = /conv_pwl/.test(name) ? 1 : 1.5;
  return { centre: 0, deviation: gain / Math.sqrt(fanIn) };
}

/** Box-Muller. */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Mulberry32: uniform numbers in [0, 1). */
function uniformNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return hash >>> 0;
}
