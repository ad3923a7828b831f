import { expect, test } from 'vitest';
import { shiftEnd, shiftStart, shiftTime } from './shift.ts';

const STARTS = ['06:00', '14:00', '22:00'];

test.each([
  [new Date(2026, 10, 23, 6, 0), new Date(2026, 10, 23, 6, 0), new Date(2026, 10, 23, 14, 0)],
  [new Date(2026, 10, 23, 13, 59), new Date(2026, 10, 23, 6, 0), new Date(2026, 10, 23, 14, 0)],
  [new Date(2026, 10, 23, 23, 30), new Date(2026, 10, 23, 22, 0), new Date(2026, 10, 24, 6, 0)],
  [new Date(2026, 10, 23, 2, 0), new Date(2026, 10, 22, 22, 0), new Date(2026, 10, 23, 6, 0)],
])('the shift of %s began at %s and ends at %s', (now, start, end) => {
  expect(shiftStart(now, STARTS)).toEqual(start);
  expect(shiftStart(now, STARTS.toReversed())).toEqual(start);
  expect(shiftEnd(now, STARTS)).toEqual(end);
  expect(shiftEnd(now, STARTS.toReversed())).toEqual(end);
});

test('without shifts the day begins at midnight', () => {
  expect(shiftStart(new Date(2026, 10, 23, 15, 0), [])).toEqual(new Date(2026, 10, 23));
  expect(shiftEnd(new Date(2026, 10, 23, 15, 0), [])).toEqual(new Date(2026, 10, 24));
});

test('a part belongs to a shift by its arrival, its judgement or its file, and by its judgement where nothing else is known', () => {
  const part = {
    fileTime: '2026-11-22T21:00:00.000Z',
    arrivedAt: '2026-11-23T05:00:00.000Z',
    recordedAt: '2026-11-23T05:00:01.000Z',
  };
  expect(shiftTime(part, 'arrival')).toBe(part.arrivedAt);
  expect(shiftTime(part, 'judgement')).toBe(part.recordedAt);
  expect(shiftTime(part, 'file')).toBe(part.fileTime);
  const old = { fileTime: null, arrivedAt: null, recordedAt: part.recordedAt };
  for (const by of ['arrival', 'judgement', 'file'] as const) expect(shiftTime(old, by)).toBe(part.recordedAt);
});
