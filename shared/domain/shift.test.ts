import { expect, test } from 'vitest';
import { shiftStart } from './shift.ts';

const STARTS = ['06:00', '14:00', '22:00'];

test.each([
  [new Date(2026, 10, 23, 6, 0), new Date(2026, 10, 23, 6, 0)],
  [new Date(2026, 10, 23, 13, 59), new Date(2026, 10, 23, 6, 0)],
  [new Date(2026, 10, 23, 23, 30), new Date(2026, 10, 23, 22, 0)],
  [new Date(2026, 10, 23, 2, 0), new Date(2026, 10, 22, 22, 0)],
])('the shift of %s began at %s', (now, start) => {
  expect(shiftStart(now, STARTS)).toEqual(start);
});

test('without shifts the day begins at midnight', () => {
  expect(shiftStart(new Date(2026, 10, 23, 15, 0), [])).toEqual(new Date(2026, 10, 23));
});
