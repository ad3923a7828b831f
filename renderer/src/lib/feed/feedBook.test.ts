import { describe, expect, it } from 'vitest';
import { type FeedItem, feedItemSchema } from '../../../../shared/domain/index.ts';
import { FeedBook } from './feedBook.ts';

function item(number: number, station = 0): FeedItem {
  return feedItemSchema.parse({
    id: `00000000-0000-4000-8000-${String(station).padStart(2, '0')}${String(number).padStart(10, '0')}`,
    number,
    recordedAt: '2026-11-23T10:00:00.000Z',
    arrivedAt: null,
    fileTime: null,
    sourceName: 'Camera 1',
    file: `${number}.png`,
    verdict: 'pass',
    score: 0.1,
    limit: 2,
    hasThumbnail: true,
    serial: null,
    recipeId: null,
    lateMs: null,
    errorCode: null,
  });
}

/** The page that a station with `newest` records gives: newest first. */
function page(newest: number, limit: number, station = 0): FeedItem[] {
  return Array.from({ length: Math.min(newest, limit) }, (_, offset) => item(newest - offset, station));
}

describe('the feed book', () => {
  it('is empty at first and asks for nothing', () => {
    const book = new FeedBook();
    expect(book.newest).toBeNull();
    expect(book.missingBefore(0, 20)).toBeNull();
  });

  it('has a row for every record of the station, though only the newest are known', () => {
    const book = new FeedBook();
    book.synchronise(page(5000, 200));
    expect(book.length).toBe(5000);
    expect(book.at(0)?.number).toBe(5000);
    expect(book.at(199)?.number).toBe(4801);
    expect(book.at(200)).toBeNull();
  });

  it('asks for the page that fills the first hole in view', () => {
    const book = new FeedBook();
    book.synchronise(page(5000, 200));
    expect(book.missingBefore(150, 260)).toBe(4801);
    book.insertPage(page(4800, 200), 4801, 200);
    expect(book.missingBefore(150, 260)).toBeNull();
  });

  it('finds the hole that a missed event leaves', () => {
    const book = new FeedBook();
    book.synchronise(page(10, 10));
    book.insert([item(13)]);
    expect(book.length).toBe(13);
    expect(book.missingBefore(0, 5)).toBe(13);
    book.insertPage([item(12), item(11), item(10)], 13, 3);
    expect(book.missingBefore(0, 12)).toBeNull();
  });

  it('does not ask twice for what the station does not have', () => {
    const book = new FeedBook();
    book.synchronise([item(10)]);
    expect(book.missingBefore(0, 9)).toBe(10);
    book.insertPage([item(7)], 10, 200);
    expect(book.missingBefore(0, 9)).toBeNull();
    expect(book.at(1)).toBeNull();
    expect(book.at(3)?.number).toBe(7);
  });

  it('keeps what it knows when the same station comes back with more records', () => {
    const book = new FeedBook();
    book.synchronise(page(300, 200));
    book.synchronise(page(320, 10));
    expect(book.at(20)?.number).toBe(300);
    expect(book.missingBefore(0, 30)).toBe(311);
  });

  it('keeps the newest and what is near the rows looked at, however many parts arrive and are paged through', () => {
    const book = new FeedBook();
    const looked = { first: 60_000, last: 60_020 };
    for (let number = 1; number <= 100_000; number++) {
      book.insert([item(number)]);
      book.keepNear(looked.first, looked.last);
    }
    const known = Array.from({ length: book.length }, (_, row) => row).filter((row) => book.at(row) !== null);
    expect(known.length).toBeLessThan(4001);
    expect(book.at(0)?.number).toBe(100_000);
    expect(book.missingBefore(0, 400)).toBeNull();
    // What somebody scrolls to is asked for again.
    expect(book.missingBefore(50_000, 50_010)).toBe(50_001);
    for (let before = 40_001; before > 1; before -= 200) {
      book.insertPage(page(before - 1, 200), before, 200);
      const row = 100_000 - before;
      book.keepNear(row, row + 20);
      expect(book.missingBefore(row + 1, row + 20)).toBeNull();
    }
    expect(Array.from({ length: book.length }, (_, row) => book.at(row)).filter(Boolean).length).toBeLessThan(4001);
  });

  it('forgets everything when another station answers', () => {
    const book = new FeedBook();
    book.synchronise(page(300, 200));
    book.synchronise(page(305, 10, 1));
    expect(book.length).toBe(305);
    expect(book.at(20)).toBeNull();
    book.synchronise(page(3, 10, 2));
    expect(book.length).toBe(3);
    book.synchronise([]);
    expect(book.length).toBe(0);
  });
});
