import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../gaussian/random.fixture.ts';
import { LONGEST_RUN, UnlikelyRun } from './unlikelyRun.ts';

/** After how many fails in a row a run is told of. */
function failsInARow(rate: number): number {
  const run = new UnlikelyRun(rate);
  let fails = 0;
  while (run.current === null) {
    run.add(true);
    fails += 1;
  }
  return fails;
}

function add(run: UnlikelyRun, failed: boolean, times: number): void {
  for (let time = 0; time < times; time += 1) run.add(failed);
}

describe('a run that the promised rate cannot explain', () => {
  it('is told as soon as its chance is one in 200 million', () => {
    // 0.01^5 = 1e-10, and 0.01^4 = 1e-8; 0.14^10 = 2.9e-9, and 0.14^9 = 2.1e-8.
    expect(failsInARow(0.01)).toBe(5);
    expect(failsInARow(0.14)).toBe(10);
  });

  it('is found among passes, and told as the stretch that is least likely', () => {
    const run = new UnlikelyRun(0.01);
    add(run, false, 150);
    for (let part = 0; part < 20; part += 1) run.add(part !== 5 && part !== 11);
    expect(run.current).toEqual({ failed: 18, count: 20 });
  });

  it('is nothing that comes within the promise, or a little above it', () => {
    const run = new UnlikelyRun(0.14);
    for (let part = 0; part < 2000; part += 1) {
      run.add(part % 5 === 0);
      expect(run.current).toBeNull();
    }
  });

  it('counts the passes that follow it, and ends when it would not have brought so many itself', () => {
    const run = new UnlikelyRun(0.14);
    add(run, true, 60);
    expect(run.current).toEqual({ failed: 60, count: 60 });
    run.add(false);
    expect(run.current).toEqual({ failed: 60, count: 61 });
    run.add(false);
    expect(run.current).toBeNull();
  });

  it('goes on through single passes where a quarter of the parts pass', () => {
    const run = new UnlikelyRun(0.14);
    for (let part = 0; part < 100; part += 1) run.add(part % 4 !== 0);
    expect(run.current).not.toBeNull();
    add(run, false, 4);
    expect(run.current).toBeNull();
  });

  it('leaves nothing behind that a later fail could bring back', () => {
    const run = new UnlikelyRun(0.14);
    add(run, true, 60);
    add(run, false, 2);
    run.add(true);
    expect(run.current).toBeNull();
  });

  it('is bounded, however long it lasts', () => {
    const run = new UnlikelyRun(0.14);
    add(run, true, 1000);
    expect(run.current).toEqual({ failed: LONGEST_RUN, count: LONGEST_RUN });
  });
});

describe('on a line whose good parts fail as often as promised', () => {
  /** How often an alarm was raised in so many parts. */
  function alarms(rate: number, parts: number, partsPerFalseAlarm?: number): number {
    const random = randomFrom(7);
    const run = new UnlikelyRun(rate, partsPerFalseAlarm);
    let raised = 0;
    let before = false;
    for (let part = 0; part < parts; part += 1) {
      run.add(random.uniform() < rate);
      const now = run.current !== null;
      if (now && !before) raised += 1;
      before = now;
    }
    return raised;
  }

  it.each([0.01, 0.05, 0.14])('there is no alarm in 40,000 parts at a rate of %s', (rate) => {
    expect(alarms(rate, 40_000)).toBe(0);
  });

  it.each([0.01, 0.14])('alarms are rarer than stated, yet there are some, at a rate of %s', (rate) => {
    // Stated: at most one in 20 parts, which is 2,000.
    const raised = alarms(rate, 40_000, 20);
    expect(raised).toBeLessThan(2000);
    expect(raised).toBeGreaterThan(0);
  });
});
