import { describe, expect, it } from 'vitest';
import type { FeedItem, Inspection } from '../../../../shared/domain/index.ts';
import {
  arrivalOf,
  asUnusualWords,
  latenessOf,
  lateSince,
  nameOf,
  originOf,
  remarksOn,
  sameRecipe,
} from './partWords.ts';

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
    expect(remarksOn({ inspection: null, sameContentAs: 1234, followsError: 120, isStandIn: false })).toEqual([
      'Same image as No. 1,234',
      'Completed after error No. 120',
    ]);
    expect(remarksOn({ inspection: null, sameContentAs: null, followsError: null, isStandIn: false })).toEqual([]);
  });

  it('say what it means that its verdict came after the deadline', () => {
    const late = { imageDifferences: null, reviewReason: null, lateMs: 340 } as unknown as Inspection;
    const [remark] = remarksOn({ inspection: late, sameContentAs: null, followsError: null, isStandIn: false });
    expect(remark).toMatch(/^Late by 340\sms: whatever waits for this verdict may have gone on without it/);
    expect(latenessOf({ lateMs: 0 })).toBeNull();
    expect(latenessOf({ lateMs: null })).toBeNull();
    expect(latenessOf({ lateMs: 2300 })).toMatch(/^2\.3\ss$/);
  });

  it('say in what its image is unlike the good ones', () => {
    const unlike = { lateMs: null, imageDifferences: [{ code: 'differs.grey', details: {} }] } as unknown as Inspection;
    expect(remarksOn({ inspection: unlike, sameContentAs: null, followsError: null, isStandIn: false })).toEqual([
      'This image is grey, the good images were in colour.',
    ]);
  });

  it('say why a person is to look at it, and that it looks like another product', () => {
    const dark = { code: 'differs.darker', details: { found: 70, low: 90, high: 110 } };
    const reviewReason = { ...dark, code: 'review.darker' };
    const reviewed = {
      verdict: 'review',
      unusualShare: 0.9,
      imageDifferences: [dark],
      reviewReason,
      lateMs: null,
    } as Inspection;
    const records = { sameContentAs: null, followsError: null, isStandIn: false };
    expect(remarksOn({ inspection: reviewed, ...records })).toEqual([
      'This image is darker than the good ones (mean 70, good 90 to 110); as bright as these, the part would pass. Check the part, and the light.',
    ]);
    const foreign = {
      verdict: 'fail',
      unusualShare: 0.9,
      partShare: 0.9,
      imageDifferences: [],
      reviewReason: null,
      lateMs: null,
    } as unknown as Inspection;
    expect(remarksOn({ inspection: foreign, ...records })).toEqual([
      'Is this the right recipe? Nearly every place of this part is unusual.',
    ]);
    expect(remarksOn({ inspection: { ...foreign, unusualShare: 0.3 }, ...records })).toEqual([
      'The part as a whole is unusual.',
    ]);
  });

  it('say how many good parts are as unusual, and no more than the calibration tells', () => {
    const words = (asUnusual: number) =>
      asUnusualWords({ pValue: (1 + asUnusual) / 61, amongGood: { asUnusual, count: 60, atLimit: 3 } });
    expect(words(4)).toBe('82 in 1,000 good parts are as unusual');
    expect(words(0)).toBe('None of the 60 good parts was as unusual');
    expect(asUnusualWords({ pValue: null, amongGood: null })).toBeNull();
  });

  it('say that only the thumbnail of an image is there', () => {
    expect(remarksOn({ inspection: null, sameContentAs: null, followsError: null, isStandIn: true })).toEqual([
      'Thumbnail only: the original is missing.',
    ]);
  });
});

describe('the age of a verdict', () => {
  const recordedAt = '2026-11-23T10:01:10.000Z';
  const arrivedAt = '2026-11-23T10:01:09.000Z';

  it('counts from the arrival of the file, and from the verdict where that is not known', () => {
    expect(arrivalOf({ arrivedAt, recordedAt })).toBe(arrivedAt);
    expect(arrivalOf({ arrivedAt: null, recordedAt })).toBe(recordedAt);
  });

  it.each([
    ['came and was judged at once', arrivedAt, arrivedAt, null],
    ['waited 60 s', '2026-11-23T10:00:10.000Z', arrivedAt, null],
    ['waited 70 s', '2026-11-23T10:00:00.000Z', '2026-11-23T10:00:00.000Z', '2026-11-23T10:00:00.000Z'],
    ['came at once and is of last night', arrivedAt, '2026-11-22T22:14:00.000Z', '2026-11-22T22:14:00.000Z'],
    ['is of a camera whose clock is ahead', arrivedAt, '2027-01-01T00:00:00.000Z', null],
    ['is of version 0.1.0', null, null, null],
  ])('says since when a part is late that %s', (_, arrived, fileTime, since) => {
    expect(lateSince({ arrivedAt: arrived, fileTime, recordedAt })).toBe(since);
  });
});

describe('what a part belongs to', () => {
  const of = (recipeId: string | null, recipeVersion: number | null = null) =>
    ({ item: { sourceName: 'Left', recipeId }, inspection: { recipeVersion } }) as unknown as Parameters<
      typeof originOf
    >[0];

  const nameOf = (id: string): string => (id === 'ring' ? 'Ring' : id);

  it('is its source and its recipe, with the version once the record is read', () => {
    expect(originOf(of('ring', 3), nameOf)).toBe('Left · Ring, version 3');
    expect(originOf(of('ring'), nameOf)).toBe('Left · Ring');
    expect(originOf(of(null), nameOf)).toBe('Left');
  });

  it('keeps scores of different recipes apart', () => {
    const last = [of(null), of('ring'), of('disc'), of('ring')].map(({ item: part }) => part);
    expect(sameRecipe(of('disc').item, last).map(({ recipeId }) => recipeId)).toEqual([null, 'disc']);
    expect(sameRecipe(of(null).item, last).map(({ recipeId }) => recipeId)).toEqual([null, 'ring', 'ring']);
  });
});
