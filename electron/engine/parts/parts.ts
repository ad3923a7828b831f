import { isDeepStrictEqual } from 'node:util';
import type { Handlers } from '../../../shared/contract/index.ts';
import {
  type Decision,
  type FeedItem,
  type InspectionId,
  type JudgedPart,
  type Part,
  partOf,
  SigmalineError,
  type SourceId,
  viewNamed,
} from '../../../shared/domain/index.ts';
import type { Feature, Kernel, Work } from '../kernel/index.ts';
import { type CountedRecord, countedMs, type PartChange } from '../records/index.ts';
import type { SourceSettings } from '../settings/index.ts';
import { isStorageTrouble, type RecordedInspection } from '../storage/index.ts';
import { type Owner, type PartRow, PartTable, type ViewsRule } from './partTable.ts';

export interface PartsNeeds {
  readonly sources: () => readonly Pick<SourceSettings, 'id' | 'options'>[];
  readonly records: {
    /** The records before a number, the newest first. */
    page(before: number, limit: number): FeedItem[];
    countedOf(id: InspectionId): CountedRecord | null;
  };
  /** Keeps the sums of parts, in the transaction of a change. */
  readonly sums: { partChanged(change: PartChange): void };
  /** For how many milliseconds the oldest image of these sources waits to be judged; null where none does. */
  readonly longestWaitMs: (sources: readonly SourceId[]) => number | null;
  /** When the station saw the file of a record, in the time of operation; null where that is not known. */
  readonly livedMsOf: (id: InspectionId) => number | null;
  /** Whether a record that was just made came when the line had gone on. */
  readonly isOvertaken: (record: RecordedInspection) => boolean;
}

type PartRequest = 'part.of' | 'part.page';

/** Between two looks for parts whose time is over: which these are follows from what is stored. */
const LOOK_EVERY_MS = 250;
/** So long a missing view still joins its part that was not sent to rework, or ten times as long as the part waited for it. */
const OPEN_MS = 60 * 60_000;
const OPEN_WAITS = 10;
/** Views that were just recorded; whoever is told of a record asks at once. */
const REMEMBERED = 1000;

/**
 * Puts the views of a part together. A record joins its part in its own transaction; a part is complete, or incomplete once its time is over, which follows
 * from stored times alone, so that a restart changes nothing. A view that comes later opens its part again, which never passes by that. Where no source has views nothing is kept.
 */
export class Parts implements Feature<PartRequest> {
  readonly handlers: Handlers<PartRequest>;
  readonly #kernel: Kernel;
  readonly #needs: PartsNeeds;
  readonly #table: PartTable;
  readonly #work: Work;
  readonly #counted;
  /** Which source puts the images of each together, and which did so for images that came before an engineer changed it; the oldest first. */
  readonly #rules: ViewsRule[];
  readonly #listeners: ((change: PartChange, part: Part) => void)[] = [];
  /** What each record changed of a part, to be told once it is committed. */
  readonly #changes = new Map<number, PartChange & { readonly number: number }>();

  /** To be made before anything is recorded. */
  constructor(kernel: Kernel, needs: PartsNeeds) {
    this.#kernel = kernel;
    this.#needs = needs;
    this.#table = new PartTable(kernel.database);
    this.#counted = (number: number): CountedRecord | null => {
      const id = needs.records.page(number + 1, 1)[0]?.id;
      const record = id === undefined ? null : needs.records.countedOf(id);
      return record?.uncounted === 1 ? null : record;
    };
    kernel.recorders.register('parts', (record) => this.#join(record));
    kernel.recorders.onCommitted(({ number }) => {
      const change = this.#changes.get(number);
      if (change !== undefined) this.#listen(change);
    }, 'first');
    // Screens have the part before its record, and with what the others have found out about both.
    kernel.recorders.onCommitted((record) => {
      const change = this.#changes.get(record.number);
      if (change !== undefined) this.#emit(change.number, needs.isOvertaken(record) ? record.number : null);
    });
    this.handlers = {
      'part.of': ({ id }) => {
        const number = this.#table.numberOf(id);
        if (number === null) throw new SigmalineError('inspection.not-found', { inspection: id });
        return { part: this.ofRecord(number) };
      },
      'part.page': ({ before, limit, verdicts }) => {
        const rows =
          verdicts === null ? this.#table.page(before, limit) : this.#table.notPassed(verdicts, before, limit);
        return { parts: rows.map((row) => this.#shown(row)) };
      },
    };
    this.#work = kernel.work();
    this.#rules = this.#table.rules();
    this.#takeRules(0);
  }

  /** What came before shows views of parts that began before: alone, without the others, it must not be a part that passes. */
  sourcesChanged(): void {
    this.#takeRules(this.#kernel.clock.moment().livedMs);
  }

  /** Ends the waiting of parts from now on. To be called once the folders are watched: what came meanwhile is not missing. */
  begin(): void {
    this.#work.repeat(LOOK_EVERY_MS, () => this.look());
  }

  /** Told of each change once it is committed. */
  onChanged(listener: (change: PartChange, part: Part) => void): void {
    this.#listeners.push(listener);
  }

  /** Whether a record that was just made is a view of a part. */
  isView(number: number): boolean {
    return this.#changes.has(number);
  }

  /** The part of several views that a record shows; null where its image shows a part of its own. */
  ofRecord(number: number): Part | null {
    const part = this.#table.partOf(number);
    return part === null ? null : this.#part(part);
  }

  /** The numbers of those that wait for a decision, the nearest to a number first. */
  undecided(...asked: Parameters<PartTable['undecided']>): number[] {
    return this.#table.undecided(...asked);
  }

  /**
   * What a decision about a record is about: its part, under the number of the first view, and behind it the other views that did not pass.
   *
   * @returns empty while the part waits for a view; null where its image shows a part of its own
   */
  toDecide(number: number): { readonly id: InspectionId; readonly record: CountedRecord }[] | null {
    const part = this.#table.partOf(number);
    if (part === null) return null;
    const others = this.#table.views(part).filter(({ record, verdict }) => record !== part && verdict !== 'pass');
    const records = [part, ...others.map(({ record }) => record)].flatMap((each) => {
      const id = this.#needs.records.page(each + 1, 1)[0]?.id;
      const record = id === undefined ? null : this.#needs.records.countedOf(id);
      return id === undefined || record === null ? [] : [{ id, record }];
    });
    return records[0]?.record.uncounted === 1 ? [] : records;
  }

  /** To be called in the transaction of the decision. */
  decided(part: number, decision: Decision | null): void {
    this.#table.decide(part, decision);
  }

  /** Ends the waiting of parts whose time is over. */
  look(): void {
    const { livedMs } = this.#kernel.clock.moment();
    for (const row of this.#table.due(livedMs)) {
      // An image that came in time and is not judged yet is not missing.
      const waitMs = this.#needs.longestWaitMs(this.#sourcesOf(row.sourceId));
      if (waitMs !== null && waitMs >= livedMs - row.dueMs) continue;
      const change = this.#kernel.database.transaction(() => this.#judge(row, true, null));
      this.#listen(change);
      this.#emit(change.number, null);
    }
  }

  stop(): Promise<void> {
    return this.#work.stop(0);
  }

  /** Those whose images are put together by this one. */
  #sourcesOf(id: SourceId): SourceId[] {
    const others = this.#needs.sources().filter(({ options }) => options.oneView?.source === id);
    return [id, ...others.map((other) => other.id)];
  }

  /** Writes which part a new record shows. */
  #join(record: RecordedInspection): void {
    const owner = this.#ownerOf(record);
    if (owner === null) return;
    const view = viewNamed(owner.views, record.view)?.name ?? record.view ?? '';
    const { livedMs } = this.#kernel.clock.moment();
    const replaced = record.followsError === null ? null : this.#table.numberOf(record.followsError);
    const sought = { ...owner, record, view, livedMs };
    const found = this.#replacedPart(replaced, livedMs) ?? this.#openPart(sought);
    const part = found ?? this.#begin(sought);
    // Before the record is among its views, or takes the place of one.
    const before = this.#counted(part.number);
    if (found !== null && replaced !== null && this.#table.partOf(replaced) === found.number)
      this.#table.replace(replaced, record.number);
    this.#table.join(record.number, part.number, view);
    this.#remember(record.number, this.#judge(part, false, record, found === null ? null : before));
  }

  /** @param firstMs since when holds what is there now of a source of which nothing is written down */
  #takeRules(firstMs: number): void {
    const ids = new Set(
      [...this.#rules, ...this.#needs.sources().map(({ id }) => ({ sourceId: id }))].map(({ sourceId }) => sourceId),
    );
    for (const sourceId of ids) {
      const before = this.#rules.findLast((rule) => rule.sourceId === sourceId);
      const owner = this.#ownerNow(sourceId);
      if (isDeepStrictEqual(before?.owner ?? null, owner)) continue;
      const fromMs = before === undefined ? firstMs : this.#kernel.clock.moment().livedMs;
      const rule = { sourceId, fromMs, owner };
      this.#rules.push(rule);
      try {
        this.#table.addRule(rule);
      } catch (thrown) {
        // Until it can be written again nothing is judged, and the next start finds the change once more.
        if (!isStorageTrouble(thrown)) throw thrown;
        this.#kernel.report(thrown);
      }
    }
  }

  #ownerOf(record: RecordedInspection): Owner | null {
    const rules = this.#rules.filter(({ sourceId }) => sourceId === record.sourceId);
    // Of a source that never showed views nothing is asked: each image comes by here.
    if (rules.length === 0) return null;
    const arrivedMs = this.#arrivedMs(record);
    return rules.findLast(({ fromMs }) => fromMs <= arrivedMs)?.owner ?? null;
  }

  #ownerNow(id: SourceId): Owner | null {
    const sources = this.#needs.sources();
    const source = sources.find((one) => one.id === id);
    const owner = sources.find((one) => one.id === (source?.options.oneView?.source ?? id));
    const views = owner?.options.views ?? null;
    return owner === undefined || views === null ? null : { sourceId: owner.id, views };
  }

  /** Of an image that came whole after its error was recorded; null where the camera has written another part under its name since. */
  #replacedPart(replaced: number | null, livedMs: number): PartRow | null {
    const number = replaced === null ? null : this.#table.partOf(replaced);
    const part = number === null ? null : this.#table.find(number);
    return part !== null && takesViews(part, livedMs) ? part : null;
  }

  /** The part that lacks this view; null where it begins another one. */
  #openPart({ sourceId, views, record, view, livedMs }: Sought): PartRow | null {
    const { together } = views;
    const isOpen = (part: PartRow): boolean =>
      part.state !== 'complete' && takesViews(part, livedMs) && !this.#has(part, view);
    if (together.by === 'serial') {
      const { serial, lot } = record;
      if (serial === null) return null;
      // Behind a whole one, or one that has this view, the same serial is inspected again.
      const [newest] = this.#table.ofSerial({ sourceId, serial, lot });
      return newest !== undefined && isOpen(newest) ? newest : null;
    }
    const arrivedMs = this.#arrivedMs(record);
    const apart = (part: PartRow): number => Math.abs(arrivedMs - part.arrivedMs);
    const near = this.#table
      .lately(sourceId)
      .filter((part) => apart(part) <= together.withinSeconds * 1000 && isOpen(part));
    return near.sort((one, other) => apart(one) - apart(other))[0] ?? null;
  }

  #has(part: PartRow, view: string): boolean {
    // One that nobody expects makes no difference.
    return part.expected.includes(view) && this.#table.views(part.number).some((other) => other.view === view);
  }

  #begin({ sourceId, views, record, livedMs }: Sought): PartRow {
    const waitMs = views.waitSeconds * 1000;
    const part = {
      number: record.number,
      sourceId,
      serial: record.serial,
      lot: record.lot,
      expected: views.names.map(({ name }) => name),
      incomplete: views.incomplete,
      arrivedMs: this.#arrivedMs(record),
      dueMs: Math.ceil(livedMs + waitMs),
      openUntilMs: Math.ceil(livedMs + Math.max(OPEN_MS, OPEN_WAITS * waitMs)),
    };
    this.#table.begin(part);
    return { ...part, state: 'waiting', verdict: null, reopened: false, decision: null, change: 0 };
  }

  /**
   * Judges a part anew by the views that it has.
   *
   * @param joined the record that joined it just now
   */
  #judge(
    row: PartRow,
    isOver: boolean,
    joined: RecordedInspection | null,
    before = this.#counted(row.number),
  ): PartChange & { readonly number: number } {
    const views = this.#table.views(row.number);
    const reopened = row.reopened || (joined !== null && isLate(row, this.#arrivedMs(joined)));
    const judged = partOf({ ...row, views, isOver: isOver || reopened });
    const verdict = judged.state === 'waiting' ? null : judged.verdict;
    // A person decided about what was there: a view that passes and changes nothing leaves it so.
    const isUndecided = joined !== null && (joined.verdict !== 'pass' || verdict !== row.verdict);
    this.#table.judge({ number: row.number, state: judged.state, verdict, reopened, isUndecided });
    this.#note(row, judged, joined);
    const change = this.#table.find(row.number)?.change ?? 0;
    const made = { number: row.number, change, before, after: this.#counted(row.number) };
    this.#needs.sums.partChanged(made);
    return made;
  }

  /** What the station says of a part stands in no record: it has an entry of its own. */
  #note(row: PartRow, judged: JudgedPart, joined: RecordedInspection | null): void {
    const object = { kind: 'part', id: String(row.number) };
    const said = { serial: row.serial, state: judged.state, verdict: judged.verdict, missing: judged.missing };
    if (row.state === 'waiting' && judged.state === 'incomplete')
      this.#kernel.audit.observed({ action: 'part.incomplete', object, new: said });
    if (row.state === 'incomplete' && joined !== null) {
      const old = { state: row.state, verdict: row.verdict };
      this.#kernel.audit.observed({ action: 'part.reopened', object, old, new: { ...said, record: joined.number } });
    }
  }

  /** When the station saw the image, in the time of operation: a clock that is set must not bring it to another part, which then would be whole. */
  #arrivedMs(record: RecordedInspection): number {
    return Math.floor(this.#needs.livedMsOf(record.id) ?? countedMs(record, 'arrival'));
  }

  #remember(record: number, change: PartChange & { readonly number: number }): void {
    this.#changes.set(record, change);
    for (const [first] of this.#changes) {
      if (this.#changes.size <= REMEMBERED) return;
      this.#changes.delete(first);
    }
  }

  #listen(change: PartChange & { readonly number: number }): void {
    const part = this.#part(change.number);
    if (part !== null) for (const listener of this.#listeners) listener(change, part);
  }

  #emit(number: number, overtaken: number | null): void {
    const part = this.#part(number);
    if (part === null) return;
    this.#kernel.emit('part.changed', { part, overtaken });
    this.#kernel.changed();
  }

  #part(number: number): Part | null {
    const row = this.#table.find(number);
    return row === null ? null : this.#shown(row);
  }

  #shown(row: PartRow): Part {
    const { number, sourceId, serial, lot, expected, reopened, change } = row;
    const came = this.#table.views(number);
    const judged = partOf({ ...row, views: came, isOver: row.state === 'incomplete' });
    const { state, missing } = judged;
    // One that waits has none in the table, and may have failed already.
    const verdict = row.verdict ?? judged.verdict;
    const itemOf = (record: number): FeedItem | null => this.#needs.records.page(record + 1, 1)[0] ?? null;
    const views = [
      ...expected.map((view) => {
        const found = came.findLast((each) => each.view === view);
        return { view, record: found === undefined ? null : itemOf(found.record) };
      }),
      ...came
        .filter(({ view }) => !expected.includes(view))
        .map(({ view, record }) => ({ view, record: itemOf(record) })),
    ];
    return { number, sourceId, serial, lot, state, verdict, missing: [...missing], reopened, views, change };
  }
}

/** Whether views still join a part. What comes when it was sent to rework shows it anew. */
function takesViews({ decision, openUntilMs }: PartRow, livedMs: number): boolean {
  return decision !== 'rework' && livedMs < openUntilMs;
}

/** Whether an image that joins its part came when the time of that was over. While it waits, its time is not: what came while the station was off is no later than what it found at its start. */
function isLate({ state, dueMs }: PartRow, arrivedMs: number): boolean {
  return state === 'incomplete' || (state === 'complete' && arrivedMs > dueMs);
}

interface Sought extends Owner {
  readonly record: RecordedInspection;
  readonly view: string;
  readonly livedMs: number;
}
