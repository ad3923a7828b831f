import { type ShiftStarts, shiftStart, type Verdict } from '../../../shared/domain/index.ts';

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
    if (shift?.startedAt !== startedAt) shift = { startedAt, ...countsSince(start) };
    return shift;
  }

  return {
    current,
    count(verdict) {
      if (shift === null) return;
      shift = { ...shift, [verdict]: shift[verdict] + 1 };
    },
  };
}
