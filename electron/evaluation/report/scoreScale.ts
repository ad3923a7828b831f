/**
 * The axis of scores. Good images lie within a few standard deviations, defects up to a hundred away, and both matter: so the axis is linear near the good images and
 * logarithmic beyond (asinh of standard deviations of the held-out scores).
 */
export interface ScoreScale {
  /** Right-closed bins from `edges[i]` to `edges[i + 1]`; one edge is the limit, so that every bin has one verdict. */
  readonly edges: readonly number[];
  /** Round scores to label. */
  readonly ticks: readonly number[];
  /** Where a score lies on the axis, 0..1. */
  readonly position: (score: number) => number;
}

const BINS = 44;

/** Bins on either side of the limit at least, so that both verdicts can be named. */
const ROOM = 6;

/** Which share of the axis a label needs. */
const LABEL_SHARE = 0.09;

/** Through how many powers of ten round numbers are looked for. */
const POWERS = 4;

/**
 * @param centre mean of the held-out scores
 * @param deviation their standard deviation, above zero
 * @param scores all that are to be shown, finite
 */
export function scoreScale(
  { mean: centre, deviation }: { readonly mean: number; readonly deviation: number },
  scores: readonly number[],
  limit: number,
): ScoreScale {
  const bent = (score: number): number => Math.asinh((score - centre) / deviation);
  const unbent = (value: number): number => centre + deviation * Math.sinh(value);
  const all = [...scores, limit].map(bent);
  const [lowest, highest] = [Math.min(...all), Math.max(...all)];
  const width = Math.max(highest - lowest, 1) / BINS;
  const below = Math.max(Math.ceil((bent(limit) - lowest) / width) + 1, ROOM);
  const above = Math.max(Math.ceil((highest - bent(limit)) / width) + 1, ROOM);
  const edges = Array.from({ length: below + above + 1 }, (_, edge) =>
    edge === below ? limit : unbent(bent(limit) + (edge - below) * width),
  );
  const [left, right] = [bent(limit) - below * width, bent(limit) + above * width];
  const position = (score: number): number => (bent(score) - left) / (right - left);
  return { edges, ticks: roundScores(position, unbent(left), unbent(right)), position };
}

/** Round numbers with room for their labels, the roundest first: multiples of 100 before those of 50, 20, 10 and so on. */
function roundScores(position: (score: number) => number, lowest: number, highest: number): number[] {
  const ticks: number[] = [];
  const largestPower = Math.floor(Math.log10(highest - lowest)) + 1;
  for (let power = largestPower; power > largestPower - POWERS; power--) {
    for (const factor of [5, 2, 1]) {
      const unit = factor * 10 ** power;
      // Plus zero, so that none of them is labelled -0.
      for (let multiple = Math.ceil(lowest / unit) + 0; multiple * unit <= highest; multiple++) {
        // Division by a whole number gives the tick as it is written: 3 * 0.1 would not be 0.3.
        const tick = power < 0 ? (multiple * factor) / 10 ** -power : multiple * unit;
        if (ticks.every((other) => Math.abs(position(other) - position(tick)) >= LABEL_SHARE)) ticks.push(tick);
      }
    }
  }
  return ticks.sort((a, b) => a - b);
}

/** How many scores lie in each bin. */
export function countInBins(scores: readonly number[], edges: readonly number[]): number[] {
  const counts = new Array<number>(edges.length - 1).fill(0);
  for (const score of scores) {
    const upper = edges.findIndex((edge, index) => index > 0 && score <= edge);
    const bin = upper === -1 ? counts.length - 1 : upper - 1;
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}
