import { type Spread, spreadOf } from './statistics.ts';

/** Does a piece of work and says how many milliseconds it took. */
export type TimedWork = () => Promise<number>;

export interface Comparison {
  readonly first: Spread;
  readonly second: Spread;
  /** First over second, of each pair. */
  readonly ratio: Spread;
}

/**
 * Takes turns, first and second, `pairs` times, and compares within each pair: whatever else the machine does meanwhile slows both, and each always
 * finds the caches as the other left them.
 */
export async function interleave(pairs: number, first: TimedWork, second: TimedWork): Promise<Comparison> {
  const times: { readonly first: number; readonly second: number }[] = [];
  for (let pair = 0; pair < pairs; pair += 1) times.push({ first: await first(), second: await second() });
  return {
    first: spreadOf(times.map((pair) => pair.first)),
    second: spreadOf(times.map((pair) => pair.second)),
    ratio: spreadOf(times.map((pair) => pair.first / pair.second)),
  };
}

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

/** Milliseconds of this process's processor time, of all its threads. */
export async function processorMs(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
