import { setTimeout as delay } from 'node:timers/promises';
import { type Growth, growingMs } from '../../../shared/domain/index.ts';

/** Something that is done again and again. */
export interface Repeated {
  /** There may be something to do: the pause that goes on, or the next one, is cut short. */
  wake(): void;
}

/**
 * What a feature does beside its requests: loops, tries and jobs, all of which end when the feature stops. A failure is reported and ends nothing.
 */
export class Work {
  readonly #ending = new AbortController();
  readonly #atWork = new Set<Promise<unknown>>();
  readonly #sleepers = new Set<() => void>();
  readonly #report: (error: unknown) => void;

  constructor(report: (error: unknown) => void) {
    this.#report = report;
  }

  get signal(): AbortSignal {
    return this.#ending.signal;
  }

  get isStopped(): boolean {
    return this.#ending.signal.aborted;
  }

  /**
   * Does `task` at once and again after each pause, never twice at the same time. After a failure the pause grows from `pauseMs`.
   *
   * @param pauseMs between the end of one time and the beginning of the next, or what says it
   */
  repeat(
    pauseMs: number | (() => number),
    task: () => Promise<void> | void,
    { afterFailure }: { readonly afterFailure?: Growth } = {},
  ): Repeated {
    const sleep = new WakeableSleep();
    const wake = (): void => sleep.wake();
    this.#sleepers.add(wake);
    const run = async (): Promise<void> => {
      for (let failures = 0; !this.isStopped; ) {
        try {
          await task();
          failures = 0;
        } catch (thrown) {
          if (!this.isStopped) this.#report(thrown);
          failures += 1;
        }
        if (this.isStopped) return;
        const usual = typeof pauseMs === 'number' ? pauseMs : pauseMs();
        const isFailing = failures > 0 && afterFailure !== undefined;
        await sleep.for(isFailing ? growingMs(failures - 1, afterFailure) : usual);
      }
    };
    this.do(run);
    return { wake };
  }

  /** Does something that nobody waits for. What it throws is reported, unless the work has ended by then. */
  do(task: () => Promise<unknown>): void {
    this.join(task()).catch((thrown: unknown) => {
      if (!this.isStopped) this.#report(thrown);
    });
  }

  /** Lets `stop` wait for a promise whose outcome somebody else looks after. */
  join<Result>(promise: Promise<Result>): Promise<Result> {
    const joined = promise.finally(() => this.#atWork.delete(joined));
    this.#atWork.add(joined);
    return joined;
  }

  /** @returns false where the work ended meanwhile */
  async pause(milliseconds: number): Promise<boolean> {
    await delay(milliseconds, undefined, { signal: this.signal }).catch(() => undefined);
    return !this.isStopped;
  }

  /** Nothing more is begun. Waits for what is at work, for so long at most: a share may never answer. */
  async stop(graceMs: number): Promise<void> {
    this.#ending.abort();
    for (const wake of this.#sleepers) wake();
    await withinGrace(Promise.allSettled([...this.#atWork]), graceMs);
  }
}

/** A pause that something urgent can cut short. A wake that comes while nobody sleeps cuts the next pause short. */
class WakeableSleep {
  #isWakePending = false;
  #end: (() => void) | null = null;

  for(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(clock);
        this.#end = null;
        this.#isWakePending = false;
        resolve();
      };
      const clock = setTimeout(end, this.#isWakePending ? 0 : milliseconds);
      this.#end = end;
    });
  }

  wake(): void {
    this.#isWakePending = true;
    this.#end?.();
  }
}

/** One job at a time, in the order in which they were given. */
export class Queue {
  #last: Promise<unknown> = Promise.resolve();

  run<Result>(job: () => Promise<Result> | Result): Promise<Result> {
    const done = this.#last.then(job);
    this.#last = done.catch(() => undefined);
    return done;
  }
}

/** Failures in a row, and how long to wait after the last one. */
export class BackOff {
  readonly #growth: Growth;
  #failures = 0;
  #untilMs = 0;

  constructor(growth: Growth) {
    this.#growth = growth;
  }

  get failures(): number {
    return this.#failures;
  }

  /** Whether it is too early to try again. */
  get isPausing(): boolean {
    return performance.now() < this.#untilMs;
  }

  /** @returns the pause that begins now, in milliseconds */
  fail(): number {
    const pauseMs = growingMs(this.#failures, this.#growth);
    this.#failures += 1;
    this.#untilMs = performance.now() + pauseMs;
    return pauseMs;
  }

  succeed(): void {
    this.#failures = 0;
    this.#untilMs = 0;
  }
}

/** Resolves when the promise settles, however it ends, or when the time is up. */
export async function withinGrace(promise: Promise<unknown>, graceMs: number): Promise<void> {
  const timeUp = new AbortController();
  const settled = promise.then(
    () => undefined,
    () => undefined,
  );
  await Promise.race([settled, delay(graceMs, undefined, { signal: timeUp.signal }).catch(() => undefined)]);
  timeUp.abort();
}
