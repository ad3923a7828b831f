import type { ErrorFact } from '../i18n/errors.ts';

/** The target false-reject rates that can be asked for. */
export const SMALLEST_TARGET = 0.001;
export const LARGEST_TARGET = 0.5;
/** Good parts that a draft needs, which has no limit: with one left out, two must remain to show how they differ. */
export const FEWEST_FOR_DRAFT = 3;

/** Absorbs the rounding of quotients such as 1 / 0.05. */
const ROUNDING = 1e-9;

/** How many good images a target false-reject rate needs at least: 1 / target - 1, rounded up (19 for 5 %, 99 for 1 %). */
export function imagesNeeded(target: number): number {
  return Math.ceil(1 / target - 1 - ROUNDING);
}

/** Whether a calibration was refused for too few good images or parts, which are enough for a draft. */
export function canBeDraft({ code, details }: ErrorFact): boolean {
  return code.startsWith('calibration.too-few-') && Number(details.count) >= FEWEST_FOR_DRAFT;
}
