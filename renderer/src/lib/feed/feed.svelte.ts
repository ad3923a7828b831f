import type { Arrival } from '../../../../shared/contract/index.ts';
import { type FeedItem, feedItemSchema } from '../../../../shared/domain/index.ts';
import type { StationConnection } from '../connection/index.ts';
import { FrameBatch } from '../frameBatch.ts';
import { Listeners } from '../listeners.ts';
import { FeedBook } from './feedBook.ts';

const PAGE_SIZE = 200;
/** The screen loads the newest; a few more where parts come faster than it shows them. */
const LATEST_KEPT = 50;

/** What a list of the feed is drawn from, the newest first. */
export interface FeedRows {
  /** The rows that can be scrolled to. */
  readonly length: number;
  /** All there are at the station. */
  readonly total: number;
  /** Null while it is read. */
  at(row: number): FeedItem | null;
  /** How many rows are newer than an inspection: its own row, where it has one. */
  newerThan(item: FeedItem): number;
  /** Says which rows are looked at. */
  look(firstRow: number, lastRow: number): void;
}

/** The feed of the station: live at its head, and paged in wherever somebody looks. */
export class Feed implements FeedRows {
  readonly #connection: StationConnection;
  readonly #book = new FeedBook();
  readonly #arrivals = new Listeners<[readonly FeedItem[]]>();
  readonly #arrived = new FrameBatch<FeedItem>((arrived) => this.#show(arrived));
  /** The book is no reactive structure (thousands of rows); its readers depend on this instead. */
  #edition = $state(0);
  #synchronised = $state(false);
  #latest: readonly Arrival[] = [];
  #loading = false;
  #wanted: { firstRow: number; lastRow: number } | null = null;

  constructor(connection: StationConnection) {
    this.#connection = connection;
    connection.onOpen(() => void this.#synchronise());
    connection.onLost(() => {
      this.#synchronised = false;
    });
    connection.on('feed.appended', ({ items }) => this.#take(items));
  }

  /** False from the loss of the connection until the newest page was read again: nothing shown meanwhile is current. */
  get synchronised(): boolean {
    return this.#synchronised;
  }

  get length(): number {
    void this.#edition;
    return this.#book.length;
  }

  get total(): number {
    return this.length;
  }

  get newest(): FeedItem | null {
    void this.#edition;
    return this.#book.newest;
  }

  at(row: number): FeedItem | null {
    void this.#edition;
    return this.#book.at(row);
  }

  newerThan(item: FeedItem): number {
    void this.#edition;
    return this.#book.rowOf(item);
  }

  /**
   * The listener is told of the newest part now and after each synchronisation, and of all parts that arrived, frame by frame, the oldest first; not of those that passed when the line had
   * gone on.
   *
   * @returns the function that ends the subscription
   */
  onArrival(listener: (arrived: readonly FeedItem[]) => void): () => void {
    const newest = this.#book.newest;
    if (newest !== null && this.#synchronised) listener([newest]);
    return this.#arrivals.add(listener);
  }

  /** Says which rows are looked at; holes among them are filled. */
  look(firstRow: number, lastRow: number): void {
    this.#wanted = { firstRow, lastRow };
    if (!this.#loading) void this.#fill();
  }

  async #synchronise(): Promise<void> {
    try {
      const page = await this.#connection.request('feed.page', { before: null, limit: PAGE_SIZE });
      this.#book.synchronise(page.items);
      this.#synchronised = true;
      this.#arrived.clear();
      this.#edition += 1;
      const newest = this.#book.newest;
      if (newest !== null) this.#arrivals.tell([newest]);
    } catch {
      // The connection was lost again, and its next opening comes back here; or the station could not read, and the screen stays without verdict.
      if (this.#connection.state === 'open') setTimeout(() => void this.#synchronise(), 1000);
    }
  }

  /** All that is known of a part that arrived a moment ago; null for others. */
  arrivalOf({ id }: FeedItem): Arrival | null {
    return this.#latest.find((arrival) => arrival.id === id) ?? null;
  }

  #take(items: readonly Arrival[]): void {
    if (!this.#synchronised) return;
    this.#latest = [...items, ...this.#latest].slice(0, LATEST_KEPT);
    this.#arrived.add(items.map((item) => feedItemSchema.parse(item)));
  }

  #show(arrived: readonly FeedItem[]): void {
    if (!this.#synchronised) return;
    this.#book.insert(arrived);
    this.#forgetFar();
    this.#edition += 1;
    const atLine = arrived.filter((item) => this.arrivalOf(item)?.isOvertaken !== true);
    if (atLine.length > 0) this.#arrivals.tell(atLine);
  }

  #forgetFar(): void {
    this.#book.keepNear(this.#wanted?.firstRow ?? 0, this.#wanted?.lastRow ?? 0);
  }

  async #fill(): Promise<void> {
    this.#loading = true;
    try {
      for (;;) {
        const before = this.#wanted && this.#book.missingBefore(this.#wanted.firstRow, this.#wanted.lastRow);
        if (before === null || this.#connection.state !== 'open') return;
        const page = await this.#connection.request('feed.page', { before, limit: PAGE_SIZE });
        this.#book.insertPage(page.items, before, PAGE_SIZE);
        this.#forgetFar();
        this.#edition += 1;
      }
    } catch {
      // Lost connection: rows stay empty until it is back and the rows are looked at again.
    } finally {
      this.#loading = false;
    }
  }
}
