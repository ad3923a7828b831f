import type { SourceStatus, StationStatus } from '../../../shared/contract/index.ts';
import { type SourceId, stationSubject } from '../../../shared/domain/index.ts';
import type { Occupancy } from '../inspection/index.ts';
import type { Kernel, Statement } from '../kernel/index.ts';
import type { SourceSettings } from '../settings/index.ts';
import type { RecordedInspection } from '../storage/index.ts';
import { RECENT_MINUTES, RecentCount } from './recentCount.ts';
import { SourceLoad } from './sourceLoad.ts';

export interface CapacityNeeds {
  readonly sources: () => readonly SourceSettings[];
  readonly split: () => Pick<StationStatus['laneSplit'], 'lanes' | 'threads'>;
  /** Whether what arrives from a source can be judged now. */
  readonly isWorking: (source: SourceSettings) => boolean;
}

interface Watched {
  /** What judged last: another version, provider or setting of the lanes costs something else. */
  judgedBy: string;
  load: SourceLoad;
  isWorking: boolean;
  /** Parts that arrive from then on are live; null until the first verdict since the source works. */
  liveSinceMs: number | null;
}

const LOOK_EVERY_MS = 1000;
const MINUTE_MS = 60_000;

/**
 * What the station can hold, from what its parts really cost the lanes: parts per minute of each source, the time from arrival to verdict, and how much
 * of the lanes' time the parts of the last minutes need. What waited while the station was off, or while a source could not be judged, says nothing of
 * that: only live parts count for the times and the arrivals. Where too little is known, nothing is said.
 *
 * Times are monotonic milliseconds: a clock that jumps changes no figure.
 */
export class Capacity {
  readonly #kernel: Kernel;
  readonly #needs: CapacityNeeds;
  readonly #watched = new Map<SourceId, Watched>();
  /** When the last part was recorded that had waited since before its source was live: until then lanes were busy with those. */
  #caughtUpMs = Number.NEGATIVE_INFINITY;

  constructor(kernel: Kernel, needs: CapacityNeeds) {
    this.#kernel = kernel;
    this.#needs = needs;
    kernel.conditions.register(() => this.#statements());
  }

  /** Looks after the sources from now on. @returns what ends it */
  begin(): () => Promise<void> {
    const work = this.#kernel.work();
    work.repeat(LOOK_EVERY_MS, () => this.#look());
    return () => work.stop(0);
  }

  arrived(id: SourceId): void {
    this.#watched.get(id)?.load.arrivals?.add(performance.now());
  }

  /** @param occupancy null where no lane judged it */
  recorded(record: RecordedInspection, occupancy: Occupancy | null): void {
    const nowMs = performance.now();
    const watched = this.#watched.get(record.sourceId);
    if (watched === undefined || record.arrivedAt === null) return;
    if (occupancy !== null) this.#addCost(watched, record, occupancy);
    const ms = this.#kernel.clock.ageMs(record.arrivedAt);
    const arrivedMs = nowMs - ms;
    const isLive = watched.liveSinceMs !== null && arrivedMs >= watched.liveSinceMs;
    if (!isLive) this.#caughtUpMs = nowMs;
    else if (arrivedMs >= this.#caughtUpMs) watched.load.addDelay({ ms, arrivedAt: record.arrivedAt });
    if (!watched.isWorking || watched.liveSinceMs !== null) return;
    watched.liveSinceMs = nowMs;
    watched.load.arrivals = new RecentCount(nowMs);
  }

  figuresOf(id: SourceId): Pick<SourceStatus, 'capacity' | 'delay' | 'arrivalsPerMinute' | 'slowDecoding'> {
    const load = this.#watched.get(id)?.load;
    const cost = load?.cost() ?? null;
    const rate = load?.arrivals?.perMinute(performance.now()) ?? null;
    return {
      capacity: cost === null ? null : { ...this.#held(cost.ms), isLeast: !cost.isExact, parts: cost.parts },
      delay: load?.delay() ?? null,
      arrivalsPerMinute: rate === null ? null : Math.round(rate),
      slowDecoding: load?.slowDecoding() ?? null,
    };
  }

  /** The share of the lanes' time that the arrivals of the last minutes need; null while that of any source is unknown. */
  load(): StationStatus['load'] {
    const needed = this.#needed();
    return needed === null ? null : { share: Math.round(needed.share * 100) / 100, minutes: RECENT_MINUTES };
  }

  #look(): void {
    const sources = this.#needs.sources();
    for (const id of this.#watched.keys()) if (!sources.some((source) => source.id === id)) this.#watched.delete(id);
    for (const source of sources) {
      const watched = this.#watched.get(source.id) ?? {
        ...{ judgedBy: '', load: new SourceLoad(), isWorking: false, liveSinceMs: null },
      };
      this.#watched.set(source.id, watched);
      watched.isWorking = this.#needs.isWorking(source);
      if (watched.isWorking) continue;
      watched.liveSinceMs = null;
      watched.load.arrivals = null;
    }
  }

  #addCost(watched: Watched, record: RecordedInspection, occupancy: Occupancy): void {
    const { lanes, threads } = this.#needs.split();
    const { recipeId, recipeVersion, executionProvider } = record;
    const judgedBy = [recipeId, recipeVersion, executionProvider, lanes, threads].join();
    if (watched.judgedBy !== judgedBy) {
      const load = new SourceLoad();
      load.arrivals = watched.load.arrivals;
      Object.assign(watched, { judgedBy, load });
    }
    watched.load.addCost(occupancy);
  }

  /** Two digits are known, and what is promised is rounded down. */
  #held(costMs: number): { readonly partsPerMinute: number } {
    const exact = (this.#needs.split().lanes * MINUTE_MS) / costMs;
    const step = 10 ** Math.max(0, Math.floor(Math.log10(exact)) - 1);
    return { partsPerMinute: Math.floor(exact / step) * step };
  }

  #needed(): { readonly perMinute: number; readonly share: number; readonly isExact: boolean } | null {
    const nowMs = performance.now();
    const laneMs = this.#needs.split().lanes * MINUTE_MS;
    let [perMinute, share, isExact] = [0, 0, true];
    for (const { load } of this.#watched.values()) {
      if (load.arrivals === null) continue;
      const rate = load.arrivals.perMinute(nowMs);
      const cost = load.cost();
      if (rate === null || (cost === null && rate > 0)) return null;
      if (cost === null) continue;
      perMinute += rate;
      share += (rate * cost.ms) / laneMs;
      isExact &&= cost.isExact;
    }
    return perMinute === 0 ? null : { perMinute, share, isExact };
  }

  /** What was not measured on busy lanes may be less than they hold: where it is, they get busy, and then it is known. */
  #statements(): Statement[] {
    const needed = this.#needed();
    if (needed === null || !needed.isExact || needed.share <= 1) return [];
    const { perMinute, share } = needed;
    const details = {
      arriving: Math.round(perMinute),
      held: Math.floor(perMinute / share),
      minutes: RECENT_MINUTES,
    };
    return [{ code: 'station.backlog-growing', details, subject: stationSubject(), severity: 'warning' }];
  }
}
