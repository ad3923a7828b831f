import { describe, expect, it } from 'vitest';
import { Deadlines } from './laneTasks.ts';

const LONGEST_MS = 60_000;
const image = { run: 'cpu ring/1', isFirst: false, isRetry: false };

describe('the time that an image may take', () => {
  it('is the longest one while nothing is known of its recipe, and while its network is being opened', () => {
    const deadlines = new Deadlines(LONGEST_MS);
    expect(deadlines.timeoutMs(image)).toBe(LONGEST_MS);
    deadlines.took(image.run, 100);
    expect(deadlines.timeoutMs({ ...image, isFirst: true })).toBe(LONGEST_MS);
  });

  it('is five seconds for a quick recipe, and twenty times the usual for a slow one', () => {
    const deadlines = new Deadlines(LONGEST_MS);
    deadlines.took('quick', 20);
    deadlines.took('slow', 1000);
    expect(deadlines.timeoutMs({ ...image, run: 'quick' })).toBe(5000);
    expect(deadlines.timeoutMs({ ...image, run: 'slow' })).toBe(20_000);
  });

  it('follows a recipe that becomes slower, and no single slow image', () => {
    const deadlines = new Deadlines(LONGEST_MS);
    for (const ms of [500, 500, 1500]) deadlines.took(image.run, ms);
    expect(deadlines.timeoutMs(image)).toBe(14_000);
    for (let count = 0; count < 40; count += 1) deadlines.took(image.run, 1500);
    expect(deadlines.timeoutMs(image)).toBeCloseTo(30_000, -2);
  });

  it('is three times as long for an image that is tried again, and never longer than the longest', () => {
    const deadlines = new Deadlines(LONGEST_MS);
    deadlines.took('quick', 20);
    deadlines.took('slow', 2500);
    expect(deadlines.timeoutMs({ ...image, run: 'quick', isRetry: true })).toBe(15_000);
    expect(deadlines.timeoutMs({ ...image, run: 'slow', isRetry: true })).toBe(LONGEST_MS);
  });
});
