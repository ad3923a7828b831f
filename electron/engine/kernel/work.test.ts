import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { BackOff, Queue, Work, withinGrace } from './work.ts';

const never = new Promise<never>(() => undefined);

describe('work', () => {
  test('is repeated, and a wake cuts the pause short', async () => {
    const work = new Work(() => undefined);
    let times = 0;
    const repeated = work.repeat(60_000, () => {
      times += 1;
    });
    await delay(5);
    expect(times).toBe(1);
    repeated.wake();
    await delay(5);
    expect(times).toBe(2);
    await work.stop(100);
  });

  test('is never done twice at the same time', async () => {
    const work = new Work(() => undefined);
    let atOnce = 0;
    let most = 0;
    const repeated = work.repeat(0, async () => {
      most = Math.max(most, ++atOnce);
      await delay(3);
      atOnce -= 1;
    });
    for (let wakes = 0; wakes < 10; wakes += 1) {
      repeated.wake();
      await delay(1);
    }
    await work.stop(100);
    expect(most).toBe(1);
  });

  test('goes on after a failure, which is reported', async () => {
    const reported: unknown[] = [];
    const work = new Work((error) => reported.push(error));
    let times = 0;
    work.repeat(1, () => {
      times += 1;
      if (times === 1) throw new Error('once');
    });
    await delay(30);
    await work.stop(100);
    expect(times).toBeGreaterThan(1);
    expect(reported).toEqual([new Error('once')]);
  });

  test('waits longer with every failure where it is told to', async () => {
    const work = new Work(() => undefined);
    const times: number[] = [];
    work.repeat(
      1,
      () => {
        times.push(performance.now());
        throw new Error('again');
      },
      { afterFailure: { firstMs: 10, longestMs: 1000 } },
    );
    await delay(120);
    await work.stop(100);
    expect(times.length).toBeLessThanOrEqual(5);
    expect((times[2] ?? 0) - (times[1] ?? 0)).toBeGreaterThan(15);
  });

  test('stops at once where it pauses, and waits for what is at work', async () => {
    const work = new Work(() => undefined);
    let isDone = false;
    work.repeat(60_000, () => undefined);
    work.do(async () => {
      await delay(20);
      isDone = true;
    });
    await work.stop(1000);
    expect(isDone).toBe(true);
  });

  test('does not wait for ever', async () => {
    const work = new Work(() => undefined);
    work.do(() => never);
    const beganMs = performance.now();
    await work.stop(20);
    expect(performance.now() - beganMs).toBeLessThan(1000);
  });

  test('a pause that the end cuts short says so', async () => {
    const work = new Work(() => undefined);
    const pause = work.pause(60_000);
    await work.stop(0);
    expect(await pause).toBe(false);
  });
});

describe('a queue', () => {
  test('runs one job after the other, also after one that failed', async () => {
    const queue = new Queue();
    const order: string[] = [];
    const first = queue.run(async () => {
      await delay(5);
      order.push('first');
      throw new Error('first');
    });
    const second = queue.run(() => order.push('second'));
    await expect(first).rejects.toThrow('first');
    await second;
    expect(order).toEqual(['first', 'second']);
  });
});

describe('a back-off', () => {
  test('doubles up to its longest pause and begins anew after a success', () => {
    const backOff = new BackOff({ firstMs: 10, longestMs: 35 });
    expect([backOff.fail(), backOff.fail(), backOff.fail(), backOff.fail()]).toEqual([10, 20, 35, 35]);
    expect(backOff.isPausing).toBe(true);
    backOff.succeed();
    expect(backOff.isPausing).toBe(false);
    expect(backOff.fail()).toBe(10);
  });
});

test('a grace ends with what it waits for, or with its time', async () => {
  await withinGrace(Promise.reject(new Error('whatever')), 60_000);
  await withinGrace(never, 5);
});
