/** From how many robust deviations on the logarithm of a distance is called an outlier. */
const OUTLYING = 5;

/** More than this share (but always one) are no outliers: the good parts simply differ that much. */
const LARGEST_SHARE = 0.05;

/** Makes the median absolute deviation of a normal distribution its standard deviation. */
const NORMAL_CONSISTENCY = 1.4826;

/**
 * Which good images are unlike all others: their held-out distance lies more than five robust deviations above the median, both of the
 * logarithms, so that the heavy upper tail that distances have anyway is no outlier. At most one in twenty (at least one); where more stand out, none is named.
 *
 * Source: F. Hampel, "The influence curve and its role in robust estimation", JASA 69 (1974), for the median absolute deviation.
 *
 * @param distances held-out distances, positive
 * @returns one flag for each distance
 */
export function unlikeOthers(distances: readonly number[]): boolean[] {
  const logarithms = distances.map(Math.log);
  const centre = median(logarithms);
  const spread = NORMAL_CONSISTENCY * median(logarithms.map((value) => Math.abs(value - centre)));
  const flags = logarithms.map((value) => spread > 0 && value - centre > OUTLYING * spread);
  const most = Math.max(1, Math.floor(LARGEST_SHARE * distances.length));
  return flags.filter(Boolean).length > most ? flags.map(() => false) : flags;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? 0;
  return (lower + upper) / 2;
}
