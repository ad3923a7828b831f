import type { Caller, FoundRecord, Handlers, RequestName, WaitingParts } from '../../../shared/contract/index.ts';
import { dispositionStateOf, EVERY_RECORD, type InspectionId, SigmalineError } from '../../../shared/domain/index.ts';
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
  readonly search: Pick<RecordSearch, 'page'>;
  readonly parts: Pick<Parts, 'isView' | 'onChanged'>;
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
        record: await this.#take(caller, { after, backwards, screen }),
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
    this.#parts -= made.filter(({ record }) => record.uncounted !== 1 && (record.decision ?? null) === null).length;
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
  ): Promise<FoundRecord | null> {
    const found =
      (await this.#next(caller, after, backwards)) ??
      (after === null ? null : await this.#next(caller, null, backwards));
    this.#claims.leave(caller.session);
    if (found !== null) this.#claim(caller, found.number, screen);
    this.#kernel.changed();
    return found;
  }

  /** The next one in this direction that waits and that nobody else looks at. */
  async #next({ session }: Caller, after: number | null, backwards: boolean): Promise<FoundRecord | null> {
    const { records } = await this.#needs.search.page({
      filter: { ...EVERY_RECORD, dispositions: ['open'] },
      order: { by: 'time', descending: false },
      after: after === null ? null : { number: after, score: null },
      backwards,
      limit: 1 + Math.min(this.#claims.others(session).size, MOST_CLAIMED),
    });
    // Another may have taken or decided one of them while they were looked for.
    const others = this.#claims.others(session);
    const near = backwards ? records.toReversed() : records;
    return near.find(({ number }) => !others.has(number) && this.#table.newestOf(number) === null) ?? null;
  }

  async #open(caller: Caller, id: InspectionId, screen: string | null) {
    const number = this.#numberOf(id);
    const { records } = await this.#needs.search.page({
      filter: { ...EVERY_RECORD, number },
      order: { by: 'time', descending: false },
      after: null,
      backwards: false,
      limit: 1,
    });
    const [record] = records;
    if (record === undefined) throw new SigmalineError('inspection.not-found', { inspection: id });
    const claimedBy = this.#claims.others(caller.session).get(number) ?? null;
    this.#claims.leave(caller.session);
    if (claimedBy === null) this.#claim(caller, number, screen);
    this.#kernel.changed();
    return { record, claimedBy };
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
