import type { WaitingParts } from '../../../shared/contract/index.ts';
import {
  BYPASSED_CODE,
  type FeedItem,
  heldBy,
  type Part,
  type SourceId,
  type Verdict,
} from '../../../shared/domain/index.ts';
import type { Kernel, Work } from '../kernel/index.ts';
import { isBypassed, type MadeDisposition, type PartChange } from '../records/index.ts';
import { decisionOf, hasBypassedView, type RecordedInspection, type Statement } from '../storage/index.ts';

type NotPassed = Exclude<Verdict, 'pass'>;

interface Held {
  readonly number: number;
  readonly source: SourceId;
  readonly verdict: NotPassed;
}

export interface HeldPartsNeeds {
  /** The parts before a number, the newest first. */
  readonly page: (before: number, limit: number) => FeedItem[];
  readonly total: () => number;
  /** Whether a record that was just made is a view of a part, which is held as one. */
  readonly isView: (number: number) => boolean;
}

/** Records that are looked through before others have their turn: some milliseconds. */
const PORTION = 5000;

/**
 * The parts that sources hold until somebody disposes of them. They follow from the records, the dispositions and since when a source holds: what is
 * kept here is found again at every start, in portions beside the work, the oldest first.
 */
export class HeldParts {
  readonly #needs: HeldPartsNeeds;
  readonly #work: Work;
  readonly #sources: Statement<{ id: SourceId; after: number }>;
  readonly #open: Statement<Held>;
  readonly #held = new Map<number, Held>();
  /** The number after which each source holds. */
  #after: ReadonlyMap<SourceId, number> = new Map();
  /** The number of the last record that was looked at; null once all are, and new ones are taken as they come. */
  #lookedUpTo: number | null = null;
  #first: FeedItem | null = null;

  constructor(kernel: Kernel, needs: HeldPartsNeeds) {
    this.#needs = needs;
    this.#work = kernel.work();
    const { database } = kernel;
    this.#sources = database.prepare(
      // Also of a source that was removed: somebody must still dispose of its parts.
      'SELECT id, held_after AS after FROM source WHERE held_after IS NOT NULL',
    );
    this.#open = database.prepare(
      `SELECT sequence AS number, source_id AS source, verdict FROM inspection
       WHERE sequence > :after AND sequence <= :upTo AND verdict <> 'pass' AND error_code IS NOT '${BYPASSED_CODE}'
         AND ${decisionOf('inspection.sequence')} IS NULL
         AND NOT EXISTS (SELECT 1 FROM part_view WHERE record = inspection.sequence)
       UNION ALL SELECT number, source_id, verdict FROM part
       WHERE number > :after AND number <= :upTo AND verdict <> 'pass' AND decision IS NULL
         AND NOT (verdict = 'error' AND ${hasBypassedView('part.number')})
       ORDER BY number`,
    );
    kernel.recorders.onCommitted((record) => this.#recorded(record));
    this.sourcesChanged();
  }

  /** A source holds from now on, or does not any more. */
  sourcesChanged(): void {
    const before = this.#after;
    this.#after = new Map(this.#sources.all().map(({ id, after }) => [id, after]));
    for (const [number, { source }] of this.#held) if (!this.#after.has(source)) this.#forget(number);
    const added = [...this.#after].filter(([id, after]) => before.get(id) !== after);
    if (added.length === 0) return;
    const from = Math.min(...added.map(([, after]) => after));
    const isRunning = this.#lookedUpTo !== null;
    this.#lookedUpTo = Math.min(from, this.#lookedUpTo ?? from);
    if (!isRunning) this.#work.do(() => this.#lookThrough());
  }

  /** To be called once decisions are committed. */
  decided(made: readonly MadeDisposition[]): void {
    for (const { record, disposition } of made) {
      const { number } = record;
      this.#forget(number);
      const isLookedAt = this.#lookedUpTo === null || number <= this.#lookedUpTo;
      if (heldBy(disposition.decision) === null && isLookedAt)
        for (const held of this.#open.all({ after: number - 1, upTo: number })) this.#take(held);
    }
    this.#sort();
  }

  /** A part of several views is to be held now, or not any more. */
  partChanged({ after }: PartChange, { number, sourceId: source }: Pick<Part, 'number' | 'sourceId'>): void {
    this.#forget(number);
    if (after === null || after.verdict === 'pass' || isBypassed(after) || (after.decision ?? null) !== null) return;
    if (this.#lookedUpTo !== null && number > this.#lookedUpTo) return;
    this.#take({ number, source, verdict: after.verdict });
    this.#sort();
  }

  current(): WaitingParts['held'] {
    const first = this.#held.values().next().value;
    if (first === undefined) return null;
    if (this.#first?.number !== first.number) this.#first = this.#needs.page(first.number + 1, 1)[0] ?? null;
    if (this.#first === null) return null;
    const verdicts = { review: 0, fail: 0, error: 0 };
    for (const { verdict } of this.#held.values()) verdicts[verdict] += 1;
    return { part: { ...this.#first, verdict: first.verdict }, verdicts };
  }

  stop(): Promise<void> {
    return this.#work.stop(0);
  }

  async #lookThrough(): Promise<void> {
    while (this.#lookedUpTo !== null) {
      const upTo = Math.min(this.#lookedUpTo + PORTION, this.#needs.total());
      for (const held of this.#open.all({ after: this.#lookedUpTo, upTo })) this.#take(held);
      this.#lookedUpTo = upTo < this.#needs.total() ? upTo : null;
      if (this.#lookedUpTo !== null && !(await this.#work.pause(0))) return;
    }
    this.#sort();
  }

  /** The oldest first. */
  #sort(): void {
    const sorted = [...this.#held].sort(([one], [other]) => one - other);
    this.#held.clear();
    for (const [number, held] of sorted) this.#held.set(number, held);
  }

  #recorded({ number, sourceId: source, verdict, error }: RecordedInspection): void {
    // Whoever switched inspection off wants the line to go on.
    if (error?.code === BYPASSED_CODE) return;
    // While older ones are looked through, this one is found behind them.
    if (verdict === 'pass' || this.#lookedUpTo !== null || this.#needs.isView(number)) return;
    this.#take({ number, source, verdict });
  }

  #take(held: Held): void {
    const after = this.#after.get(held.source);
    if (after !== undefined && held.number > after) this.#held.set(held.number, held);
  }

  #forget(number: number): void {
    this.#held.delete(number);
  }
}
