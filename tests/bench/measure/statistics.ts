/** The middle of repeated measurements and how far they lay apart. */
export interface Spread {
  readonly median: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly count: number;
}

export function spreadOf(values: readonly number[]): Spread {
  if (values.length === 0) throw new RangeError('no measurement was taken');
  const sorted = values.toSorted((a, b) => a - b);
  const at = (index: number): number => sorted[index] ?? Number.NaN;
  const count = sorted.length;
  const median = (at(Math.floor((count - 1) / 2)) + at(Math.ceil((count - 1) / 2))) / 2;
  return { median, minimum: at(0), maximum: at(count - 1), count };
}

/** How long things took, in milliseconds: in the middle, for all but one in a hundred, and at the worst. */
export interface Delay {
  readonly medianMs: number;
  readonly p99Ms: number;
  readonly mostMs: number;
}

/** @param values milliseconds, at least one */
export function delayOf(values: readonly number[]): Delay {
  const sorted = values.toSorted((one, other) => one - other);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return { medianMs: at(0.5), p99Ms: at(0.99), mostMs: at(1) };
}
