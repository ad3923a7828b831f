/**
 * Area under the ROC curve: the probability that a defective image scores higher than a good one, ties counting one half (the
 * Mann-Whitney statistic). The same for pixels.
 *
 * @returns 0..1; NaN where one of both is empty or a score is NaN
 */
export function areaUnderRoc(good: ArrayLike<number>, defective: ArrayLike<number>): number {
  const goodSorted = Float64Array.from(good).sort();
  const defectiveSorted = Float64Array.from(defective).sort();
  // NaN sorts behind every number.
  if (Number.isNaN(goodSorted.at(-1)) || Number.isNaN(defectiveSorted.at(-1))) return Number.NaN;
  let below = 0;
  let notAbove = 0;
  let wins = 0;
  for (const score of defectiveSorted) {
    while (below < goodSorted.length && (goodSorted[below] as number) < score) below += 1;
    while (notAbove < goodSorted.length && (goodSorted[notAbove] as number) <= score) notAbove += 1;
    wins += (below + notAbove) / 2;
  }
  return wins / (goodSorted.length * defectiveSorted.length);
}

/** Spearman's rank correlation of two equally long lists, equal values sharing their ranks: -1 to 1; 0 where one of both is constant. */
export function rankCorrelation(first: readonly number[], second: readonly number[]): number {
  const [a, b] = [ranksOf(first), ranksOf(second)];
  const middle = (first.length + 1) / 2;
  const product = (x: readonly number[], y: readonly number[]): number =>
    x.reduce((sum, rank, index) => sum + (rank - middle) * ((y[index] as number) - middle), 0);
  const spread = Math.sqrt(product(a, a) * product(b, b));
  return spread === 0 ? 0 : product(a, b) / spread;
}

/** From 1. */
function ranksOf(values: readonly number[]): readonly number[] {
  const sorted = values.toSorted((a, b) => a - b);
  return values.map((value) => (sorted.indexOf(value) + sorted.lastIndexOf(value)) / 2 + 1);
}

/** What happens at one limit: scores above it are rejected. */
export interface OperatingPoint {
  /** Minus infinity where everything is rejected. */
  readonly limit: number;
  readonly falseRejectRate: number;
  readonly detectionRate: number;
}

/**
 * The ROC curve: one point for every limit that changes a verdict, from the highest (nothing rejected) to minus infinity (all rejected).
 *
 * @returns empty where there are no good or no defective scores
 */
export function rocCurve(good: readonly number[], defective: readonly number[]): OperatingPoint[] {
  if (good.length === 0 || defective.length === 0) return [];
  const goodSorted = good.toSorted((a, b) => b - a);
  const defectiveSorted = defective.toSorted((a, b) => b - a);
  const limits = [...new Set([...goodSorted, ...defectiveSorted])].sort((a, b) => b - a);
  let rejectedGood = 0;
  let detected = 0;
  return [...limits, Number.NEGATIVE_INFINITY].map((limit) => {
    while (rejectedGood < goodSorted.length && (goodSorted[rejectedGood] as number) > limit) rejectedGood += 1;
    while (detected < defectiveSorted.length && (defectiveSorted[detected] as number) > limit) detected += 1;
    return { limit, falseRejectRate: rejectedGood / good.length, detectionRate: detected / defective.length };
  });
}
