import type { StationStatus } from '../../../shared/contract/index.ts';
import {
  type Condition,
  type FeedItem,
  type Outlet,
  type OutletResult,
  type Part,
  type RecipeId,
  type SourceId,
  stopsOf,
  type Verdict,
} from '../../../shared/domain/index.ts';
import type { Kernel } from '../kernel/index.ts';
import type { Parts } from '../parts/index.ts';
import type { SourceSettings } from '../settings/index.ts';
import type { RecordedInspection } from '../storage/index.ts';
import { type Announcements, sourcesOfParts } from './announcements.ts';
import type { ConnectorProcess } from './connectorProcess.ts';

export interface OutletNeeds {
  readonly sources: () => readonly SourceSettings[];
  /** Sources with images that have no verdict yet. */
  readonly backlogs: () => Pick<ReadonlyMap<SourceId, unknown>, 'has'>;
  readonly shift: () => Pick<StationStatus['shift'], Verdict>;
  readonly parts: Pick<Parts, 'isView' | 'onChanged'>;
  /** 0 where it has none yet. */
  readonly recipeNumber: (id: RecipeId) => number;
  readonly announcements: Pick<Announcements, 'next'>;
  /** The number of the newest entry of the audit chain. */
  readonly chainLength: () => number;
  /** A result is there, or is taken back: machines are told at once. */
  readonly onResult: (source: SourceId) => void;
}

/** The first of several changes is told at once, and what comes within so long of it together. */
const CHANGES_EVERY_MS = 20;

/** What a result tells of a record. */
type Told = FeedItem & Pick<RecordedInspection, 'lot' | 'view' | 'recipeVersion'>;
type Result = Omit<OutletResult, 'ageMs'> & { readonly committedMs: number };

/** A file's time is believed where it lies so near to when the station saw the file: clocks of cameras differ. */
const BELIEVED_MS = 60_000;

/** What machines are told of each source: how it stands, and the result of its newest part. */
export class Outlets {
  readonly #kernel: Kernel;
  readonly #needs: OutletNeeds;
  readonly #results = new Map<SourceId, Result>();
  /** Of records that are being written. */
  readonly #entries = new Map<number, number>();

  constructor(kernel: Kernel, needs: OutletNeeds) {
    this.#kernel = kernel;
    this.#needs = needs;
    kernel.recorders.register('outbox', ({ number }) => void this.#entries.set(number, needs.chainLength()));
    kernel.recorders.onCommitted((record) => {
      const sequence = this.#entries.get(record.number) ?? needs.chainLength();
      this.#entries.clear();
      if (!needs.parts.isView(record.number)) this.#show(record.sourceId, sequence, record);
    }, 'machines');
    needs.parts.onChanged((_, part) => this.#partChanged(part));
    kernel.conditions.onLooked((conditions) => this.#takeBackWhereStopped(conditions));
  }

  /** How the sources stand now, or the one whose result machines wait for. */
  current(only: SourceId | null = null): Outlet[] {
    const conditions = this.#kernel.conditions.current();
    const { pass, review, fail, error } = this.#needs.shift();
    const counters = { inspected: pass + review + fail + error, pass, review, fail, error };
    const sources = this.#needs.sources();
    const asked = only === null ? sources : sources.filter(({ id }) => id === only);
    const backlogs = this.#needs.backlogs();
    return asked.map((source) => {
      const { id, name, recipeId } = source;
      // A part of several cameras is not inspected where one of them does not.
      const together = sourcesOfParts(sources, id);
      const [stop] = together.flatMap((each) => stopsOf({ conditions }, each.id));
      const result = this.#results.get(id);
      const number = this.#needs.recipeNumber(recipeId);
      // That of a result by another recipe would say nothing.
      const version = result?.recipeId === recipeId ? result.recipeVersion : null;
      return {
        sourceId: id,
        sourceName: name,
        state: stop === undefined ? 'inspecting' : stop.effect === 'bypass' ? 'by-passed' : 'not-inspecting',
        reason: stop?.condition.code ?? null,
        isBusy: together.some((each) => backlogs.has(each.id)),
        result: result === undefined ? null : aged(result),
        recipe: number === 0 ? null : { id: recipeId, number, version },
        counters,
        announced: this.#needs.announcements.next(id),
      };
    });
  }

  /** The line has had the result, or wants to begin anew. */
  reset(id: SourceId): void {
    this.#results.delete(id);
    this.#needs.onResult(id);
  }

  /** What was not inspected meanwhile has moved on: a result of before says nothing about what comes now. */
  #takeBackWhereStopped(conditions: readonly Condition[]): void {
    const sources = this.#needs.sources();
    const watched = new Set(sources.map(({ id }) => id));
    for (const [id, result] of this.#results) {
      const isStopped = sourcesOfParts(sources, id).some((each) => stopsOf({ conditions }, each.id).length > 0);
      // Should it be watched again, it has missed parts.
      if (!watched.has(id)) this.#results.delete(id);
      else if (isStopped && result.isOver !== true) this.#results.set(id, { ...result, isOver: true });
    }
  }

  /** A part of several views has one result, once its views have come or are missing. */
  #partChanged(part: Part): void {
    const came = part.views.flatMap(({ record }) => record ?? []);
    const told = came.find(({ verdict }) => verdict === part.verdict) ?? came[0];
    if (part.state === 'waiting' || part.verdict === null || told === undefined) return;
    const { serial, lot, number, verdict } = part;
    const lateMs = Math.max(...came.map((record) => record.lateMs ?? 0));
    const shown = { ...told, serial, lot, number, verdict, lateMs, view: null, recipeVersion: null };
    this.#show(part.sourceId, this.#needs.chainLength(), shown, part.reopened);
  }

  /** @param isReopened a view came when the time of its part was over: whatever waited for it has gone on */
  #show(id: SourceId, sequence: number, record: Told, isReopened = false): void {
    const { number, serial, lot, view, verdict, lateMs, score, limit, recipeId, recipeVersion } = record;
    this.#results.set(id, {
      ...{ sequence, number, recordId: record.id, serial, lot, view, verdict, score, limit, recipeId, recipeVersion },
      isLate: isReopened || (lateMs ?? 0) > 0,
      completeAtMs: completeMs(record),
      recordedAtMs: Date.parse(record.recordedAt),
      committedMs: performance.now(),
    });
    this.#needs.onResult(id);
  }
}

/** Tells the process of the connections how sources stand: a result at once, changes as soon as they come but not too often, and only what changed. */
export class OutletTeller {
  readonly #outlets: Pick<Outlets, 'current'>;
  readonly #process: Pick<ConnectorProcess, 'isReady' | 'show'>;
  readonly #report: (thrown: unknown) => void;
  /** What was told of each source last, without its age. */
  readonly #told = new Map<SourceId, string>();
  #waiting: NodeJS.Timeout | undefined;
  #toldMs = Number.NEGATIVE_INFINITY;

  constructor(
    outlets: Pick<Outlets, 'current'>,
    process: Pick<ConnectorProcess, 'isReady' | 'show'>,
    report: (thrown: unknown) => void,
  ) {
    this.#outlets = outlets;
    this.#process = process;
    this.#report = report;
  }

  /** How all sources stand: the sign of life. */
  all(): void {
    this.#tell(() => {
      const outlets = this.#outlets.current();
      this.#told.clear();
      for (const outlet of outlets) this.#isNews(outlet);
      this.#process.show(outlets, true);
    });
  }

  /** A gate waits for it. */
  result(source: SourceId): void {
    this.#tell(() => {
      const outlets = this.#outlets.current(source);
      for (const outlet of outlets) this.#isNews(outlet);
      this.#process.show(outlets, false);
    });
  }

  /** Something changed. Calls may come as quickly as they like. */
  soon(): void {
    if (!this.#process.isReady) return;
    this.#waiting ??= setTimeout(
      () => {
        this.#waiting = undefined;
        this.#toldMs = performance.now();
        this.#tell(() => {
          const changed = this.#outlets.current().filter((outlet) => this.#isNews(outlet));
          if (changed.length > 0) this.#process.show(changed, false);
        });
      },
      Math.max(0, this.#toldMs + CHANGES_EVERY_MS - performance.now()),
    );
  }

  stop(): void {
    clearTimeout(this.#waiting);
  }

  #isNews({ result, ...outlet }: Outlet): boolean {
    const said = JSON.stringify([outlet, result && { ...result, ageMs: 0 }]);
    const isNews = this.#told.get(outlet.sourceId) !== said;
    this.#told.set(outlet.sourceId, said);
    return isNews;
  }

  #tell(tell: () => void): void {
    if (!this.#process.isReady) return;
    try {
      tell();
    } catch (thrown) {
      // Machines are told nothing then, and take back what they were told.
      this.#report(thrown);
    }
  }
}

function aged({ committedMs, ...result }: Result): OutletResult {
  return { ...result, ageMs: Math.max(0, performance.now() - committedMs) };
}

/** When the file was whole: by its own time, else when the station saw it. */
function completeMs({ arrivedAt, fileTime, recordedAt }: Told): number {
  const arrivedMs = Date.parse(arrivedAt ?? recordedAt);
  const fileMs = fileTime === null ? arrivedMs : Date.parse(fileTime);
  return Math.abs(fileMs - arrivedMs) <= BELIEVED_MS && fileMs <= Date.parse(recordedAt) ? fileMs : arrivedMs;
}
