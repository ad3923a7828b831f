import { expect, it } from 'vitest';
import { RecentCount } from './recentCount.ts';

const MINUTE = 60_000;

it('what happened in the last five minutes is counted, and what is older is forgotten', () => {
  const count = new RecentCount(0);
  for (let second = 0; second < 600; second += 1) count.add(second * 1000);
  expect(count.total(599_000)).toBe(300);
  expect(count.perMinute(599_000)).toBeCloseTo(60, 0);
  expect(count.total(599_000 + 2 * MINUTE)).toBe(180);
  expect(count.total(599_000 + 60 * MINUTE)).toBe(0);
  expect(count.perMinute(599_000 + 60 * MINUTE)).toBe(0);
});

it('a rate is of the time that was counted, and told after a minute at the earliest', () => {
  const beganMs = 123_456;
  const count = new RecentCount(beganMs);
  for (let made = 0; made < 90; made += 1) count.add(beganMs + made * 1000);
  expect(count.perMinute(beganMs + 59_000)).toBeNull();
  expect(count.perMinute(beganMs + 90_000)).toBeCloseTo(60);
});
