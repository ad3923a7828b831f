import type { Handlers } from '../../../shared/contract/index.ts';
import {
  type DowntimePeriod,
  type DowntimeReason,
  isDowntime,
  type SourceId,
  secondsCovered,
  stopsOf,
  type TimeSpan,
} from '../../../shared/domain/index.ts';
import type { Feature, Kernel, Work } from '../kernel/index.ts';
import { isStorageTrouble } from '../storage/index.ts';
import { DowntimePeriods } from './periods.ts';

interface WatchedSource {
  readonly id: SourceId;
  readonly name: string;
}

export interface DowntimeNeeds {
  readonly sources: () => readonly WatchedSource[];
  /** When the last image of a source came, if the next one is overdue by several of its cycles. */
  readonly quietSince: (id: SourceId) => string | null;
  /** When the newest record was written by the station's clock; null where there is none. */
  readonly lastRecordedAt: () => string | null;
  readonly canWrite: () => boolean;
  readonly timings?: Partial<DowntimeTimings> | undefined;
}

export interface DowntimeTimings {
  /** Between two looks at the sources: what lasts shorter may be missed. */
  readonly lookEveryMs: number;
  /** Between two notes that the station runs: by so much at most the time is too long that it was off after a crash. */
  readonly aliveEveryMs: number;
}

const DEFAULT_TIMINGS: DowntimeTimings = { lookEveryMs: 1000, aliveEveryMs: 10_000 };

type Found = Pick<DowntimePeriod, 'reason' | 'began'>;
type Change = (periods: DowntimePeriods) => void;

/**
 * Counts the time in which sources do not inspect. Each source has at most one reason at a time, the worst; a time that the station was off is found
 * when it starts again. What cannot be written down because the disk or the database is in trouble, which is downtime itself, is kept until it can.
 */
export class Downtime implements Feature<'downtime.list'> {
  readonly handlers: Handlers<'downtime.list'>;
  readonly #kernel: Kernel;
  readonly #needs: DowntimeNeeds;
  readonly #timings: DowntimeTimings;
  readonly #periods: DowntimePeriods;
  readonly #work: Work;
  /** What goes on, whether it is written down yet or not. */
  readonly #running = new Map<SourceId, DowntimePeriod>();
  /** Before this nothing of a source may begin: they never overlap. */
  readonly #endedAt = new Map<SourceId, string>();
  /** What is not written down yet, in its order. */
  #unwritten: readonly Change[] = [];
  #aliveMs = Number.NEGATIVE_INFINITY;
  #lastSum: { readonly span: TimeSpan; readonly periods: readonly DowntimePeriod[] } | null = null;

  constructor(kernel: Kernel, needs: DowntimeNeeds) {
    this.#kernel = kernel;
    this.#needs = needs;
    this.#timings = { ...DEFAULT_TIMINGS, ...needs.timings };
    this.#periods = new DowntimePeriods(kernel.database);
    this.#work = kernel.work();
    this.handlers = {
      'downtime.list': ({ from, to, sourceId, limit }) => {
        this.#write();
        const span = { from, to };
        const found = this.#periods.within(span, { sourceId });
        return {
          periods: found.slice(0, limit),
          isMore: found.length > limit,
          seconds: secondsCovered(found, span, this.#now()),
        };
      },
    };
  }

  /** Counts the time that the station was off, and from now on. To be called once everything is there that can stop a source. */
  begin(): void {
    this.#countOff();
    this.#work.repeat(this.#timings.lookEveryMs, () => this.look());
  }

  /** Since when a source does not inspect, and why; null while it does. */
  of(id: SourceId): { readonly since: string; readonly reason: DowntimeReason } | null {
    const running = this.#running.get(id);
    return running === undefined ? null : { since: running.began, reason: running.reason };
  }

  /** In how many seconds of a span at least one source did not inspect. While the database cannot be read, what was read last holds. */
  secondsIn({ from, to }: TimeSpan): number {
    const now = this.#now();
    try {
      this.#lastSum = { span: { from, to }, periods: this.#periods.within({ from, to }) };
    } catch (thrown) {
      if (!isStorageTrouble(thrown)) throw thrown;
    }
    const read = this.#lastSum?.span.from === from ? this.#lastSum.periods : [];
    // What goes on may not be written down yet, and what is written down may have ended since.
    const ended = read.filter(({ ended: at }) => at !== null);
    return secondsCovered([...ended, ...this.#running.values()], { from, to }, now);
  }

  /** Looks at each source and writes down what has changed. */
  look(): void {
    const sources = this.#needs.sources();
    const conditions = this.#kernel.conditions.current();
    const now = this.#now();
    const before = this.#unwritten.length;
    const known = new Map<SourceId, WatchedSource>(sources.map((source) => [source.id, source]));
    for (const { sourceId } of [...this.#running.values()]) if (!known.has(sourceId)) this.#end(sourceId, now);
    for (const source of sources) this.#take(source, this.#reasonOf(source.id, conditions, now), now);
    const hasChanged = this.#unwritten.length > before;
    const isAliveDue = performance.now() - this.#aliveMs >= this.#timings.aliveEveryMs;
    if (this.#unwritten.length > 0 || isAliveDue) this.#write();
    if (hasChanged) this.#kernel.changed();
  }

  async stop(): Promise<void> {
    await this.#work.stop(0);
    // From here on it is off: what goes on ends with this when it starts again.
    this.#write();
  }

  #now(): string {
    return this.#kernel.clock.steadyNow().toISOString();
  }

  #reasonOf(id: SourceId, conditions: ReturnType<Kernel['conditions']['current']>, now: string): Found | null {
    const [stop] = stopsOf({ conditions }, id);
    // Nobody wants it to inspect now: that is told as a by-pass.
    if (stop?.effect === 'bypass') return null;
    if (stop !== undefined && isDowntime(stop.effect)) {
      return { reason: stop.effect, began: this.#steadily(stop.condition.since, now) };
    }
    const quietSince = this.#needs.quietSince(id);
    return quietSince === null ? null : { reason: 'nothing-arrived', began: this.#steadily(quietSince, now) };
  }

  /** A time that the clock said is told by its age: the clock may have jumped since. */
  #steadily(at: string, now: string): string {
    return new Date(Date.parse(now) - this.#kernel.clock.ageMs(at)).toISOString();
  }

  #take({ id, name }: WatchedSource, found: Found | null, now: string): void {
    const running = this.#running.get(id);
    if (running?.reason === found?.reason) return;
    if (running !== undefined) this.#end(id, found === null ? now : laterOf(running.began, found.began));
    if (found !== null)
      this.#begin({ sourceId: id, sourceName: name, reason: found.reason, began: found.began, ended: null });
  }

  #begin(period: DowntimePeriod): void {
    const began = laterOf(period.began, this.#endedAt.get(period.sourceId) ?? period.began);
    const begun = { ...period, began };
    this.#running.set(period.sourceId, begun);
    this.#unwritten = [...this.#unwritten, (periods) => periods.open(begun)];
  }

  #end(id: SourceId, at: string): void {
    const running = this.#running.get(id);
    if (running === undefined) return;
    const ended = laterOf(at, running.began);
    this.#running.delete(id);
    this.#endedAt.set(id, ended);
    this.#unwritten = [...this.#unwritten, (periods) => periods.close(id, ended)];
  }

  /** Nothing is known of the time between the last sign of life and now, but that nothing was judged in it. */
  #countOff(): void {
    const now = this.#now();
    const [alive, recorded] = [this.#periods.aliveAt(), this.#needs.lastRecordedAt()];
    for (const period of this.#periods.running()) {
      this.#running.set(period.sourceId, period);
      this.#end(period.sourceId, alive ?? period.began);
    }
    for (const source of this.#needs.sources()) {
      const last = this.#endedAt.get(source.id) ?? this.#periods.lastOf(source.id);
      if (last !== null) this.#endedAt.set(source.id, last);
      if (alive === null) continue;
      // A database that was restored from a backup has newer records than its last sign of life.
      const off = recorded !== null && recorded <= now ? laterOf(alive, recorded) : alive;
      if (off >= now) continue;
      this.#begin({ sourceId: source.id, sourceName: source.name, reason: 'station-off', began: off, ended: null });
      this.#end(source.id, now);
    }
    this.#write();
  }

  /** Writes in one transaction what is not written down yet, and that the station runs. */
  #write(): void {
    if (!this.#needs.canWrite()) return;
    const now = this.#now();
    try {
      this.#kernel.database.transaction(() => {
        for (const change of this.#unwritten) change(this.#periods);
        this.#periods.setAlive(now);
      });
      this.#unwritten = [];
      this.#aliveMs = performance.now();
    } catch (thrown) {
      // The station tells of the trouble, and it is tried again at the next look.
      if (!isStorageTrouble(thrown)) throw thrown;
    }
  }
}

function laterOf(first: string, second: string): string {
  return first > second ? first : second;
}
