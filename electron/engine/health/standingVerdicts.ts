import type { InspectionId, Part, SourceId, Verdict } from '../../../shared/domain/index.ts';
import { type Backlog, type Ledger, NOTHING_WAITS } from '../intake/index.ts';
import type { Kernel } from '../kernel/index.ts';
import type { Parts } from '../parts/index.ts';
import { countedMs, type InspectionRecords } from '../records/index.ts';
import type { RecordedInspection } from '../storage/index.ts';

/** No line is so even that its next part comes on the second: a tenth of the cycle, and what a lane takes. */
const ALLOWED_SHARE = 1.1;
const ALLOWED_MS = 500;
/** Of a source whose cycle is not known: somebody who puts one part after the other under a camera has looked by then. */
const UNKNOWN_MS = 60_000;
/** What a lane may take for the image of the next part before the verdict of the last one goes. */
const JUDGED_WITHIN_MS = 1000;

export interface StandingNeeds {
  readonly sources: () => readonly { readonly id: SourceId }[];
  readonly cycleMs: (id: SourceId) => number | null;
  readonly records: Pick<InspectionRecords, 'lastRecordedAt'>;
  readonly parts: Pick<Parts, 'isView' | 'onChanged'>;
  readonly ledger: Pick<Ledger, 'livedMsOf'>;
}

interface Standing {
  readonly record: InspectionId;
  readonly arrivedMs: number;
  readonly recordedMs: number;
  /** The same moment as no clock that is set changes it. */
  readonly monotonicMs: number;
  readonly clock: NodeJS.Timeout;
  /** Null while neither its time was over nor its source did not inspect: then parts may have gone by unseen. */
  readonly endedMs: number | null;
}

/** What a record makes of the part that it shows. */
interface Given {
  /** The source that says how parts are put together. */
  readonly owner: SourceId;
  /** Null while a view is missing. */
  readonly verdict: Verdict | null;
  readonly isReopened: boolean;
  /** The number of the part; that of the record where its image shows a part of its own. */
  readonly part: number;
}

/** What gave a verdict, as far as it was the newest. */
interface Newest {
  /** In the time of operation: when its last image arrived. */
  readonly arrivedMs: number;
  readonly part: number;
}

const NONE: Newest = { arrivedMs: Number.NEGATIVE_INFINITY, part: 0 };

/**
 * Knows how long the last verdict of a source is that of the part at the line: until the next part is due, or is there and waits for its verdict. A pass that comes when the line has gone
 * on, because its image was overtaken, its view was late or its file was completed late, never is: the one before it stands, as long as it stands.
 */
export class StandingVerdicts {
  readonly #kernel: Kernel;
  readonly #needs: StandingNeeds;
  readonly #standing = new Map<SourceId, Standing>();
  /** Since when the verdicts of each source may stand. */
  readonly #watchedSince = new Map<SourceId, number>();
  /** By the source that puts parts together. */
  readonly #newest = new Map<SourceId, Newest>();
  /** The newest record of each source where that was overtaken. */
  readonly #overtaken = new Map<SourceId, number>();
  /** What was told last. */
  #part: Part | null = null;

  constructor(kernel: Kernel, needs: StandingNeeds) {
    this.#kernel = kernel;
    this.#needs = needs;
    this.sourcesChanged();
    needs.parts.onChanged((_, part) => {
      this.#part = part;
      // Of a part whose time is over no record tells.
      if (part.state === 'incomplete') this.#gaveVerdict(part.sourceId, NONE.arrivedMs, part.number);
    });
    kernel.recorders.onCommitted((record) => this.#recorded(record), 'first');
  }

  /** A source that is watched again may have missed parts: nothing of before stands. */
  sourcesChanged(): void {
    const ids = new Set(this.#needs.sources().map(({ id }) => id));
    for (const id of this.#watchedSince.keys()) if (!ids.has(id)) this.#watchedSince.delete(id);
    for (const id of ids) {
      if (this.#watchedSince.has(id)) continue;
      this.#watchedSince.set(id, this.#afterLastRecordMs());
      // Also of an image that was at work while its source was removed.
      clearTimeout(this.#standing.get(id)?.clock);
      for (const known of [this.#standing, this.#newest, this.#overtaken]) known.delete(id);
    }
  }

  /** Since when the next part of a source is due, or waits too long; null while its last verdict stands. What was judged before the source was watched never does. */
  waitingSince(id: SourceId, { oldestSeenAt, newestSeenAt }: Backlog = NOTHING_WAITS): string | null {
    const standing = this.#standing.get(id);
    if (standing === undefined)
      return new Date(this.#watchedSince.get(id) ?? this.#kernel.clock.now().getTime()).toISOString();
    const dueMs = standing.recordedMs + this.#standsMs(id);
    const endedMs = standing.endedMs ?? Number.POSITIVE_INFINITY;
    const endsMs = Math.min(dueMs, overtakenMs(standing, [oldestSeenAt, newestSeenAt]), endedMs);
    // A clock that is set back keeps no verdict; a machine that slept counts as a clock that went on.
    if (standing.endedMs === null && !this.#isDue(id, standing) && this.#kernel.clock.now().getTime() < endsMs)
      return null;
    return new Date(endsMs).toISOString();
  }

  /** A source does not inspect: when it does again, its last verdict says nothing about the part that is there then. */
  takeBack(id: SourceId): void {
    const recordedMs = this.#standing.get(id)?.recordedMs ?? 0;
    this.#end(id, Math.max(recordedMs, this.#kernel.clock.now().getTime()));
  }

  /** The number of the newest record of a source, where it passed when the line had gone on; else null. */
  overtaken(id: SourceId): number | null {
    return this.#overtaken.get(id) ?? null;
  }

  /** Whether a record that was just made passed when the line had gone on. */
  isOvertaken({ sourceId, number }: Pick<RecordedInspection, 'sourceId' | 'number'>): boolean {
    return this.#overtaken.get(sourceId) === number;
  }

  stop(): void {
    for (const { clock } of this.#standing.values()) clearTimeout(clock);
  }

  #recorded(record: RecordedInspection): void {
    const { sourceId, id, number, arrivedAt, recordedAt } = record;
    const { owner, verdict, isReopened, part } = this.#givenBy(record);
    const arrivedMs = this.#needs.ledger.livedMsOf(id) ?? countedMs(record, 'arrival');
    const newest = this.#newest.get(owner) ?? NONE;
    const isOld = isReopened || part < newest.part || arrivedMs < newest.arrivedMs || this.#isOldError(record);
    if (verdict !== null) this.#gaveVerdict(owner, arrivedMs, part);
    // A late view that passes says nothing new of its part, which is no pass.
    if (isOld && (verdict === 'pass' || (isReopened && record.verdict === 'pass'))) {
      this.#overtaken.set(sourceId, number);
      return;
    }
    this.#overtaken.delete(sourceId);
    clearTimeout(this.#standing.get(sourceId)?.clock);
    const standsMs = this.#standsMs(sourceId);
    const end = (): void => {
      // It does not come back because a longer cycle was set or learnt since.
      this.#end(sourceId, Date.parse(recordedAt) + standsMs);
      // Screens are told at once, and not with the next thing that changes.
      this.#kernel.changed();
    };
    const clock = setTimeout(end, standsMs + 1).unref();
    this.#standing.set(sourceId, {
      record: id,
      arrivedMs: Date.parse(arrivedAt ?? recordedAt),
      recordedMs: Date.parse(recordedAt),
      monotonicMs: performance.now(),
      clock,
      endedMs: null,
    });
  }

  #gaveVerdict(owner: SourceId, arrivedMs: number, part: number): void {
    const newest = this.#newest.get(owner) ?? NONE;
    this.#newest.set(owner, { arrivedMs: Math.max(newest.arrivedMs, arrivedMs), part: Math.max(newest.part, part) });
  }

  #end(id: SourceId, endedMs: number): void {
    const standing = this.#standing.get(id);
    if (standing !== undefined && standing.endedMs === null) this.#standing.set(id, { ...standing, endedMs });
  }

  #givenBy({ number, sourceId, verdict }: RecordedInspection): Given {
    const part = this.#part;
    if (!this.#needs.parts.isView(number) || part === null)
      return { owner: sourceId, verdict, isReopened: false, part: number };
    return {
      owner: part.sourceId,
      verdict: part.state === 'waiting' ? null : part.verdict,
      isReopened: part.reopened,
      part: part.number,
    };
  }

  /** Whether an image came whole after its error, and that error is not the last verdict, or does not stand any more. */
  #isOldError({ sourceId, followsError }: RecordedInspection): boolean {
    if (followsError === null) return false;
    const standing = this.#standing.get(sourceId);
    return standing?.record !== followsError || this.#isDue(sourceId, standing);
  }

  #isDue(id: SourceId, { monotonicMs }: Standing): boolean {
    return performance.now() >= monotonicMs + this.#standsMs(id);
  }

  #standsMs(id: SourceId): number {
    const cycleMs = this.#needs.cycleMs(id);
    return cycleMs === null ? UNKNOWN_MS : cycleMs * ALLOWED_SHARE + ALLOWED_MS;
  }

  /** Now, or what the clock said of the last record, should it have been set back since. */
  #afterLastRecordMs(): number {
    const last = this.#needs.records.lastRecordedAt();
    const nowMs = this.#kernel.clock.now().getTime();
    return last === null ? nowMs : Math.max(nowMs, Date.parse(last) + 1);
  }
}

/** When a part that arrived later has waited too long for its verdict. Parts may be judged in either order: those that waited before do not count. */
function overtakenMs({ arrivedMs, recordedMs }: Standing, seenAt: readonly (string | null)[]): number {
  const later = seenAt.map((at) => (at === null ? Number.NaN : Date.parse(at))).find((ms) => ms > arrivedMs);
  return later === undefined ? Number.POSITIVE_INFINITY : Math.max(recordedMs, later + JUDGED_WITHIN_MS);
}
