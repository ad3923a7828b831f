import type { Standardisation } from './scoreModel.ts';

/** Mean and standard deviation (n - 1). */
export function meanAndDeviation(values: ArrayLike<number>): Standardisation {
  const numbers = Float64Array.from(values);
  const mean = numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
  const variance = numbers.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (numbers.length - 1);
  return { mean, deviation: Math.sqrt(variance) };
}
