/**
 * Area under the ROC curve: the probability that a defective image scores higher than a good one, ties counting one half (the
 * Mann-Whitney statistic). NaN where one of both is empty.
 */
export function areaUnderRoc(good: ArrayLike<number>, defective: ArrayLike<number>): number {
  const goodSorted = Float64Array.from(good).sort();
  const defectiveSorted = Float64Array.from(defective).sort();
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
