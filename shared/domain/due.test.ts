import { expect, test } from 'vitest';
import { isDue } from './due.ts';

test.each([
  ['was never done is due', null, true],
  ['was done a while ago is not', 70, false],
  ['was done long enough ago is due', 60, true],
  ['was done at a moment that has not come yet is due', 101, true],
])('what %s', (_name, lastMs, expected) => {
  expect(isDue(lastMs, 40, 100)).toBe(expected);
});
