import type { Outlet, SourceId } from '../../shared/domain/index.ts';
import { SILENT_MS } from '../../shared/processes/connector.ts';
import type { OutletView } from './driver.ts';

interface Known {
  readonly outlet: Outlet;
  /** Until when its result holds, by the clock of this process. */
  readonly untilMs: number;
  /** A result that was taken back does not return, whatever the engine tells. */
  readonly takenBack: number;
}

/**
 * What machines may read at a moment, of what the engine told last. A result holds for a time from its record on; it is taken back when that is over, when
 * the next one comes, when it is acknowledged, when the source does not inspect, and when the engine is silent.
 */
export class OutletClock {
  readonly #validMs: number;
  readonly #acknowledged: Readonly<Record<string, number>>;
  readonly #known = new Map<SourceId, Known>();
  #heardMs = Number.NEGATIVE_INFINITY;

  /**
   * @param validMs how long a result may be acted on
   * @param acknowledged by source, the result that was taken back last
   */
  constructor(validMs: number, acknowledged: Readonly<Record<string, number>> = {}) {
    this.#validMs = validMs;
    this.#acknowledged = acknowledged;
  }

  /**
   * @param toldMs when the engine said so, by a clock that nobody sets; it may be some time ago
   * @param isWhole whether these are all sources, or only those that changed
   */
  hear(
    outlets: readonly Outlet[],
    toldMs: number,
    { nowMs = toldMs, isWhole = true }: { readonly nowMs?: number; readonly isWhole?: boolean } = {},
  ): void {
    // Machines have read that the engine is away: what it had told before is over for good.
    if (this.isSilent(nowMs)) this.#takeBackAll();
    this.#heardMs = Math.max(this.#heardMs, toldMs);
    if (isWhole) {
      const told = new Set(outlets.map(({ sourceId }) => sourceId));
      for (const id of this.#known.keys()) if (!told.has(id)) this.#known.delete(id);
    }
    for (const outlet of outlets) {
      const before = this.#known.get(outlet.sourceId);
      const sequence = outlet.result?.sequence;
      const isSame = before !== undefined && before.outlet.result?.sequence === sequence;
      // Told again, a result must not begin anew.
      const untilMs = isSame ? before.untilMs : toldMs + this.#validMs - (outlet.result?.ageMs ?? 0);
      const isOver = outlet.state !== 'inspecting' || outlet.result?.isOver === true;
      const takenBack = before?.takenBack ?? this.#acknowledged[outlet.sourceId] ?? 0;
      this.#known.set(outlet.sourceId, { outlet, untilMs, takenBack: isOver ? (sequence ?? takenBack) : takenBack });
    }
  }

  #takeBackAll(): void {
    for (const [id, known] of this.#known)
      this.#known.set(id, { ...known, takenBack: known.outlet.result?.sequence ?? known.takenBack });
  }

  /** Takes a result back: the machine has acted on it. @returns the sequence of the newest; null where the source is not known */
  acknowledge(source: SourceId, sequence: number): number | null {
    const known = this.#known.get(source);
    if (known === undefined) return null;
    const newest = known.outlet.result?.sequence ?? 0;
    if (sequence === newest) this.#known.set(source, { ...known, takenBack: newest });
    return newest;
  }

  isSilent(nowMs: number): boolean {
    return nowMs - this.#heardMs >= SILENT_MS;
  }

  /** @param sources in the order in which they are wanted */
  views(sources: readonly { readonly id: SourceId; readonly name: string }[], nowMs: number): OutletView[] {
    return sources.map(({ id, name }) => this.#view(this.#known.get(id), { id, name }, nowMs));
  }

  /** When `views` will be others although nothing is told; Infinity where never. */
  nextChangeMs(nowMs: number): number {
    const ends = [...this.#known.values()].map(({ untilMs }) => untilMs);
    return Math.min(...[...ends, this.#heardMs + SILENT_MS].filter((at) => at > nowMs), Number.POSITIVE_INFINITY);
  }

  #view(known: Known | undefined, source: { readonly id: SourceId; readonly name: string }, nowMs: number): OutletView {
    if (known === undefined) return unknown(source);
    const { outlet, untilMs, takenBack } = known;
    const state = this.isSilent(nowMs) ? 'engine-away' : outlet.state;
    const sequence = outlet.result?.sequence ?? 0;
    const holds = state === 'inspecting' && nowMs < untilMs && sequence !== takenBack;
    const result = holds ? outlet.result : null;
    return {
      ...outlet,
      state,
      sequence,
      result,
      validForMs: result === null ? 0 : Math.ceil(untilMs - nowMs),
      isPass: result !== null && result.verdict === 'pass' && !result.isLate,
    };
  }
}

/** Of a source that the engine has not told of. */
function unknown({ id, name }: { readonly id: SourceId; readonly name: string }): OutletView {
  return {
    sourceId: id,
    sourceName: name,
    state: 'engine-away',
    reason: null,
    isBusy: false,
    result: null,
    sequence: 0,
    validForMs: 0,
    isPass: false,
    recipe: null,
    counters: { inspected: 0, pass: 0, review: 0, fail: 0, error: 0 },
    announced: null,
  };
}
