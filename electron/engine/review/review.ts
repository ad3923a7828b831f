import type {
  Caller,
  FoundRecord,
  Handlers,
  QueuedPart,
  RequestName,
  WaitingParts,
} from '../../../shared/contract/index.ts';
import {
  dispositionStateOf,
  EVERY_RECORD,
  heldBy,
  type InspectionId,
  SigmalineError,
} from '../../../shared/domain/index.ts';
import type { Feature, Kernel } from '../kernel/index.ts';
import type { Parts } from '../parts/index.ts';
import type { CountedRecord, InspectionRecords, MadeDisposition } from '../records/index.ts';
import type { RecordSearch } from '../search/index.ts';
import { DispositionTable, type Statement } from '../storage/index.ts';
import { Claims, type ClaimsNeeds } from './claims.ts';
import { HeldParts } from './heldParts.ts';

type ReviewRequest = Extract<RequestName, `review.${string}`>;

export interface ReviewNeeds {
  readonly records: Pick<InspectionRecords, 'page' | 'total' | 'countedOf'>;
  readonly search: Pick<RecordSearch, 'page' | 'waiting'>;
  readonly parts: Pick<Parts, 'isView' | 'onChanged' | 'ofRecord' | 'undecided'>;
  readonly settings: { onChanged(listener: () => void): void };
  readonly isHere: ClaimsNeeds['isHere'];
  readonly nowMs?: ClaimsNeeds['nowMs'];
}

/** Sums of records that an older version wrote may still be made: what waits is counted anew so often. */
const COUNT_EVERY_MS = 60_000;
/** Claims that end by themselves are told so often. */
const LOOK_EVERY_MS = 5000;
/** More screens than this do not work on one queue. */
const MOST_CLAIMED = 100;

/** The parts that wait for a decision, and who is at which of them. */
export class Review implements Feature<ReviewRequest> {
  readonly handlers: Handlers<ReviewRequest>;
  readonly #kernel: Kernel;
  readonly #needs: ReviewNeeds;
  readonly #held: HeldParts;
  readonly #claims: Claims;
  readonly #table: DispositionTable;
  readonly #summed: Statement<{ parts: number | null }>;
  readonly #nowMs: () => number;
  readonly #work;
  #parts = 0;
  #countedMs = Number.NEGATIVE_INFINITY;

  constructor(kernel: Kernel, needs: ReviewNeeds) {
    this.#kernel = kernel;
    this.#needs = needs;
    this.#nowMs = needs.nowMs ?? (() => performance.now());
    this.#held = new HeldParts(kernel, {
      page: (before, limit) => needs.records.page(before, limit),
      total: () => needs.records.total(),
      isView: (number) => needs.parts.isView(number),
    });
    needs.parts.onChanged((change, part) => {
      const waits = (record: CountedRecord | null): number =>
        record !== null && dispositionStateOf(record) === 'open' ? 1 : 0;
      this.#parts += waits(change.after) - waits(change.before);
      this.#held.partChanged(change, part);
    });
    this.#claims = new Claims({ isHere: needs.isHere, nowMs: this.#nowMs });
    this.#table = new DispositionTable(kernel.database);
    this.#summed = kernel.database.prepare(
      `SELECT SUM(review + fail + error - confirmed - released - rework - scrap) AS parts FROM record_sum WHERE time = 'judgement'`,
    );
    needs.settings.onChanged(() => this.sourcesChanged());
    kernel.recorders.onCommitted(({ verdict, number }) => {
      if (verdict !== 'pass' && !needs.parts.isView(number)) this.#parts += 1;
    });
    this.#work = kernel.work();
    this.#work.repeat(LOOK_EVERY_MS, () => Promise.resolve(kernel.changed()));
    this.handlers = {
      'review.take': async ({ after, backwards, screen }, caller) => ({
        queued: await this.#take(caller, { after, backwards, screen }),
      }),
      'review.open': ({ id, screen }, caller) => this.#open(caller, id, screen),
      'review.keep': (_, { session }) => {
        this.#claims.keep(session);
        return {};
      },
      'review.leave': (_, { session }) => {
        this.#claims.leave(session);
        kernel.changed();
        return {};
      },
    };
  }

  status(): WaitingParts {
    const now = this.#nowMs();
    if (now - this.#countedMs >= COUNT_EVERY_MS) {
      this.#parts = this.#summed.get()?.parts ?? 0;
      this.#countedMs = now;
    }
    return { parts: this.#parts, held: this.#held.current(), claims: this.#claims.all() };
  }

  /** What sources hold may be another now. */
  sourcesChanged(): void {
    this.#held.sourcesChanged();
  }

  /** To be called once decisions are committed. */
  decided(made: readonly MadeDisposition[]): void {
    for (const { record, disposition } of made) {
      if (record.uncounted === 1) continue;
      const [waited, waits] = [record.decision ?? null, heldBy(disposition.decision)].map((held) =>
        held === null ? 1 : 0,
      );
      this.#parts += (waits ?? 0) - (waited ?? 0);
    }
    this.#held.decided(made);
    this.#claims.end(new Set(made.map(({ record }) => record.number)));
    this.#kernel.changed();
  }

  async stop(): Promise<void> {
    await this.#work.stop(0);
    await this.#held.stop();
  }

  async #take(
    caller: Caller,
    { after, backwards, screen }: { after: number | null; backwards: boolean; screen: string | null },
  ): Promise<QueuedPart | null> {
    const found =
      (await this.#next(caller, after, backwards)) ??
      (after === null ? null : await this.#next(caller, null, backwards));
    this.#claims.leave(caller.session);
    if (found !== null) this.#claim(caller, found.record.number, screen);
    this.#kernel.changed();
    return found;
  }

  /** The next one in this direction that waits and that nobody else looks at: of the images that are parts of their own and the parts of several views the nearer one. */
  async #next({ session }: Caller, after: number | null, backwards: boolean): Promise<QueuedPart | null> {
    const limit = 1 + Math.min(this.#claims.others(session).size, MOST_CLAIMED);
    const cursor = after === null ? null : { number: after, score: null };
    const records = await this.#needs.search.waiting({ after: cursor, backwards, limit });
    // Another may have taken or decided one of them while they were looked for.
    const others = this.#claims.others(session);
    const near = backwards ? records.toReversed() : records;
    const single = near.find(({ number }) => !others.has(number) && this.#table.newestOf(number) === null);
    const numbers = this.#needs.parts.undecided(after, backwards ? 'backwards' : 'forwards', limit);
    const part = numbers.find((number) => !others.has(number));
    const isPartNearer =
      part !== undefined && (single === undefined || (backwards ? part > single.number : part < single.number));
    if (isPartNearer) return await this.#queued(part);
    return single === undefined ? null : { record: single, part: null };
  }

  async #open(caller: Caller, id: InspectionId, screen: string | null) {
    const queued = await this.#queued(this.#numberOf(id));
    if (queued === null) throw new SigmalineError('inspection.not-found', { inspection: id });
    const { number } = queued.record;
    const claimedBy = this.#claims.others(caller.session).get(number) ?? null;
    this.#claims.leave(caller.session);
    if (claimedBy === null) this.#claim(caller, number, screen);
    this.#kernel.changed();
    return { queued, claimedBy };
  }

  /** The part that a record shows. */
  async #queued(number: number): Promise<QueuedPart | null> {
    const record = await this.#lineOf(this.#needs.parts.ofRecord(number)?.number ?? number);
    if (record === null) return null;
    // Read behind the search: a view may have come meanwhile.
    const part = this.#needs.parts.ofRecord(record.number);
    return { record: { ...record, verdict: part?.verdict ?? record.verdict }, part };
  }

  async #lineOf(number: number): Promise<FoundRecord | null> {
    const { records } = await this.#needs.search.page({
      filter: { ...EVERY_RECORD, number },
      order: { by: 'time', descending: false },
      after: null,
      backwards: false,
      limit: 1,
    });
    return records[0] ?? null;
  }

  #claim(caller: Caller, number: number, screen: string | null): void {
    this.#claims.take(caller, number, screen, this.#kernel.clock.now().toISOString());
  }

  /** @throws SigmalineError `inspection.not-found` */
  #numberOf(id: InspectionId): number {
    const record = this.#needs.records.countedOf(id);
    if (record === null) throw new SigmalineError('inspection.not-found', { inspection: id });
    return record.number;
  }
}
