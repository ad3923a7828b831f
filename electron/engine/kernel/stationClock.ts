import { readFileSync } from 'node:fs';
import { uptime } from 'node:os';
import type { StationDatabase } from '../storage/index.ts';
import {
  type Advance,
  advance,
  type ClockDoubt,
  type ClockReading,
  type ClockState,
  clockStateSchema,
  firstState,
  isShown,
  KNOWN_WITHIN_MS,
  type SettledDoubt,
  settle,
  shutdownMsOf,
} from './steadyTime.ts';

/** Reads the clocks of the machine. */
export type ReadClock = () => ClockReading;

/** A moment as a record keeps it. */
export interface Moment {
  /** What the clock said. */
  readonly at: string;
  /** The time of operation, which orders and dates it whatever the clock said. */
  readonly livedMs: number;
}

type SettledRow = Omit<SettledDoubt, 'hasJumped' | 'wasShown'> & { readonly hasJumped: 0 | 1 };

/**
 * The station's time. People set the clock of a machine, and a time server corrects it; what may be deleted must not follow from that. So ages are
 * counted in the time of operation, which no clock changes, and a clock that jumped is in doubt for a while.
 */
export class StationClock {
  readonly #database: StationDatabase;
  readonly #read: ReadClock;
  /** Those of earlier, the oldest first. */
  readonly #settled: Pick<SettledDoubt, 'sinceMs' | 'untilMs' | 'offsetMs' | 'hasJumped' | 'shutdownMs'>[];
  readonly #settledListeners: ((doubt: SettledDoubt) => void)[] = [];
  #unsaved: SettledDoubt[] = [];
  #state: ClockState;
  #saved: ClockState | null;

  constructor(database: StationDatabase, read: ReadClock = systemClock()) {
    this.#database = database;
    this.#read = read;
    this.#saved = savedState(database);
    this.#settled = database
      .prepare<SettledRow>(
        `SELECT since_lived_ms AS sinceMs, until_lived_ms AS untilMs, offset_ms AS offsetMs, has_jumped AS hasJumped, shutdown_ms AS shutdownMs
         FROM clock_doubt ORDER BY since_lived_ms`,
      )
      .all()
      .map((row) => ({ ...row, hasJumped: row.hasJumped === 1 }));
    this.#state = this.#saved ?? firstState(read());
    this.look();
  }

  /** What the clock of the machine says. */
  now(): Date {
    return new Date(this.#look().wallMs);
  }

  /** What the clock would say had it not jumped. */
  steadyNow(): Date {
    const state = this.#look();
    return new Date(state.livedMs + state.offsetMs + shutdownMsOf(state));
  }

  moment(): Moment {
    const { wallMs, livedMs } = this.#look();
    return { at: new Date(wallMs).toISOString(), livedMs: Math.round(livedMs) };
  }

  /** The time of operation that was so long ago. The time that the machine was off counts, as far as it is believed. */
  livedAgo(ageMs: number): number {
    const state = this.#look();
    const present = { sinceMs: state.doubt?.sinceMs ?? state.livedMs, shutdownMs: shutdownMsOf(state) };
    let [untilMs, leftMs] = [state.livedMs, ageMs];
    for (const { sinceMs, shutdownMs } of [...this.#settled, present].reverse()) {
      if (untilMs - sinceMs >= leftMs) break;
      leftMs -= untilMs - sinceMs + shutdownMs;
      untilMs = sinceMs;
      // While it was off nothing was recorded.
      if (leftMs <= 0) return sinceMs - 1;
    }
    return untilMs - leftMs;
  }

  /** How long ago this station's clock said so; 0 if it never can have. Where it has jumped, the shorter of what it may mean. */
  ageMs(at: string): number {
    const ages = [this.now(), this.steadyNow()].map((now) => now.getTime() - Date.parse(at)).filter((age) => age >= 0);
    return Math.min(...(ages.length === 0 ? [0] : ages));
  }

  /** When something was recorded, as far as it is known today: the clock may have been wrong then, and says what it said. */
  timeOf({ at, livedMs }: Moment): string {
    const doubt = this.#settled.find(({ sinceMs, untilMs }) => livedMs >= sinceMs && livedMs < untilMs);
    return doubt?.hasJumped === true ? new Date(livedMs + doubt.offsetMs).toISOString() : at;
  }

  /** Whether what cannot be undone may follow from the clock now. */
  isSure(): boolean {
    return this.#look().doubt === null;
  }

  /** The jump that people are told of. */
  get doubt(): ClockDoubt | null {
    return isShown(this.#state) ? this.#state.doubt : null;
  }

  /** A person says that the clock is right. @throws SigmalineError `storage.*` */
  confirm(): void {
    this.#take(settle(this.#state, 'confirmed'));
    this.#save();
  }

  onSettled(listener: (doubt: SettledDoubt) => void): void {
    this.#settledListeners.push(listener);
  }

  /** To be called often: a jump is noticed by it. Writes down what changed. @throws SigmalineError `storage.*` */
  look(): void {
    const { doubt, livedMs } = this.#look();
    const saved = this.#saved;
    const isNews = saved === null || this.#unsaved.length > 0 || doubt?.heldSinceMs !== saved.doubt?.heldSinceMs;
    if (isNews || livedMs - saved.livedMs >= KNOWN_WITHIN_MS) this.#save();
  }

  #look(): ClockState {
    this.#take(advance(this.#state, this.#read()));
    return this.#state;
  }

  #take({ state, settled }: Advance): void {
    this.#state = state;
    if (settled === null) return;
    this.#settled.push(settled);
    this.#unsaved.push(settled);
    for (const listener of this.#settledListeners) listener(settled);
  }

  #save(): void {
    const state = this.#state;
    this.#database.transaction(() => {
      const insert = this.#database.prepare(
        `INSERT OR IGNORE INTO clock_doubt (since_lived_ms, until_lived_ms, offset_ms, has_jumped, shutdown_ms, said_before, said_after, ended)
         VALUES (:sinceMs, :untilMs, :offsetMs, :hasJumped, :shutdownMs, :from, :to, :ended)`,
      );
      for (const { wasShown: _, ...doubt } of this.#unsaved)
        insert.run({ ...doubt, hasJumped: doubt.hasJumped ? 1 : 0 });
      this.#database
        .prepare('INSERT INTO clock (id, state) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET state = excluded.state')
        .run(JSON.stringify(state));
    });
    this.#unsaved = [];
    this.#saved = state;
  }
}

function savedState(database: StationDatabase): ClockState | null {
  const row = database.prepare<{ state: string }>('SELECT state FROM clock').get();
  return row === undefined ? null : clockStateSchema.parse(JSON.parse(row.state));
}

/** The machine's own clocks. The operating system is asked for its uptime once a second, and whenever the machine may have slept. */
function systemClock(): ReadClock {
  const boot = bootId();
  let asked = { wallMs: 0, monotonicMs: Number.NEGATIVE_INFINITY, uptimeMs: 0 };
  let lastMs = 0;
  return () => {
    const [wallMs, monotonicMs] = [Date.now(), performance.now()];
    const sinceMs = monotonicMs - asked.monotonicMs;
    if (sinceMs > ASK_EVERY_MS || Math.abs(wallMs - asked.wallMs - sinceMs) > ASK_EVERY_MS) {
      asked = { wallMs, monotonicMs, uptimeMs: uptime() * 1000 };
    }
    lastMs = Math.max(lastMs, Math.round(asked.uptimeMs + monotonicMs - asked.monotonicMs));
    return { wallMs, uptimeMs: lastMs, boot };
  };
}

const ASK_EVERY_MS = 1000;

function bootId(): string | null {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    // Elsewhere the uptime alone has to tell one start of the machine from another.
    return null;
  }
}
