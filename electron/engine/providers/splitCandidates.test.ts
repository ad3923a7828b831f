import { describe, expect, it } from 'vitest';
import { bestSplit, isStillRising, type MeasuredSplit, splitCandidates, splitText } from './splitCandidates.ts';

const measured = (...rates: number[]): MeasuredSplit[] =>
  rates.map((imagesPerSecond, index) => ({ split: splitCandidates(8)[index]!, imagesPerSecond }));

describe('the ways of sharing the cores', () => {
  it('go from one lane with all of them to many with one each', () => {
    expect(splitCandidates(1)).toEqual([{ lanes: 1, threads: 1 }]);
    expect(splitCandidates(2)).toEqual([
      { lanes: 1, threads: 2 },
      { lanes: 2, threads: 1 },
    ]);
    expect(splitCandidates(6).map(({ lanes, threads }) => [lanes, threads])).toEqual([
      [1, 6],
      [2, 3],
      [4, 1],
    ]);
    expect(splitCandidates(32).at(-1)).toEqual({ lanes: 8, threads: 4 });
  });

  it('are chosen by images a second, and a lane more has to be worth its memory', () => {
    expect(bestSplit(measured(10, 14, 13))?.split.lanes).toBe(2);
    expect(bestSplit(measured(10, 10.3, 10.4))?.split.lanes).toBe(1);
    expect(bestSplit([])).toBeNull();
  });

  it('are measured for as long as more lanes are quicker', () => {
    expect(isStillRising(measured(10))).toBe(true);
    expect(isStillRising(measured(10, 14))).toBe(true);
    expect(isStillRising(measured(10, 14, 13))).toBe(false);
  });

  it('are told with their figures', () => {
    const all = measured(24.4, 31.2);
    expect(splitText(all[1]!, all)).toBe('2 lanes with 4 threads each: 31 images a second; 1 lane with 8 threads: 24');
    expect(splitText({ split: { lanes: 1, threads: 1 }, imagesPerSecond: 123.4 }, [])).toBe(
      '1 lane with 1 thread: 120 images a second',
    );
  });
});
