import type { SourceId } from '../../../shared/domain/index.ts';
import { type Backlog, NOTHING_WAITS } from '../intake/index.ts';
import type { Kernel } from '../kernel/index.ts';

/** No line is so even that its next part comes on the second: a tenth of the cycle, and what a lane takes. */
const ALLOWED_SHARE = 1.1;
const ALLOWED_MS = 500;
/** Of a source whose cycle is not known: somebody who puts one part after the other under a camera has looked by then. */
const UNKNOWN_MS = 60_000;
/** What a lane may take for the image of the next part before the verdict of the last one goes. */
const JUDGED_WITHIN_MS = 1000;

interface Standing {
  readonly arrivedMs: number;
  readonly recordedMs: number;
  /** The same moment as no clock that is set changes it. */
  readonly monotonicMs: number;
  readonly clock: NodeJS.Timeout;
}

/** Knows how long the last verdict of a source is that of the part at the line: until the next part is due, or is there and waits for its verdict. */
export class StandingVerdicts {
  readonly #kernel: Kernel;
  readonly #cycleMs: (id: SourceId) => number | null;
  readonly #startedMs: number;
  readonly #standing = new Map<SourceId, Standing>();

  constructor(kernel: Kernel, cycleMs: (id: SourceId) => number | null) {
    this.#kernel = kernel;
    this.#cycleMs = cycleMs;
    this.#startedMs = kernel.clock.now().getTime();
    kernel.recorders.onCommitted(({ sourceId, arrivedAt, recordedAt }) => {
      clearTimeout(this.#standing.get(sourceId)?.clock);
      // Screens are told at once, and not with the next thing that changes.
      const clock = setTimeout(kernel.changed, this.#standsMs(sourceId) + 1).unref();
      this.#standing.set(sourceId, {
        arrivedMs: Date.parse(arrivedAt ?? recordedAt),
        recordedMs: Date.parse(recordedAt),
        monotonicMs: performance.now(),
        clock,
      });
    });
  }

  /** Since when the next part of a source is due, or waits too long; null while its last verdict stands. What was judged before the station was started never does. */
  waitingSince(id: SourceId, { oldestSeenAt, newestSeenAt }: Backlog = NOTHING_WAITS): string | null {
    const standing = this.#standing.get(id);
    if (standing === undefined) return new Date(this.#startedMs).toISOString();
    const standsMs = this.#standsMs(id);
    const dueMs = standing.recordedMs + standsMs;
    const endsMs = Math.min(dueMs, overtakenMs(standing, [oldestSeenAt, newestSeenAt]));
    // A clock that is set back keeps no verdict; a machine that slept counts as a clock that went on.
    const isDue = performance.now() >= standing.monotonicMs + standsMs;
    if (!isDue && this.#kernel.clock.now().getTime() < endsMs) return null;
    return new Date(endsMs).toISOString();
  }

  stop(): void {
    for (const { clock } of this.#standing.values()) clearTimeout(clock);
  }

  #standsMs(id: SourceId): number {
    const cycleMs = this.#cycleMs(id);
    return cycleMs === null ? UNKNOWN_MS : cycleMs * ALLOWED_SHARE + ALLOWED_MS;
  }
}

/** When a part that arrived later has waited too long for its verdict. Parts may be judged in either order: those that waited before do not count. */
function overtakenMs({ arrivedMs, recordedMs }: Standing, seenAt: readonly (string | null)[]): number {
  const later = seenAt.map((at) => (at === null ? Number.NaN : Date.parse(at))).find((ms) => ms > arrivedMs);
  return later === undefined ? Number.POSITIVE_INFINITY : Math.max(recordedMs, later + JUDGED_WITHIN_MS);
}
