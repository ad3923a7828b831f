import { type ScaleLinear, scaleLinear } from 'd3-scale';

/** From scores in sigma to places on the gauge, 0 to 1; scores beyond its ends are held at them. */
export type GaugeScale = ScaleLinear<number, number>;

/** Good parts lie around 0, nearly all above this. */
const LOWEST = -3;
/** Where typical good parts lie: two of three, by the meaning of a standard deviation. */
export const TYPICAL = { from: -1, to: 1 } as const;
/** About so many ticks. */
const TICKS = 9;

/**
 * The limit stands a little right of the middle; far scores are held at the end and told in numbers. The scale depends on the limits alone, so that
 * the same score always stands at the same place.
 */
export function gaugeScale(limit: number): GaugeScale {
  const highest = Math.max(LOWEST + 8, Math.ceil(limit + Math.max(4, limit)));
  return scaleLinear([LOWEST, highest], [0, 1]).clamp(true);
}

/** Round scores to mark, zero among them. */
export function ticksOf(scale: GaugeScale): number[] {
  return scale.ticks(TICKS);
}
