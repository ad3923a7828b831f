import type { EventPayload, FoundRecord, RequestOutput } from '../../../../shared/contract/index.ts';
import { type InspectionId, type RecordFilter, type RecordOrder, reportOf } from '../../../../shared/domain/index.ts';
import type { StationConnection } from '../../lib/connection/index.ts';

const PAGE = 60;
/** Decisions and new records change the counts: they are counted again a moment later, once for many. */
const COUNT_AGAIN_MS = 500;

type Counts = RequestOutput<'records.count'>;

/** What a filter finds, in its order, read page by page as somebody scrolls, and counted. */
export class FoundRecords {
  readonly #connection: StationConnection;
  #records = $state.raw<readonly FoundRecord[]>([]);
  #counts = $state.raw<Counts | null>(null);
  #hasMore = $state(false);
  #isReading = $state(false);
  #problem = $state<string | null>(null);
  /** Recorded since the list was begun. */
  #newer = $state(0);
  #filter: RecordFilter | null = null;
  #order: RecordOrder = { by: 'time', descending: true };
  /** Counts the beginnings: an answer to an earlier one is not shown. */
  #beginnings = 0;
  #counting: ReturnType<typeof setTimeout> | undefined;

  constructor(connection: StationConnection) {
    this.#connection = connection;
  }

  get records(): readonly FoundRecord[] {
    return this.#records;
  }

  /** Null until they were counted. */
  get counts(): Counts | null {
    return this.#counts;
  }

  get total(): number | null {
    if (this.#counts === null) return null;
    return Object.values(this.#counts.verdicts).reduce((sum, each) => sum + each, 0);
  }

  get isReading(): boolean {
    return this.#isReading;
  }

  get problem(): string | null {
    return this.#problem;
  }

  get newer(): number {
    return this.#newer;
  }

  async begin(filter: RecordFilter, order: RecordOrder): Promise<void> {
    this.#beginnings += 1;
    this.#filter = filter;
    this.#order = order;
    this.#newer = 0;
    this.#counts = null;
    clearTimeout(this.#counting);
    await Promise.all([this.#read(null), this.#count()]);
  }

  /** To be told which rows are in sight. */
  async see(last: number): Promise<void> {
    if (this.#hasMore && !this.#isReading && last >= this.#records.length - PAGE / 2) {
      await this.#read(this.#records.at(-1) ?? null);
    }
  }

  /** The record some steps on in the list, read where it is not there yet; null at its ends. */
  async stepFrom(id: InspectionId, steps: number): Promise<FoundRecord | null> {
    const index = this.#records.findIndex((record) => record.id === id) + steps;
    if (index >= this.#records.length - PAGE / 4) await this.see(index);
    return this.#records[index] ?? null;
  }

  /** Somebody decided: what is shown follows at once, whether or not the filter would still find it. */
  take({ records }: EventPayload<'disposition.made'>): void {
    const decided = Object.fromEntries(records.map(({ id, disposition }) => [id, disposition]));
    this.#records = this.#records.map((record) => {
      const disposition = decided[record.id];
      return disposition === undefined ? record : { ...record, disposition };
    });
    this.#countSoon();
  }

  arrived(count: number): void {
    this.#newer += count;
  }

  #countSoon(): void {
    clearTimeout(this.#counting);
    this.#counting = setTimeout(() => void this.#count(), COUNT_AGAIN_MS);
  }

  async #count(): Promise<void> {
    if (this.#filter === null) return;
    const beginning = this.#beginnings;
    try {
      const counts = await this.#connection.request('records.count', { filter: this.#filter });
      if (beginning === this.#beginnings) this.#counts = counts;
    } catch (thrown) {
      if (beginning === this.#beginnings) this.#problem = reportOf(thrown).message;
    }
  }

  async #read(after: FoundRecord | null): Promise<void> {
    if (this.#filter === null) return;
    const beginning = this.#beginnings;
    this.#isReading = true;
    try {
      const page = await this.#connection.request('records.search', {
        filter: this.#filter,
        order: this.#order,
        after: after === null ? null : { number: after.number, score: after.score },
        limit: PAGE,
      });
      if (beginning !== this.#beginnings) return;
      this.#records = after === null ? page.records : [...this.#records, ...page.records];
      this.#hasMore = page.hasMore;
      this.#problem = null;
    } catch (thrown) {
      if (beginning === this.#beginnings) this.#problem = reportOf(thrown).message;
    } finally {
      if (beginning === this.#beginnings) this.#isReading = false;
    }
  }
}
