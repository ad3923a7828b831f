import { describe, expect, it } from 'vitest';
import { isLargerThanItShouldBe, memoryLimits } from './memory.ts';

const GIGABYTE = 1024 ** 3;

describe('the memory that a lane may take', () => {
  it('follows from the memory of the machine and the number of lanes', () => {
    expect(memoryLimits(64 * GIGABYTE, 2).politeBytes).toBe(8 * GIGABYTE);
    expect(memoryLimits(64 * GIGABYTE, 2).hardBytes).toBeCloseTo(19.2 * GIGABYTE);
  });

  it('is never so little that a large backbone would not fit', () => {
    expect(memoryLimits(4 * GIGABYTE, 4)).toEqual({ politeBytes: 1.5 * GIGABYTE, hardBytes: 2.25 * GIGABYTE });
  });

  it('is judged by how far a lane has grown, so that one that needs much is not replaced for ever', () => {
    const limits = { politeBytes: 2 * GIGABYTE };
    expect(isLargerThanItShouldBe(1.9 * GIGABYTE, 0.5 * GIGABYTE, limits)).toBe(false);
    expect(isLargerThanItShouldBe(2.1 * GIGABYTE, 0.5 * GIGABYTE, limits)).toBe(true);
    expect(isLargerThanItShouldBe(2.4 * GIGABYTE, 2 * GIGABYTE, limits)).toBe(false);
    expect(isLargerThanItShouldBe(2.6 * GIGABYTE, 2 * GIGABYTE, limits)).toBe(true);
  });
});
