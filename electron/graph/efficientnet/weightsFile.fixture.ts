import type { EfficientNetVariant } from './architecture.ts';
import { buildEfficientNet } from './efficientNet.ts';
import { randomWeights } from './randomWeights.ts';

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
