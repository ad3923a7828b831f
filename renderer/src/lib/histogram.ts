import { scaleLinear } from 'd3-scale';

export interface Histogram {
  readonly bars: readonly { readonly x: number; readonly width: number; readonly height: number }[];
  readonly ticks: readonly number[];
  /** Where a value stands; one beyond the ends stands at them. */
  readonly at: (value: number) => number;
}

interface Drawing {
  readonly bars: number;
  /** What the scale reaches from and to. */
  readonly domain: readonly [number, number];
  /** Where its ends stand. */
  readonly range: readonly [number, number];
  /** Of the highest bar. */
  readonly height: number;
  /** Whether the scale ends at round values. */
  readonly isRound?: boolean;
}

const TICKS = 7;

/** @param values in any order; those beyond the scale count at its ends */
export function histogramOf(
  values: readonly number[],
  { bars: count, domain, range, height, isRound = false }: Drawing,
): Histogram {
  const scale = scaleLinear(domain, range).clamp(true);
  if (isRound) scale.nice();
  const [from = 0, to = 1] = scale.domain();
  const step = (to - from) / count;
  const counts = Array.from({ length: count }, () => 0);
  for (const value of values) {
    const bar = Math.min(count - 1, Math.max(0, Math.floor((value - from) / step)));
    counts[bar] = (counts[bar] ?? 0) + 1;
  }
  const most = Math.max(1, ...counts);
  const bars = counts.map((found, index) => ({
    x: scale(from + index * step),
    width: Math.max(1, scale(from + step) - scale(from) - 1),
    height: (height * found) / most,
  }));
  return { bars: bars.filter((bar) => bar.height > 0), ticks: scale.ticks(TICKS), at: scale };
}
