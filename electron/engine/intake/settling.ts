import { assertNever, type Fingerprint } from '../../../shared/domain/index.ts';
import type { Completeness } from '../../formats/index.ts';
import type { Lack } from './ledger.ts';

/** A file that is perhaps still being written: what was found at the last look, and since when it is so. Times are monotonic milliseconds. */
export interface Unsettled {
  readonly ledgerId: number;
  readonly fingerprint: Fingerprint;
  /** When it was met first, whatever was in it then. */
  readonly metMs: number;
  readonly unchangedSinceMs: number;
  readonly nextLookMs: number;
}

/** How long a source's files are waited for. */
export interface SettlingTimes {
  /** Between the two looks that must find the same; 0 where a file has its name only once it is whole. */
  readonly settleMs: number;
  readonly unknownFormatMs: number;
  readonly incompleteMs: number;
  readonly releasedMs: number;
}

export function beginSettling(
  ledgerId: number,
  fingerprint: Fingerprint,
  nowMs: number,
  times: Pick<SettlingTimes, 'settleMs'>,
): Unsettled {
  return { ledgerId, fingerprint, metMs: nowMs, unchangedSinceMs: nowMs, nextLookMs: nowMs + times.settleMs };
}

export type SettlingStep =
  | { readonly kind: 'wait'; readonly unsettled: Unsettled }
  /** Unchanged for long enough to be worth opening. */
  | { readonly kind: 'examine'; readonly unsettled: Unsettled };

/** What one more look at a file's size and time says. */
export function lookAgain(
  unsettled: Unsettled,
  found: Fingerprint,
  nowMs: number,
  times: Pick<SettlingTimes, 'settleMs'>,
): SettlingStep {
  const { size, modifiedUs } = unsettled.fingerprint;
  if (found.size !== size || found.modifiedUs !== modifiedUs) {
    const changed = beginSettling(unsettled.ledgerId, found, nowMs, times);
    return { kind: 'wait', unsettled: { ...changed, metMs: unsettled.metMs } };
  }
  // What was only renamed, or given other permissions, goes on.
  if (nowMs - unsettled.unchangedSinceMs >= times.settleMs)
    return { kind: 'examine', unsettled: { ...unsettled, fingerprint: found } };
  return { kind: 'wait', unsettled: { ...unsettled, nextLookMs: unsettled.unchangedSinceMs + times.settleMs } };
}

/** So many times as long as a file may stand still without being whole. */
const ENDLESS_TIMES = 10;

/** Whether a file goes on changing although any camera would have finished it: its time is never up, so nobody would hear of it. */
export function isEndless({ metMs, unchangedSinceMs }: Unsettled, { incompleteMs }: SettlingTimes): boolean {
  return unchangedSinceMs - metMs >= ENDLESS_TIMES * incompleteMs;
}

/** `awaited`: the camera says by another file when this one is whole, and has not yet. */
export type Release = 'not-used' | 'awaited' | 'given';

export type SettlingDecision =
  | { readonly kind: 'wait' }
  /** It may be judged; `lack` is what it still had not got when its time was up. */
  | { readonly kind: 'settle'; readonly lack: Lack | null };

const WAIT: SettlingDecision = { kind: 'wait' };
const WHOLE: SettlingDecision = { kind: 'settle', lack: null };

/** Whether a file that has not changed for so long may be judged. One that is cut goes to a lane late, and gets its error there. */
export function decideSettling(
  completeness: Completeness,
  release: Release,
  unchangedMs: number,
  times: SettlingTimes,
): SettlingDecision {
  if (release === 'awaited') return unchangedMs >= times.incompleteMs ? { kind: 'settle', lack: 'release' } : WAIT;
  switch (completeness) {
    case 'complete':
      return WHOLE;
    case 'unknown':
      return release === 'given' || unchangedMs >= times.unknownFormatMs ? WHOLE : WAIT;
    case 'incomplete': {
      const patienceMs = release === 'given' ? Math.min(times.releasedMs, times.incompleteMs) : times.incompleteMs;
      return unchangedMs >= patienceMs ? { kind: 'settle', lack: 'end' } : WAIT;
    }
    default:
      return assertNever(completeness);
  }
}

const SHORTEST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 2000;

/** The longer a file does not change, the more seldom it is looked at; never later than it could be settled. */
export function postpone(unsettled: Unsettled, nowMs: number, times: SettlingTimes): Unsettled {
  const unchangedMs = nowMs - unsettled.unchangedSinceMs;
  const pauseMs = Math.min(LONGEST_PAUSE_MS, Math.max(SHORTEST_PAUSE_MS, times.settleMs, unchangedMs / 4));
  const untilTimeIsUpMs = [times.releasedMs, times.unknownFormatMs, times.incompleteMs]
    .map((limitMs) => limitMs - unchangedMs)
    .filter((remainingMs) => remainingMs > 0);
  return { ...unsettled, nextLookMs: nowMs + Math.max(1, Math.min(pauseMs, ...untilTimeIsUpMs)) };
}
