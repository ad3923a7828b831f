import type { SourceId } from '../../../shared/domain/index.ts';
import type { Kernel } from '../kernel/index.ts';

/** No line is so even that its next part comes on the second: a tenth of the cycle, and what a lane takes. */
const ALLOWED_SHARE = 1.1;
const ALLOWED_MS = 500;
/** Of a source whose cycle is not known: somebody who puts one part after the other under a camera has looked by then. */
const UNKNOWN_MS = 60_000;

interface Standing {
  readonly recordedMs: number;
  readonly clock: NodeJS.Timeout;
}

/** Knows how long the last verdict of a source is that of the part at the line: until the next part is due. */
export class StandingVerdicts {
  readonly #kernel: Kernel;
  readonly #cycleMs: (id: SourceId) => number | null;
  readonly #startedMs: number;
  readonly #standing = new Map<SourceId, Standing>();

  constructor(kernel: Kernel, cycleMs: (id: SourceId) => number | null) {
    this.#kernel = kernel;
    this.#cycleMs = cycleMs;
    this.#startedMs = kernel.clock.now().getTime();
    kernel.recorders.onCommitted(({ sourceId, recordedAt }) => {
      clearTimeout(this.#standing.get(sourceId)?.clock);
      // Screens are told at once, and not with the next thing that changes.
      const clock = setTimeout(kernel.changed, this.#standsMs(sourceId) + 1).unref();
      this.#standing.set(sourceId, { recordedMs: Date.parse(recordedAt), clock });
    });
  }

  /** Since when the next part of a source is due; null while its last verdict stands. What was judged before the station was started never does. */
  waitingSince(id: SourceId): string | null {
    const standing = this.#standing.get(id);
    const dueMs = standing === undefined ? this.#startedMs : standing.recordedMs + this.#standsMs(id);
    return this.#kernel.clock.now().getTime() < dueMs ? null : new Date(dueMs).toISOString();
  }

  stop(): void {
    for (const { clock } of this.#standing.values()) clearTimeout(clock);
  }

  #standsMs(id: SourceId): number {
    const cycleMs = this.#cycleMs(id);
    return cycleMs === null ? UNKNOWN_MS : cycleMs * ALLOWED_SHARE + ALLOWED_MS;
  }
}
