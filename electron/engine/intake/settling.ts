import type { Completeness } from './completeness/index.ts';
import { type Fingerprint, sameFingerprint } from './ledger.ts';
import type { IntakeTimings } from './timings.ts';

/** A file that is perhaps still being written: what was found at the last look, and since when it is so. Times are monotonic milliseconds. */
export interface Unsettled {
  readonly ledgerId: number;
  readonly fingerprint: Fingerprint;
  readonly unchangedSinceMs: number;
  readonly nextLookMs: number;
}

export function beginSettling(
  ledgerId: number,
  fingerprint: Fingerprint,
  nowMs: number,
  timings: IntakeTimings,
): Unsettled {
  return { ledgerId, fingerprint, unchangedSinceMs: nowMs, nextLookMs: nowMs + timings.settleMs };
}

export type SettlingStep =
  | { readonly kind: 'wait'; readonly unsettled: Unsettled }
  /** Unchanged for long enough to be worth opening. */
  | { readonly kind: 'examine' };

/** What one more look at a file's size and time says. */
export function lookAgain(
  unsettled: Unsettled,
  found: Fingerprint,
  nowMs: number,
  timings: IntakeTimings,
): SettlingStep {
  if (!sameFingerprint(unsettled.fingerprint, found)) {
    return { kind: 'wait', unsettled: beginSettling(unsettled.ledgerId, found, nowMs, timings) };
  }
  if (nowMs - unsettled.unchangedSinceMs >= timings.settleMs) return { kind: 'examine' };
  return { kind: 'wait', unsettled: { ...unsettled, nextLookMs: unsettled.unchangedSinceMs + timings.settleMs } };
}

/** Whether a file that has not changed for a while may be judged; what is cut or of no known format goes to a lane late, and gets its error there. */
export function isSettled(
  unsettled: Unsettled,
  completeness: Completeness,
  nowMs: number,
  timings: IntakeTimings,
): boolean {
  const unchangedMs = nowMs - unsettled.unchangedSinceMs;
  switch (completeness) {
    case 'complete':
      return true;
    case 'unknown':
      return unchangedMs >= timings.unknownFormatMs;
    case 'incomplete':
      return unchangedMs >= timings.incompleteMs;
  }
}

/** The longer a file does not change, the more seldom it is looked at; never later than it could be settled. */
export function postpone(unsettled: Unsettled, nowMs: number, timings: IntakeTimings): Unsettled {
  const unchangedMs = nowMs - unsettled.unchangedSinceMs;
  const delay = Math.min(timings.lookEveryMs, Math.max(timings.settleMs, unchangedMs / 4));
  return { ...unsettled, nextLookMs: nowMs + delay };
}
