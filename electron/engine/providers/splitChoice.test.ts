import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { LaneSplit } from '../inspection/index.ts';
import type { RememberedSplit, SplitKey } from './providerMemory.ts';
import type { MeasuredSplit } from './splitCandidates.ts';
import { createSplitChoice, type SplitChoice, type SplitChoiceOptions } from './splitChoice.ts';

const SUBJECT = { machine: 'm', graph: 'g', provider: 'cpu', run: { recipeFolder: '/recipes/ring/1' } };
const TIMINGS = { lookEveryMs: 5, restMs: 30, pausesMs: [20, 20] };

let choice: SplitChoice | undefined;
afterEach(() => choice?.close());

/** A pool whose splits are written down, and measurements that last `lastsMs`. */
function choose(over: Partial<SplitChoiceOptions> = {}, { lastsMs = 10, busy = (): boolean => false } = {}) {
  const splits: LaneSplit[] = [{ lanes: 1, threads: 2 }];
  const remembered: RememberedSplit[] = [];
  let measurements = 0;
  choice = createSplitChoice({
    pool: {
      split: () => splits.at(-1)!,
      arrange: async (split) => void splits.push(split),
      isBusy: busy,
    },
    memory: {
      split: (key: SplitKey) => remembered.find(({ provider }) => provider === key.provider) ?? null,
      rememberSplit: async (split) => void remembered.unshift(split),
    },
    wished: () => 'auto',
    usual: (wished) => ({ lanes: wished === 'auto' ? 1 : wished, threads: 1 }),
    cores: 2,
    subject: () => SUBJECT,
    async measure(run, candidates, signal): Promise<MeasuredSplit[]> {
      expect(run).toBe(SUBJECT.run);
      measurements += 1;
      await pause(lastsMs, undefined, { signal });
      return candidates.map((split) => ({ split, imagesPerSecond: 10 * split.lanes }));
    },
    onChanged: () => undefined,
    onTrouble: (error) => {
      throw error;
    },
    timings: TIMINGS,
    ...over,
  });
  return { choice, splits, remembered, measured: () => measurements };
}

describe('the number of lanes', () => {
  it('is measured while the line rests, remembered, and told with its figures', async () => {
    const { choice: made, splits, remembered } = choose();
    expect(made.reason()).toBe('1 lane with 2 threads: not measured yet');
    await expect.poll(() => splits.at(-1)).toEqual({ lanes: 2, threads: 1 });
    expect(remembered).toMatchObject([{ machine: 'm', graph: 'g', provider: 'cpu', lanes: 2, threads: 1 }]);
    expect(made.reason()).toBe('2 lanes with 1 thread each: 20 images a second; 1 lane with 2 threads: 10');
  });

  it('is not measured again where it is remembered', async () => {
    const known = { machine: 'm', graph: 'g', provider: 'cpu', lanes: 2, threads: 1, reason: 'known', measuredAt: '' };
    const { splits, measured } = choose({ memory: { split: () => known, rememberSplit: async () => undefined } });
    await expect.poll(() => splits.at(-1)).toEqual({ lanes: 2, threads: 1 });
    expect(measured()).toBe(0);
  });

  it('is what the settings say, without a measurement', async () => {
    const { choice: made, splits, measured } = choose({ wished: () => 3 });
    await expect.poll(() => splits.at(-1)).toEqual({ lanes: 3, threads: 1 });
    expect([made.reason(), measured()]).toEqual(['chosen in the settings', 0]);
  });

  it('waits until it is known what the recipe runs on', async () => {
    const { measured } = choose({ subject: () => null });
    await pause(100);
    expect(measured()).toBe(0);
  });

  it('is measured later where an image arrives meanwhile, and beside the line where that never rests', async () => {
    let busy = false;
    const { choice: made, splits, measured } = choose({}, { lastsMs: 60, busy: () => busy });
    const line = setInterval(() => {
      busy = true;
      made.poolChanged();
      busy = false;
    }, 45);
    await expect.poll(() => splits.at(-1), { timeout: 5000 }).toEqual({ lanes: 2, threads: 1 });
    clearInterval(line);
    expect(measured()).toBe(TIMINGS.pausesMs.length + 1);
  });
});
