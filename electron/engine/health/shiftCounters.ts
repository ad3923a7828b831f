import { type ShiftStarts, shiftStart, type Verdict } from '../../../shared/domain/index.ts';
import { isStorageTrouble } from '../storage/index.ts';

export interface ShiftCounts extends Readonly<Record<Verdict, number>> {
  /** When the shift began. */
  readonly startedAt: string;
}

/** Counts the verdicts of the running shift. The records are counted once when a shift begins, and one by one from then on. */
export interface ShiftCounters {
  current(): ShiftCounts;
  count(verdict: Verdict): void;
}

export function createShiftCounters(
  starts: () => ShiftStarts,
  countsSince: (time: Date) => Readonly<Record<Verdict, number>>,
): ShiftCounters {
  let shift: ShiftCounts | null = null;

  function current(): ShiftCounts {
    const start = shiftStart(new Date(), starts());
    const startedAt = start.toISOString();
    if (shift?.startedAt === startedAt) return shift;
    try {
      shift = { startedAt, ...countsSince(start) };
      return shift;
    } catch (thrown) {
      if (!isStorageTrouble(thrown)) throw thrown;
      // The records cannot be read now: they are counted when they can.
      return { startedAt, pass: 0, review: 0, fail: 0, error: 0 };
    }
  }

  return {
    current,
    count(verdict) {
      if (shift === null) return;
      shift = { ...shift, [verdict]: shift[verdict] + 1 };
    },
  };
}
