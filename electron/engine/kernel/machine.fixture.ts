import type { ReadClock } from './stationClock.ts';

/** A machine whose clock and uptime a test has in its hand. */
export class FakeMachine {
  #starts = 1;
  uptimeMs = 60 * 60_000;
  wallMs: number;

  constructor(at: string) {
    this.wallMs = Date.parse(at);
  }

  readonly read: ReadClock = () => ({ wallMs: this.wallMs, uptimeMs: this.uptimeMs, boot: `start ${this.#starts}` });

  get at(): string {
    return new Date(this.wallMs).toISOString();
  }

  /** Time passes, and the clock goes with it. */
  pass(milliseconds: number): void {
    this.wallMs += milliseconds;
    this.uptimeMs += milliseconds;
  }

  /** Somebody sets the clock. */
  set(at: string): void {
    this.wallMs = Date.parse(at);
  }

  /** The machine is off for a while, and its clock goes on. */
  shutDown(milliseconds: number): void {
    this.#starts += 1;
    this.wallMs += milliseconds;
    this.uptimeMs = 60_000;
  }
}
