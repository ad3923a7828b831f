import type { EventPayload, FoundRecord, RequestOutput } from '../../../../shared/contract/index.ts';
import type { InspectionId, RecordFilter, RecordOrder } from '../../../../shared/domain/index.ts';
import type { StationConnection } from '../../lib/connection/index.ts';
import { PagedList } from '../../lib/pagedList.svelte.ts';
import { Refusal, type Sentence } from '../../lib/sentence.ts';

const PAGE = 60;
/** Decisions and new records change the counts: they are counted again a moment later, once for many. */
const COUNT_AGAIN_MS = 500;

type Counts = RequestOutput<'records.count'>;
interface Question {
  readonly filter: RecordFilter;
  readonly order: RecordOrder;
}

/** What a filter finds, in its order, and counted. */
export class FoundRecords {
  readonly #connection: StationConnection;
  readonly #list: PagedList<Question, FoundRecord>;
  #counts = $state.raw<Counts | null>(null);
  #countProblem = $state<Sentence | null>(null);
  /** Recorded since the list was begun. */
  #newer = $state(0);
  #filter: RecordFilter | null = null;
  #counting: ReturnType<typeof setTimeout> | undefined;

  constructor(connection: StationConnection) {
    this.#connection = connection;
    this.#list = new PagedList(async (question, last) => {
      const after = last === null ? null : { number: last.number, score: last.score };
      const { records, hasMore } = await connection.request('records.search', { ...question, after, limit: PAGE });
      return { items: records, hasMore };
    }, PAGE / 2);
  }

  get records(): readonly FoundRecord[] {
    return this.#list.items;
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
    return this.#list.isReading;
  }

  get problem(): Sentence | null {
    return this.#list.problem ?? this.#countProblem;
  }

  get newer(): number {
    return this.#newer;
  }

  async begin(filter: RecordFilter, order: RecordOrder): Promise<void> {
    this.#filter = filter;
    this.#newer = 0;
    this.#counts = null;
    clearTimeout(this.#counting);
    await Promise.all([this.#list.begin({ filter, order }), this.#count()]);
  }

  /** To be told which rows are in sight. */
  see(last: number): Promise<void> {
    return this.#list.see(last);
  }

  /** The record some steps on in the list, read where it is not there yet; null at its ends. */
  async stepFrom(id: InspectionId, steps: number): Promise<FoundRecord | null> {
    const index = this.records.findIndex((record) => record.id === id) + steps;
    if (index >= this.records.length - PAGE / 4) await this.see(index);
    return this.records[index] ?? null;
  }

  /** Somebody decided: what is shown follows at once, whether or not the filter would still find it. */
  take({ records }: EventPayload<'disposition.made'>): void {
    const decided = Object.fromEntries(records.map(({ id, disposition }) => [id, disposition]));
    this.#list.update((record) => {
      const disposition = decided[record.id];
      return disposition === undefined ? record : { ...record, disposition };
    });
    clearTimeout(this.#counting);
    this.#counting = setTimeout(() => void this.#count(), COUNT_AGAIN_MS);
  }

  arrived(count: number): void {
    this.#newer += count;
  }

  async #count(): Promise<void> {
    const filter = this.#filter;
    if (filter === null) return;
    try {
      const counts = await this.#connection.request('records.count', { filter });
      if (filter !== this.#filter) return;
      this.#counts = counts;
      this.#countProblem = null;
    } catch (thrown) {
      if (filter === this.#filter) this.#countProblem = Refusal.of(thrown);
    }
  }
}
