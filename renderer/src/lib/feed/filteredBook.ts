import type { FeedItem, Verdict } from '../../../../shared/domain/index.ts';

/** Rows behind these are read again when somebody scrolls there. */
const MOST_KEPT = 2000;

interface FilteredPage {
  readonly items: readonly FeedItem[];
  /** How many there are at the station, up to the inspection of this number. */
  readonly total: number;
  readonly upTo: number;
}

/**
 * The inspections of some verdicts, the newest first: as far down as they were read, and each that arrived since. Numbers have no gap, so that a missed arrival
 * is noticed by the next one.
 */
export class FilteredBook {
  readonly #verdicts: ReadonlySet<Verdict>;
  #items: FeedItem[] = [];
  #total = 0;
  /** Up to this number everything was looked at. */
  #upTo = 0;
  #hasMore = false;

  constructor(verdicts: readonly Verdict[]) {
    this.#verdicts = new Set(verdicts);
  }

  /** The rows that are there. */
  get length(): number {
    return this.#items.length;
  }

  /** How many the station has. */
  get total(): number {
    return this.#total;
  }

  /** The `before` of the page that follows; null where none does. */
  get next(): number | null {
    return this.#hasMore ? (this.#items.at(-1)?.number ?? null) : null;
  }

  at(row: number): FeedItem | null {
    return this.#items[row] ?? null;
  }

  /** How many rows are newer than this inspection. */
  newerThan(number: number): number {
    let [from, to] = [0, this.#items.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((this.#items[middle]?.number ?? 0) > number) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  /** Takes over the first page, asked for with this limit. */
  begin({ items, total, upTo }: FilteredPage, limit: number): void {
    // What came after the others were counted is told as an arrival too.
    this.#items = items.filter(({ number }) => number <= upTo);
    this.#total = total;
    this.#upTo = upTo;
    this.#hasMore = items.length === limit;
  }

  /** Takes over the page that follows. */
  append(items: readonly FeedItem[], limit: number): void {
    const last = this.#items.at(-1)?.number ?? Number.POSITIVE_INFINITY;
    this.#items.push(...items.filter(({ number }) => number < last));
    this.#hasMore = items.length === limit;
  }

  /** @returns whether any was missed before these: the first page is to be read again */
  arrive(items: readonly FeedItem[]): boolean {
    for (const item of items) {
      if (item.number <= this.#upTo) continue;
      if (item.number !== this.#upTo + 1) return true;
      this.#upTo = item.number;
      if (!this.#verdicts.has(item.verdict)) continue;
      this.#items.unshift(item);
      this.#total += 1;
    }
    return false;
  }

  /** Forgets the oldest rows where they are many and nobody looks at them. */
  keepTo(lastRow: number): void {
    if (this.#items.length <= 2 * MOST_KEPT || lastRow >= MOST_KEPT) return;
    this.#items.length = MOST_KEPT;
    this.#hasMore = true;
  }
}
