import { describe, expect, it } from 'vitest';
import type { FeedItem, Inspection } from '../../../../shared/domain/index.ts';
import { linksOf, nameOf } from './partWords.ts';

const item = (serial: string | null) => ({ serial }) as FeedItem;
const inspection = (lot: string | null, view: string | null) => ({ lot, view }) as Inspection;

describe('the words of a part', () => {
  it('name serial, lot and view, as far as its file names them', () => {
    expect(nameOf({ item: item('0815'), inspection: inspection('7', 'top') })).toBe('Serial 0815 · Lot 7 · top');
    expect(nameOf({ item: item(null), inspection: inspection('7', null) })).toBe('Lot 7');
    expect(nameOf({ item: item('0815'), inspection: null })).toBe('Serial 0815');
    expect(nameOf({ item: item(null), inspection: inspection(null, null) })).toBeNull();
  });

  it('say which records it hangs together with, by the numbers that people know', () => {
    expect(linksOf({ sameContentAs: 1234, followsError: 120 })).toEqual([
      'Same image as No. 1,234',
      'Completed after error No. 120',
    ]);
    expect(linksOf({ sameContentAs: null, followsError: null })).toEqual([]);
  });
});
