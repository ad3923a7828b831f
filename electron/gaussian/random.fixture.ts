import type { Samples } from './matrix.ts';
import type { FeatureMap } from './scoreModel.ts';

export interface Random {
  /** Evenly from 0 to below 1. */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
}

/** Random numbers from a seed (mulberry32), the same on every machine. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  let spare: number | null = null;
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const normal = (): number => {
    if (spare !== null) {
      const value = spare;
      spare = null;
      return value;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
    const angle = 2 * Math.PI * uniform();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
  return { uniform, normal };
}

/** n vectors of p correlated features of very different variance, far from zero. */
export function randomSamples(random: Random, count: number, features: number): Samples {
  const values = new Float64Array(count * features);
  for (let row = 0; row < count; row += 1) {
    let previous = 0;
    for (let feature = 0; feature < features; feature += 1) {
      previous = 0.6 * previous + random.normal() / Math.sqrt(1 + feature);
      values[row * features + feature] = 3 + previous;
    }
  }
  return { count, features, values };
}

/** Feature maps of n images of one level: a pattern of their own at every position, correlated noise on it. */
export function randomMaps(
  random: Random,
  count: number,
  shape: { readonly level: number; readonly channels: number; readonly height: number; readonly width: number },
): FeatureMap[] {
  const positions = shape.height * shape.width;
  const pattern = Float64Array.from({ length: shape.channels * positions }, () => 2 + random.normal());
  return Array.from({ length: count }, () => {
    const common = Float64Array.from({ length: positions }, () => random.normal());
    const values = Float32Array.from(
      pattern,
      (value, i) => value + 0.3 * (common[i % positions] as number) + 0.2 * random.normal(),
    );
    return { ...shape, values };
  });
}
