import { describe, expect, it } from 'vitest';
import type { RecordedInspection } from '../storage/index.ts';
import { inspectionsIn, type PortionReader } from './records.ts';

function readerOf(count: number): PortionReader & { asked: number[] } {
  const asked: number[] = [];
  return {
    asked,
    numbersIn: () => ({ after: 0, upTo: count }),
    between(_, { after, upTo }, limit) {
      asked.push(after);
      const length = Math.max(0, Math.min(limit, upTo - after));
      return Array.from({ length }, (_unused, index) => ({ number: after + index + 1 }) as RecordedInspection);
    },
  };
}

describe('the inspections of a range', () => {
  it.each([0, 1, 499, 500, 501, 1000, 1234])('come all and once, in order, where there are %i', async (count) => {
    const numbers: number[] = [];
    for await (const { number } of inspectionsIn(readerOf(count), { from: null, to: null })) numbers.push(number);
    expect(numbers).toEqual(Array.from({ length: count }, (_, index) => index + 1));
  });

  it('are read in portions, each when it is needed', async () => {
    const reader = readerOf(2000);
    const inspections = inspectionsIn(reader, { from: null, to: null });
    for (let i = 0; i < 501; i++) await inspections.next();
    expect(reader.asked).toEqual([0, 500]);
  });
});
