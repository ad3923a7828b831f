import { type Histogram, histogramOf } from '../../lib/histogram.ts';

const BARS = 24;

/**
 * The held-out scores of good images as a histogram, on a scale that shows the limit and, if it is not far beyond, the score.
 *
 * @param good scores in sigma, rising
 * @param width and height of the drawing
 */
export function scoreBars(
  good: readonly number[],
  { score, limit }: { readonly score: number | null; readonly limit: number | null },
  width: number,
  height: number,
): Histogram {
  const lowest = Math.min(-2, good[0] ?? -2, Math.max(-6, score ?? 0));
  const highest = Math.max(good.at(-1) ?? 2, limit ?? 0, 2);
  const beyond = Math.min(score ?? highest, highest + 2 * (highest - lowest));
  const to = Math.max(highest, beyond) + 0.06 * (highest - lowest);
  return histogramOf(good, {
    bars: BARS,
    domain: [lowest, to],
    range: [8, width - 8],
    height: height * 0.92,
    isRound: true,
  });
}
