import { expect, it } from 'vitest';
import { typedNumber, typedOptional, typedWhole } from './typedNumber.ts';

it.each([
  ['500', 500],
  [' 2,5 ', 2.5],
  ['-0.25', -0.25],
  ['.5', 0.5],
  ['007', 7],
])('reads %s as people mean it', (typed, number) => {
  expect(typedNumber(typed)).toBe(number);
});

it.each(['', ' ', '0x1F4', '1e3', 'Infinity', '1.2.3', '1 000', '12 px', '-'])('reads no number in "%s"', (typed) => {
  expect(typedNumber(typed)).toBeNaN();
});

it('tells nothing from what is no number, where nothing may be typed', () => {
  expect([typedOptional(' '), typedOptional('2,5'), typedOptional('x')]).toEqual([null, 2.5, Number.NaN]);
});

it('takes a whole number of a range, its ends included', () => {
  expect(['1', '50', '0', '51', '2.5', '', 'x'].map((typed) => typedWhole(typed, 1, 50))).toEqual([
    1,
    50,
    ...[null, null, null, null, null],
  ]);
});
