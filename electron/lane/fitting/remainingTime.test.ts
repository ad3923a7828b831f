import { describe, expect, it } from 'vitest';
import type { FitProgress } from '../../../shared/processes/jobs.ts';
import { RemainingTime } from './remainingTime.ts';

interface Run {
  readonly steps: readonly (Pick<FitProgress, 'phase' | 'done' | 'total'> & { readonly atMs: number })[];
  readonly endMs: number;
}

/** A fit of 100 images whose phases take so many milliseconds a step. */
function runOf(paces: readonly (readonly [FitProgress['phase'], steps: number, stepMs: number])[]): Run {
  let atMs = 0;
  const steps = paces.flatMap(([phase, total, stepMs]) =>
    Array.from({ length: total }, (_, index) => {
      atMs += stepMs;
      return { phase, done: index + 1, total, atMs };
    }),
  );
  return { steps, endMs: atMs };
}

function told({ steps, endMs }: Run, precision: 'float' | 'auto') {
  const estimate = new RemainingTime(100, 2, { precision }, 0);
  return steps.map(({ atMs, ...progress }) => ({
    atMs,
    remainingMs: estimate.after(progress, atMs),
    rightMs: endMs - atMs,
  }));
}

describe('the remaining time of a fit', () => {
  const usual = runOf([
    ['reading', 100, 110],
    ['varying', 200, 95],
    ['fitting', 100, 80],
    ['compiling', 3, 600],
  ]);

  it('is told once there is something to tell by, and is then about right', () => {
    const all = told(usual, 'float');
    expect(all.slice(0, 10).every(({ remainingMs }) => remainingMs === null)).toBe(true);
    const known = all.filter(({ remainingMs }) => remainingMs !== null);
    expect(known.length).toBeGreaterThan(350);
    for (const { remainingMs, rightMs } of known)
      expect(Math.abs((remainingMs ?? 0) - rightMs)).toBeLessThan(usual.endMs / 5);
  });

  it('never jumps, also where a phase takes much longer or is left out', () => {
    const longer = runOf([
      ['reading', 100, 110],
      ['varying', 200, 95],
      ['fitting', 100, 600],
      ['compiling', 3, 600],
    ]);
    for (const run of [longer, usual]) {
      const known = told(run, 'auto').filter(({ remainingMs }) => remainingMs !== null);
      for (const [index, { remainingMs, atMs }] of known.entries()) {
        const before = known[index - 1];
        if (before === undefined || atMs > run.endMs - 1800) continue;
        const expected = (before.remainingMs ?? 0) - (atMs - before.atMs);
        expect(Math.abs((remainingMs ?? 0) - expected)).toBeLessThan(run.endMs / 10);
      }
    }
  });

  it('is nothing at the end', () => {
    expect(told(usual, 'auto').at(-1)?.remainingMs).toBe(0);
  });
});
