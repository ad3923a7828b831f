import type { FeedItem } from '../../../../shared/domain/index.ts';

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
