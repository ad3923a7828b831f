/** How a value changed over time: a straight line through the samples, and how far its slope can be trusted. */
export interface Trend {
  /** Per hour, in the unit of the values. */
  readonly slopePerHour: number;
  /** The slope lies within so much of `slopePerHour` with 95 % confidence. */
  readonly uncertaintyPerHour: number;
  /** The middle value of the first and of the last fifth of the samples. */
  readonly first: number;
  readonly last: number;
}

export interface Sample {
  readonly seconds: number;
  readonly value: number;
}

const SECONDS_PER_HOUR = 3600;
/** Two-sided 95 % of a normal distribution; there are many samples, or the figure is not worth much anyway. */
const NORMAL_95 = 1.96;
const EDGE_SHARE = 5;

/**
 * Least squares. Neighbouring samples of a process's memory are much alike, so its residuals say less than their number: the standard error is
 * widened by their correlation r from one to the next, by the square root of (1 + r) / (1 - r).
 *
 * @throws RangeError for less than three samples
 */
export function trendOf(samples: readonly Sample[]): Trend {
  const count = samples.length;
  if (count < 3) throw new RangeError('a trend needs three samples');
  const meanSeconds = mean(samples.map(({ seconds }) => seconds));
  const meanValue = mean(samples.map(({ value }) => value));
  const spread = sum(samples.map(({ seconds }) => (seconds - meanSeconds) ** 2));
  const slope = sum(samples.map(({ seconds, value }) => (seconds - meanSeconds) * (value - meanValue))) / spread;
  const residuals = samples.map(({ seconds, value }) => value - meanValue - slope * (seconds - meanSeconds));
  const variance = sum(residuals.map((residual) => residual ** 2)) / (count - 2);
  const correlation = Math.min(0.99, Math.max(0, neighbourCorrelation(residuals)));
  const error = Math.sqrt(variance / spread) * Math.sqrt((1 + correlation) / (1 - correlation));
  const edge = Math.max(1, Math.floor(count / EDGE_SHARE));
  return {
    slopePerHour: slope * SECONDS_PER_HOUR,
    uncertaintyPerHour: NORMAL_95 * error * SECONDS_PER_HOUR,
    first: median(samples.slice(0, edge).map(({ value }) => value)),
    last: median(samples.slice(-edge).map(({ value }) => value)),
  };
}

function neighbourCorrelation(residuals: readonly number[]): number {
  const all = sum(residuals.map((residual) => residual ** 2));
  if (all === 0) return 0;
  return sum(residuals.slice(1).map((residual, index) => residual * (residuals[index] ?? 0))) / all;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return mean(
    [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.ceil((sorted.length - 1) / 2)]].map(
      (value) => value ?? Number.NaN,
    ),
  );
}
