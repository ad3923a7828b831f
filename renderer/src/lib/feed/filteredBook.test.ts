import { describe, expect, it } from 'vitest';
import type { FeedItem, Verdict } from '../../../../shared/domain/index.ts';
import { exampleInspection } from '../../../../shared/domain/inspection.fixture.ts';
import { FilteredBook } from './filteredBook.ts';

/** Every third one fails, all others pass. */
function item(number: number): FeedItem {
  return exampleInspection({ number, verdict: (number % 3 === 0 ? 'fail' : 'pass') satisfies Verdict });
}

function items(from: number, to: number): FeedItem[] {
  return Array.from({ length: to - from + 1 }, (_, place) => item(from + place));
}

/** What the station answers with `newest` records. */
function page(newest: number, before: number | null, limit: number) {
  const found = items(1, newest).filter(({ verdict }) => verdict === 'fail');
  const older = found.filter(({ number }) => before === null || number < before).reverse();
  return { items: older.slice(0, limit), total: found.length, upTo: newest };
}

const rows = (book: FilteredBook): number[] => Array.from({ length: book.length }, (_, row) => book.at(row)!.number);

describe('a filtered feed', () => {
  it('has every match as far down as it was read, and counts those below', () => {
    const book = new FilteredBook(['fail']);
    book.begin(page(20, null, 3), 3);
    expect(rows(book)).toEqual([18, 15, 12]);
    expect(book.total).toBe(6);
    expect(book.next).toBe(12);
    book.append(page(20, 12, 3).items, 3);
    expect(rows(book)).toEqual([18, 15, 12, 9, 6, 3]);
    book.append(page(20, 3, 3).items, 3);
    expect(book.next).toBeNull();
  });

  it('takes what arrives, and counts each once whatever order answer and arrival have', () => {
    const book = new FilteredBook(['fail']);
    // Number 21 was recorded between the counting and the page: it is in the page, not in the count, and arrives.
    const { items: found } = page(21, null, 3);
    book.begin({ items: found, total: 6, upTo: 20 }, 3);
    expect(book.arrive(items(19, 24))).toBe(false);
    expect(rows(book)).toEqual([24, 21, 18, 15]);
    expect(book.total).toBe(8);
  });

  it('notices an arrival that it missed', () => {
    const book = new FilteredBook(['fail']);
    book.begin(page(20, null, 3), 3);
    expect(book.arrive([item(22)])).toBe(true);
    expect(rows(book)).toEqual([18, 15, 12]);
  });

  it('knows where an inspection that it hides would stand', () => {
    const book = new FilteredBook(['fail']);
    book.begin(page(20, null, 3), 3);
    expect([20, 18, 17, 15, 1].map((number) => book.newerThan(number))).toEqual([0, 0, 1, 1, 3]);
  });

  it('stays small while nobody looks at its end, and reads that again', () => {
    const book = new FilteredBook(['fail']);
    book.begin(page(3, null, 3), 3);
    book.arrive(items(4, 15_000));
    book.keepTo(20);
    expect(book.length).toBe(2000);
    expect(book.next).toBe(book.at(1999)!.number);
    expect(book.total).toBe(5000);
  });
});
