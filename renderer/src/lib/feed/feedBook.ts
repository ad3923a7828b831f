import type { FeedItem } from '../../../../shared/domain/index.ts';

/** So many rows beside those that are looked at, and of the newest, are kept. */
const NEAR = 500;
/** Twice as many as are left when the others are forgotten: each row costs as little as one. */
const MOST_KEPT = 4000;

/**
 * The inspections that the interface knows of, by number. The station counts its records without a gap, so what is missing
 * between two known ones is known to exist and can be asked for when somebody scrolls there: missed events need no other repair.
 *
 * Row 0 is the newest inspection.
 */
export class FeedBook {
  readonly #items = new Map<number, FeedItem>();
  /** Asked for and not there: never asked for again. */
  readonly #absent = new Set<number>();
  #newest = 0;

  /** Number of rows: every inspection up to the newest, known or not. */
  get length(): number {
    return this.#newest;
  }

  get newest(): FeedItem | null {
    return this.#items.get(this.#newest) ?? null;
  }

  at(row: number): FeedItem | null {
    return this.#items.get(this.#newest - row) ?? null;
  }

  rowOf(item: FeedItem): number {
    return this.#newest - item.number;
  }

  insert(items: readonly FeedItem[]): void {
    for (const item of items) {
      this.#items.set(item.number, item);
      if (item.number > this.#newest) this.#newest = item.number;
    }
  }

  /**
   * Takes over the newest page. A station that counts lower than before, or that gives a known number to another inspection, has another data
   * folder: everything known is dropped.
   */
  synchronise(newestPage: readonly FeedItem[]): void {
    const newest = newestPage[0]?.number ?? 0;
    const contradicts = newestPage.some((item) => (this.#items.get(item.number)?.id ?? item.id) !== item.id);
    if (newest < this.#newest || contradicts) {
      this.#items.clear();
      this.#absent.clear();
      this.#newest = 0;
    }
    this.insert(newestPage);
  }

  /** Forgets what is neither among the newest nor near these rows, once that is much: the station gives it again. */
  keepNear(firstRow: number, lastRow: number): void {
    if (this.#items.size + this.#absent.size <= MOST_KEPT) return;
    for (const numbers of [this.#items, this.#absent]) {
      for (const number of numbers.keys()) {
        const row = this.#newest - number;
        if (row >= NEAR && (row < firstRow - NEAR || row > lastRow + NEAR)) numbers.delete(number);
      }
    }
  }

  /** Takes over a page that was asked for with `before`; what it should have held and did not is absent. */
  insertPage(items: readonly FeedItem[], before: number, limit: number): void {
    this.insert(items);
    const lowest = items.length < limit ? 1 : (items.at(-1)?.number ?? 1);
    for (let number = Math.max(lowest, before - limit); number < before; number++) {
      if (!this.#items.has(number)) this.#absent.add(number);
    }
  }

  /** The `before` of the page that fills the first hole among these rows; null where there is none. */
  missingBefore(firstRow: number, lastRow: number): number | null {
    for (let row = Math.max(0, firstRow); row <= lastRow; row++) {
      const number = this.#newest - row;
      if (number < 1) return null;
      if (!this.#items.has(number) && !this.#absent.has(number)) return number + 1;
    }
    return null;
  }
}
