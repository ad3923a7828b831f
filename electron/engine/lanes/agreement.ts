import type { GoldenOutput } from '../../../shared/processes/lane.ts';

/** Scores are in standard deviations of good parts: a thousandth of one, and of larger scores a thousandth of them, moves no verdict that matters. */
export const TOLERANCE = 1e-3;

/** How far the outputs of a provider lie from those of the CPU. */
export type Agreement =
  /** `largestDifference` is a share of the value, and of one sigma for values below it. */
  { readonly agrees: true; readonly largestDifference: number } | { readonly agrees: false; readonly reason: string };

/** Compares what two providers said of the same golden pictures, every score and every place of the anomaly map. */
export function agreementOf(reference: readonly GoldenOutput[], found: readonly GoldenOutput[]): Agreement {
  if (reference.length !== found.length) {
    return { agrees: false, reason: `it answered for ${found.length} of ${reference.length} pictures` };
  }
  let largest = 0;
  for (const [index, expected] of reference.entries()) {
    const actual = found[index];
    if (actual === undefined) continue;
    const comparison = compare(expected, actual);
    if (typeof comparison === 'string') return { agrees: false, reason: comparison };
    largest = Math.max(largest, comparison);
  }
  if (largest <= TOLERANCE) return { agrees: true, largestDifference: largest };
  return { agrees: false, reason: `its results differ from those of the CPU by ${differenceText(largest)}` };
}

/** Small figures as they are read: 2e-5. */
export function differenceText(difference: number): string {
  return difference === 0 ? '0' : difference.toExponential(0).replace('e+0', '').replace('+', '');
}

/** @returns the largest difference, or what is wrong with the answer as a whole */
function compare(expected: GoldenOutput, actual: GoldenOutput): number | string {
  const numbers = [...scoresOf(expected), ...expected.map];
  const others = [...scoresOf(actual), ...actual.map];
  if (numbers.length !== others.length || expected.map.length !== actual.map.length) {
    return 'it answered another number of values';
  }
  // Of the map, one scale for all places: what lies far below its maximum is noise of the network.
  const mapScale = Math.max(1, ...expected.map.map((value) => Math.abs(value ?? 0)));
  const scores = scoresOf(expected).length;
  let largest = 0;
  for (const [index, value] of numbers.entries()) {
    const other = others[index];
    if (value === null || other === null || other === undefined) return 'it gave values that are no numbers';
    const scale = index < scores ? Math.max(1, Math.abs(value)) : mapScale;
    largest = Math.max(largest, Math.abs(value - other) / scale);
  }
  return largest;
}

function scoresOf({ score, partDistance, patchScore, levelDistances }: GoldenOutput): readonly (number | null)[] {
  return [score, partDistance, patchScore, ...levelDistances];
}
