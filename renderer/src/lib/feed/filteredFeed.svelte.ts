import { type FeedItem, feedItemSchema, type Verdict } from '../../../../shared/domain/index.ts';
import type { StationConnection } from '../connection/index.ts';
import { FrameBatch } from '../frameBatch.ts';
import type { FeedFilter } from '../thisScreen.svelte.ts';
import type { FeedRows } from './feed.svelte.ts';
import { FilteredBook } from './filteredBook.ts';

const PAGE_SIZE = 100;
/** So many rows before the end of what is there the next page is read. */
const AHEAD = 50;
const AGAIN_MS = 1000;
/** What nobody but the machine has passed: a part that was not inspected is among them. */
const NOT_PASSED = ['review', 'fail', 'error'] as const satisfies readonly Exclude<Verdict, 'pass'>[];

/** What a filter lets through; null for everything. */
export function verdictsOf(filter: FeedFilter): readonly Exclude<Verdict, 'pass'>[] | null {
  return { all: null, notPassed: NOT_PASSED, review: ['review'] as const }[filter];
}

/** The feed without the parts that nobody wants to see just now. It counts them, and keeps nothing from the rest of the screen. */
export class FilteredFeed implements FeedRows {
  readonly #connection: StationConnection;
  readonly #verdicts: readonly Verdict[];
  readonly #book: FilteredBook;
  readonly #leave: readonly (() => void)[];
  /** The book is no reactive structure; its readers depend on this instead. */
  #edition = $state(0);
  #isReading = false;
  #lastRow = 0;
  /** What arrived while the first page was read; null where it is there. */
  #meanwhile: FeedItem[] | null = [];
  readonly #arrived = new FrameBatch<FeedItem>((arrived) => this.#take(arrived));
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor(connection: StationConnection, verdicts: readonly Verdict[]) {
    this.#connection = connection;
    this.#verdicts = verdicts;
    this.#book = new FilteredBook(verdicts);
    this.#leave = [
      connection.onOpen(() => void this.#begin()),
      connection.on('feed.appended', ({ items }) => this.#arrived.add(items.map((item) => feedItemSchema.parse(item)))),
    ];
  }

  get length(): number {
    void this.#edition;
    return this.#book.length;
  }

  get total(): number {
    void this.#edition;
    return this.#book.total;
  }

  at(row: number): FeedItem | null {
    void this.#edition;
    return this.#book.at(row);
  }

  newerThan({ number }: FeedItem): number {
    void this.#edition;
    return this.#book.newerThan(number);
  }

  look(_firstRow: number, lastRow: number): void {
    this.#lastRow = lastRow;
    if (!this.#isReading && lastRow >= this.#book.length - AHEAD) void this.#more();
  }

  stop(): void {
    clearTimeout(this.#retry);
    this.#arrived.clear();
    for (const leave of this.#leave) leave();
  }

  async #begin(): Promise<void> {
    this.#meanwhile = [];
    await this.#read(null);
  }

  async #more(): Promise<void> {
    if (this.#book.next !== null) await this.#read(this.#book.next);
  }

  async #read(before: number | null): Promise<void> {
    if (this.#isReading) return;
    this.#isReading = true;
    try {
      const asked = { verdicts: [...this.#verdicts], before, limit: PAGE_SIZE };
      const page = await this.#connection.request('feed.filtered', asked);
      if (before !== null && this.#meanwhile === null) this.#book.append(page.items, PAGE_SIZE);
      else if (before === null) {
        this.#book.begin(page, PAGE_SIZE);
        const meanwhile = this.#meanwhile ?? [];
        this.#meanwhile = null;
        this.#take(meanwhile);
      }
      this.#edition += 1;
    } catch {
      // The connection was lost, and its next opening begins again; or the station could not read.
    } finally {
      this.#isReading = false;
    }
    this.#beginAgainSoon();
  }

  #take(items: readonly FeedItem[]): void {
    if (this.#meanwhile !== null) {
      this.#meanwhile.push(...items);
      return;
    }
    if (this.#book.arrive(items)) this.#meanwhile = [...items];
    this.#book.keepTo(this.#lastRow);
    this.#edition += 1;
    this.#beginAgainSoon();
  }

  /** Where the first page is missing, or arrivals were. */
  #beginAgainSoon(): void {
    clearTimeout(this.#retry);
    if (this.#meanwhile === null || this.#isReading || this.#connection.state !== 'open') return;
    this.#retry = setTimeout(() => void this.#read(null), AGAIN_MS);
  }
}
