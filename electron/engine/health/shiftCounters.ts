import { type ShiftStarts, shiftStart, type Verdict } from '../../../shared/domain/index.ts';
import { isStorageTrouble } from '../storage/index.ts';

export interface ShiftCounts extends Readonly<Record<Verdict, number>> {
  /** When the shift began. */
  readonly startedAt: string;
}

/** Counts the verdicts of the running shift. The records are counted once when a shift begins, and one by one from then on. */
export class ShiftCounters {
  readonly #starts: () => ShiftStarts;
  readonly #countsSince: (time: Date) => Readonly<Record<Verdict, number>>;
  #shift: ShiftCounts | null = null;

  constructor(starts: () => ShiftStarts, countsSince: (time: Date) => Readonly<Record<Verdict, number>>) {
    this.#starts = starts;
    this.#countsSince = countsSince;
  }

  current(): ShiftCounts {
    const start = shiftStart(new Date(), this.#starts());
    const startedAt = start.toISOString();
    if (this.#shift?.startedAt === startedAt) return this.#shift;
    try {
      this.#shift = { startedAt, ...this.#countsSince(start) };
      return this.#shift;
    } catch (thrown) {
      if (!isStorageTrouble(thrown)) throw thrown;
      // The records cannot be read now: they are counted when they can.
      return { startedAt, pass: 0, review: 0, fail: 0, error: 0 };
    }
  }

  count(verdict: Verdict): void {
    if (this.#shift === null) return;
    this.#shift = { ...this.#shift, [verdict]: this.#shift[verdict] + 1 };
  }
}
