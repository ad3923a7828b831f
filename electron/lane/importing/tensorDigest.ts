import { createHash } from 'node:crypto';
import type { TensorSource } from '../../graph/index.ts';

/** Passes tensors on and remembers them, so that it can be told whether they are the published ones whatever file held them. */
export interface DigestedTensors extends TensorSource {
  /** SHA-256 over all tensors that were asked for, by name: the name, the shape and the values as little-endian float32 of each. */
  digest(): string;
}

export function digestTensors(source: TensorSource): DigestedTensors {
  const seen = new Map<string, { readonly shape: readonly number[]; readonly values: Float32Array }>();
  return {
    tensor(name, shape) {
      const values = source.tensor(name, shape);
      seen.set(name, { shape, values });
      return values;
    },
    digest() {
      const hash = createHash('sha256');
      for (const [name, { shape, values }] of [...seen].sort(([first], [second]) => (first < second ? -1 : 1))) {
        hash.update(`${name} ${shape.join('x')}\n`);
        hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
      }
      return hash.digest('hex');
    },
  };
}
