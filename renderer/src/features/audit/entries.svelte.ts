import type { AuditItem, RequestInput } from '../../../../shared/contract/index.ts';
import { reportOf } from '../../../../shared/domain/index.ts';
import type { StationConnection } from '../../lib/connection/index.ts';

export type AuditFilter = NonNullable<RequestInput<'audit.page'>['filter']>;

const PAGE = 100;

/** The entries that a filter lets through, read page by page as somebody scrolls. */
export class Entries {
  readonly #connection: StationConnection;
  #items = $state.raw<readonly AuditItem[]>([]);
  #hasMore = $state(false);
  #problem = $state<string | null>(null);
  #filter: AuditFilter = {};
  /** Counts the beginnings: an answer to an earlier one is not shown. */
  #reading = 0;
  #isReading = $state(false);

  constructor(connection: StationConnection) {
    this.#connection = connection;
  }

  get items(): readonly AuditItem[] {
    return this.#items;
  }

  get problem(): string | null {
    return this.#problem;
  }

  get isReading(): boolean {
    return this.#isReading;
  }

  async begin(filter: AuditFilter): Promise<void> {
    this.#filter = filter;
    this.#reading += 1;
    await this.#read(null);
  }

  /** To be told which rows are in sight. */
  async see(last: number): Promise<void> {
    if (this.#hasMore && !this.#isReading && last >= this.#items.length - PAGE / 4) {
      await this.#read(this.#items.at(-1)?.sequence ?? null);
    }
  }

  async #read(before: number | null): Promise<void> {
    const reading = this.#reading;
    this.#isReading = true;
    try {
      const page = await this.#connection.request('audit.page', { before, limit: PAGE, filter: this.#filter });
      if (reading !== this.#reading) return;
      this.#items = before === null ? page.items : [...this.#items, ...page.items];
      this.#hasMore = page.hasMore;
      this.#problem = null;
    } catch (thrown) {
      if (reading === this.#reading) this.#problem = reportOf(thrown).message;
    } finally {
      if (reading === this.#reading) this.#isReading = false;
    }
  }
}
