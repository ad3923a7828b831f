import { scaleLinear } from 'd3-scale';

export interface ScoreBars {
  readonly bars: readonly { readonly x: number; readonly width: number; readonly height: number }[];
  readonly ticks: readonly number[];
  /** Where a score stands; one beyond the ends stands at them. */
  readonly at: (score: number) => number;
}

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
): ScoreBars {
  const lowest = Math.min(-2, good[0] ?? -2, Math.max(-6, score ?? 0));
  const highest = Math.max(good.at(-1) ?? 2, limit ?? 0, 2);
  const beyond = Math.min(score ?? highest, highest + 2 * (highest - lowest));
  const scale = scaleLinear([lowest, Math.max(highest, beyond) + 0.06 * (highest - lowest)], [8, width - 8])
    .clamp(true)
    .nice();
  const [from = 0, to = 1] = scale.domain();
  const step = (to - from) / BARS;
  const counts = Array.from({ length: BARS }, () => 0);
  for (const each of good) {
    const bar = Math.min(BARS - 1, Math.max(0, Math.floor((each - from) / step)));
    counts[bar] = (counts[bar] ?? 0) + 1;
  }
  const most = Math.max(1, ...counts);
  const bars = counts.map((count, index) => ({
    x: scale(from + index * step),
    width: Math.max(1, scale(from + step) - scale(from) - 1),
    height: (height * 0.92 * count) / most,
  }));
  return { bars: bars.filter((bar) => bar.height > 0), ticks: scale.ticks(7), at: scale };
}
