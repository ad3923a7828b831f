import type { AmongGood } from '../../shared/domain/index.ts';

/** What speaks against the parts of a line being like the good parts of its calibration. */
export interface ChangeEvidence {
  /** Whether the parts are compared with the good parts of the calibration too, or among themselves alone. */
  readonly withCalibration: boolean;
  /** How many parts fell into each gap between neighbouring held-out scores that are not above the limit; those of the highest scores first. */
  readonly seen: readonly number[];
  /** What each bet has won, summed over all parts at which it may have begun. */
  readonly won: readonly number[];
}

/** Bets on lower (negative) and on higher p-values than those of good parts, cautious and bold ones. */
const BETS = [-2, -1, 1, 2] as const;
/** Beyond so much evidence the parts are told to have changed: at most one false alarm in so many parts. */
export const PARTS_PER_FALSE_ALARM = 10_000_000;

/** @param good how any part stands among the good ones of the calibration */
export function noEvidence({ count, atLimit }: AmongGood): ChangeEvidence {
  return { withCalibration: true, seen: Array.from({ length: count - atLimit + 1 }, () => 0), won: BETS.map(() => 0) };
}

/**
 * Takes one more part that did not fail, in the order of the line.
 *
 * While the parts are exchangeable with the good parts of the calibration, a part falls into gap j with the chance (1 + seen_j) / (gaps + parts): each new
 * score is as likely to lie between any two of all scores known so far, calibration and line together (Pólya's urn). So its p-value among all that did
 * not fail, taken in the middle of its gap,
 *
 *     p = (sum of 1 + seen_i over the gaps of higher scores + (1 + seen_j) / 2) / (gaps + parts),
 *
 * has the mean 1/2 whatever came before, and 1 + b (p - 1/2) is a fair bet: its winnings multiply to a test martingale. The sum R of the martingales that
 * begin at each part grows by 1 a part on average (Shiryaev and Roberts), so R reaches c within N parts with a chance of at most N / c (Doob, Ville).
 * That holds for any number of good parts: the calibration is part of what is ordered, and not taken for the truth. It also holds without the calibration,
 * for parts that are only compared among themselves.
 *
 * Sources: Vovk, Petej, Nouretdinov, Ahlberg, Carlsson, Gammerman, "Retrain or not retrain: conformal test martingales for change-point detection", 2021;
 * Fedorova, Gammerman, Nouretdinov, Vovk, "Plug-in martingales for testing exchangeability on-line", 2012.
 *
 * @throws RangeError for a part that fails, or one of another calibration
 */
export function withPart(evidence: ChangeEvidence, { asUnusual, atLimit }: AmongGood): ChangeEvidence {
  const { withCalibration, seen, won } = evidence;
  const gap = asUnusual - atLimit;
  const own = seen[gap];
  if (own === undefined) throw new RangeError(`gap ${gap} of ${seen.length}`);
  const sum = (parts: readonly number[]): number => parts.reduce((all, one) => all + one, 0);
  const good = withCalibration ? 1 : 0;
  const above = sum(seen.slice(0, gap)) + good * gap;
  const all = sum(seen) + good * (seen.length - 1) + 1;
  const p = (above + (own + 1) / 2) / all;
  return {
    withCalibration,
    seen: seen.with(gap, own + 1),
    won: won.map((before, index) => (before + 1 / BETS.length) * (1 + (BETS[index] ?? 0) * (p - 0.5))),
  };
}

/** R: to be compared with the number of parts that there may be for each false alarm. */
export function strengthOf({ won }: ChangeEvidence): number {
  return won.reduce((sum, one) => sum + one, 0);
}

/** Once somebody knows of it, parts are compared with those that follow: a change that stays is not told again, and a further one is. */
export function beginAnew({ seen, won }: ChangeEvidence): ChangeEvidence {
  return { withCalibration: false, seen: seen.map(() => 0), won: won.map(() => 0) };
}

/** Whether the parts are less like the good ones than these among themselves; else they are more so. */
export function isHigher({ won }: ChangeEvidence): boolean {
  const [bet = 0] = BETS.toSorted((a, b) => (won[BETS.indexOf(b)] ?? 0) - (won[BETS.indexOf(a)] ?? 0));
  return bet < 0;
}
