import { degenerate } from './degenerate.ts';
import type { Standardisation } from './scoreModel.ts';

/** Mean and standard deviation (n - 1). */
export function meanAndDeviation(values: ArrayLike<number>): Standardisation {
  const numbers = Float64Array.from(values);
  const mean = numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
  const variance = numbers.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (numbers.length - 1);
  return { mean, deviation: Math.sqrt(variance) };
}

/**
 * Mean and standard deviation of held-out values: what one sigma is.
 *
 * @param name what the values are, for the error
 * @throws calibration.degenerate where the values do not differ
 */
export function standardisationOf(values: ArrayLike<number>, name: string): Standardisation {
  const standardisation = meanAndDeviation(values);
  if (!(standardisation.deviation > 0)) throw degenerate(`the ${name} of all good images are the same`);
  return standardisation;
}

/** The value in standard deviations from the mean. */
export function standardised(value: number, { mean, deviation }: Standardisation): number {
  return (value - mean) / deviation;
}
