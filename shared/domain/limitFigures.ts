import { type ObservedRate, rateAbove, rateNotAbove } from './distributions.ts';
import { areaUnderRoc, type OperatingPoint, rocCurve } from './receiverOperating.ts';

/** Scores of images whose truth is known, as a run with a recipe gave them. */
export interface KnownScores {
  readonly good: readonly number[];
  readonly defective: readonly number[];
}

/** What a limit does with images whose truth is known: scores above it are rejected. */
export interface LimitFigures {
  /** The share of good images above the limit, with its 95 % Clopper-Pearson interval; null without good ones. */
  readonly falseRejectRate: ObservedRate | null;
  /** The share of defective images not above it; null without defective ones. */
  readonly missRate: ObservedRate | null;
}

export function figuresAtLimit({ good, defective }: KnownScores, limit: number): LimitFigures {
  return { falseRejectRate: rateAbove(good, limit), missRate: rateNotAbove(defective, limit) };
}

/** The ROC curve of images whose truth is known, and the area under it; null where good or defective ones are missing. */
export function rocOf({ good, defective }: KnownScores): { points: readonly OperatingPoint[]; area: number } | null {
  if (good.length === 0 || defective.length === 0) return null;
  return { points: rocCurve(good, defective), area: areaUnderRoc(good, defective) };
}

/** What both errors happen to be at a limit: shares from 0 to 1. */
export interface ErrorRates {
  /** Of good parts that are rejected. */
  readonly falseRejectRate: number;
  /** Of defective parts that are passed. */
  readonly missRate: number;
}

/**
 * The share of rejected parts that are really bad, the positive predictive value: `d (1 - m) / (d (1 - m) + (1 - d) f)` with the defect rate d, the miss rate
 * m and the false-reject rate f. Where defects are rare, most rejects are good parts, however good the recipe: at d = 0.5 %, f = 5 % and m = 0 nine in ten.
 *
 * @param defectRate share of parts that are defective, 0 to 1
 * @returns null where nothing is rejected at all
 */
export function shareOfRejectsBad({ falseRejectRate, missRate }: ErrorRates, defectRate: number): number | null {
  const found = defectRate * (1 - missRate);
  const rejected = found + (1 - defectRate) * falseRejectRate;
  return rejected > 0 ? found / rejected : null;
}

/** The share of passed parts that are bad: `d m / (d m + (1 - d) (1 - f))`. Null where nothing is passed. */
export function shareOfPassesBad({ falseRejectRate, missRate }: ErrorRates, defectRate: number): number | null {
  const missed = defectRate * missRate;
  const passed = missed + (1 - defectRate) * (1 - falseRejectRate);
  return passed > 0 ? missed / passed : null;
}

/** What the errors cost, in any unit of money, and how often parts are defective. */
export interface ErrorCosts {
  readonly falseReject: number;
  readonly miss: number;
  /** 0 to 1 */
  readonly defectRate: number;
}

/** What both errors cost for each inspected part, on average: `(1 - d) f c_f + d m c_m`. */
export function costPerPart({ falseRejectRate, missRate }: ErrorRates, costs: ErrorCosts): number {
  const { falseReject, miss, defectRate } = costs;
  return (1 - defectRate) * falseRejectRate * falseReject + defectRate * missRate * miss;
}

/** The point of a ROC curve whose errors cost least; of equal ones that with the highest limit. Null of an empty curve. */
export function cheapestPoint(points: readonly OperatingPoint[], costs: ErrorCosts): OperatingPoint | null {
  const costOf = ({ falseRejectRate, detectionRate }: OperatingPoint): number =>
    costPerPart({ falseRejectRate, missRate: 1 - detectionRate }, costs);
  return points.reduce<OperatingPoint | null>(
    (best, point) => (best === null || costOf(point) < costOf(best) ? point : best),
    null,
  );
}
