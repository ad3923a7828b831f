/** The span of scores that the gauge shows, in sigma. It depends on the limits alone, so that the same score always stands at the same place. */
export interface GaugeScale {
  readonly from: number;
  readonly to: number;
  readonly ticks: readonly number[];
}

/** Good parts lie around 0, nearly all above this. */
const LOWEST = -3;
/** Where typical good parts lie: two of three, by the meaning of a standard deviation. */
export const TYPICAL = { from: -1, to: 1 } as const;
const MOST_TICKS = 12;

/** The limit stands a little right of the middle; far scores are held at the end and told in numbers. */
export function gaugeScale(limit: number): GaugeScale {
  const to = Math.max(LOWEST + 8, Math.ceil(limit + Math.max(4, limit)));
  const step = [1, 2, 5, 10, 20, 50, 100].find((candidate) => (to - LOWEST) / candidate <= MOST_TICKS) ?? 200;
  const ticks: number[] = [];
  for (let tick = Math.ceil(LOWEST / step) * step; tick <= to; tick += step) ticks.push(tick);
  return { from: LOWEST, to, ticks };
}

/** The place of a score as a share of the gauge's width, held at its ends. */
export function placeOf(score: number, scale: GaugeScale): number {
  return Math.min(1, Math.max(0, (score - scale.from) / (scale.to - scale.from)));
}
