import { SILENT_CYCLES } from '../../../shared/domain/index.ts';
import type { IntakeTimings } from './sourceRules.ts';

export type RhythmTimings = Pick<IntakeTimings, 'samePartMs' | 'quietAfterMs' | 'silentCycleAfterMs'>;

/** Parts that must have come before their rhythm is known. */
const LEAST_PARTS = 10;
/** The newest parts that the rhythm is learnt from: it follows a line whose cycle is changed. */
const MOST_PARTS = 60;
/** Without a part for so many cycles, the last verdict is not current any more. */
const QUIET_CYCLES = 5;

/**
 * How often parts come from a source, learnt from their arrivals: the median of the last intervals, so that breaks do not count. The images that
 * show one part come together, and count once, also where an engineer set how far apart they may be. A source with fewer parts, or whose images were all copied at once, has no rhythm, and nothing is
 * said of it. A cycle that an engineer has set holds from the first part on.
 *
 * All times are monotonic milliseconds: a clock that jumps makes no source quiet.
 */
export class Rhythm {
  readonly #timings: RhythmTimings;
  /** When each of the newest parts began to arrive. */
  #parts: number[] = [];
  #lastArrivalMs = Number.NEGATIVE_INFINITY;
  #lastArrivalAt: string | null = null;
  #learntMs: number | null = null;
  readonly #setMs: () => number | null;
  readonly #togetherMs: () => number;

  constructor(timings: RhythmTimings, setMs: () => number | null, togetherMs: () => number = () => 0) {
    this.#timings = timings;
    this.#setMs = setMs;
    this.#togetherMs = togetherMs;
  }

  /** How often a part comes; null while it is not known. */
  get cycleMs(): number | null {
    return this.#setMs() ?? this.#learntMs;
  }

  /** @param at the same moment as people see it */
  arrived(atMs: number, at: string): void {
    const newest = this.#parts.at(-1) ?? Number.NEGATIVE_INFINITY;
    if (atMs - newest > Math.max(this.#timings.samePartMs, this.#togetherMs())) {
      this.#parts = [...this.#parts, atMs].slice(-MOST_PARTS);
      const hasLasted = atMs - (this.#parts[0] ?? atMs) >= this.#timings.quietAfterMs;
      this.#learntMs = hasLasted ? medianInterval(this.#parts) : null;
    }
    this.#lastArrivalMs = Math.max(atMs, this.#lastArrivalMs);
    this.#lastArrivalAt = at;
  }

  /** When the last image came, if the next one is overdue by several cycles; null while parts come, and without a rhythm. */
  quietSince(nowMs: number): string | null {
    return this.#isWithoutPart(nowMs, QUIET_CYCLES, this.#timings.quietAfterMs) ? this.#lastArrivalAt : null;
  }

  /** The same, and the usual interval, if no image has come for so long that it has to be looked into. */
  silence(nowMs: number): { readonly since: string; readonly cycleMs: number } | null {
    const since = this.#lastArrivalAt;
    const cycleMs = this.cycleMs;
    if (since === null || cycleMs === null) return null;
    return this.#isWithoutPart(nowMs, SILENT_CYCLES, this.#timings.silentCycleAfterMs) ? { since, cycleMs } : null;
  }

  #isWithoutPart(nowMs: number, cycles: number, leastMs: number): boolean {
    const cycleMs = this.cycleMs;
    return cycleMs !== null && nowMs - this.#lastArrivalMs > Math.max(leastMs, cycles * cycleMs);
  }
}

/** Null for too few parts. */
function medianInterval(parts: readonly number[]): number | null {
  if (parts.length < LEAST_PARTS) return null;
  const intervals = parts
    .slice(1)
    .map((atMs, index) => atMs - (parts[index] ?? atMs))
    .sort((first, second) => first - second);
  return intervals[Math.floor(intervals.length / 2)] ?? null;
}
