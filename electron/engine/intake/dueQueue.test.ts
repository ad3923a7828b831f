import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DueQueue } from './dueQueue.ts';

it('what is due comes out in the order of its time, whatever the order in which it went in', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(1000)), fc.nat(1000), fc.integer({ min: 1, max: 20 }), (times, nowMs, most) => {
      const queue = new DueQueue<number>();
      for (const time of times) queue.push(time, time);
      const sorted = times.toSorted((a, b) => a - b);
      expect(queue.nextDueMs()).toBe(sorted[0] ?? Number.POSITIVE_INFINITY);
      const due = sorted.filter((time) => time <= nowMs);
      expect(queue.take(nowMs, most)).toEqual(due.slice(0, most));
      expect(queue.take(Number.POSITIVE_INFINITY, times.length)).toEqual(sorted.slice(Math.min(most, due.length)));
    }),
  );
});
