import { z } from 'zod';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** A smaller step is followed. NTP, leap seconds and a hand that sets the minutes put no image into another day, except around midnight. */
export const SMALLEST_JUMP_MS = 10 * MINUTE_MS;
/** The state is written at least so often, so that what a crash leaves unknown is shorter than a jump. */
export const KNOWN_WITHIN_MS = 5 * MINUTE_MS;
/** The longest time that a machine is believed to have been off: from the evening before a long weekend to the morning after it. */
export const LONGEST_SHUTDOWN_MS = 5 * DAY_MS;
/** After a start of the machine a time server may still set its clock. */
const SETTLING_MS = 10 * MINUTE_MS;
/** How long a clock that jumped has to hold, in time of operation, before it is believed without a person. */
const HOLDING_MS = DAY_MS;
/** No clock that is right says less: this was written later. */
const EARLIEST_MS = Date.UTC(2026, 0, 1);

/** What the machine says of the time. */
export interface ClockReading {
  /** Its clock, which people and time servers set. */
  readonly wallMs: number;
  /** Since the machine was started, sleep included. Nothing sets it. */
  readonly uptimeMs: number;
  /** Names this start of the machine; null where nothing does. */
  readonly boot: string | null;
}

const doubtSchema = z.object({
  /** The time of operation at which it began: what was recorded from then on may carry a wrong time. */
  sinceMs: z.number(),
  /** The time of operation since which the clock has not jumped again. */
  heldSinceMs: z.number(),
  /** The clock minus the time of operation, as the clock has it now. */
  offsetMs: z.number(),
  /** The machine was off meanwhile, and only the clock can know how long. */
  isAfterShutdown: z.boolean(),
  hasJumped: z.boolean(),
  /** What the clock should have said, or said last, and what it said instead. */
  from: z.iso.datetime(),
  to: z.iso.datetime(),
});
export type ClockDoubt = z.infer<typeof doubtSchema>;

export const clockStateSchema = z.object({
  /** The time that the machine has run, as far as the station knows: it counts from the clock's first word, and never jumps. */
  livedMs: z.number(),
  wallMs: z.number(),
  uptimeMs: z.number(),
  boot: z.string().nullable(),
  /** The clock minus the time of operation, as it was last believed. */
  offsetMs: z.number(),
  doubt: doubtSchema.nullable(),
});
export type ClockState = z.infer<typeof clockStateSchema>;

/** A doubt that has ended. */
export interface SettledDoubt extends Pick<ClockDoubt, 'sinceMs' | 'offsetMs' | 'hasJumped' | 'from' | 'to'> {
  readonly untilMs: number;
  /** How long the machine was off before it, as far as that is believed. */
  readonly shutdownMs: number;
  readonly ended: 'held' | 'returned' | 'confirmed';
  /** It was shown to people. */
  readonly wasShown: boolean;
}

export interface Advance {
  readonly state: ClockState;
  readonly settled: SettledDoubt | null;
}

/** The state of a station that has never seen a clock. */
export function firstState(reading: ClockReading): ClockState {
  if (reading.wallMs >= EARLIEST_MS) return { ...reading, livedMs: reading.wallMs, offsetMs: 0, doubt: null };
  return {
    livedMs: EARLIEST_MS,
    wallMs: EARLIEST_MS,
    uptimeMs: Number.MAX_SAFE_INTEGER,
    boot: null,
    offsetMs: 0,
    doubt: null,
  };
}

/**
 * What the station knows of the time after another look at the clock. The time of operation goes on by the uptime and by nothing else. A clock that
 * does not go with it is in doubt until it returns, holds or is confirmed.
 */
export function advance(before: ClockState, reading: ClockReading): Advance {
  const isSameStart = reading.boot === before.boot && reading.uptimeMs > before.uptimeMs - COARSEST_UPTIME_MS;
  const livedMs = before.livedMs + (isSameStart ? Math.max(0, reading.uptimeMs - before.uptimeMs) : KNOWN_WITHIN_MS);
  const state = { ...before, ...reading, livedMs };
  const offsetMs = reading.wallMs - livedMs;
  const { doubt } = before;
  if (doubt === null) {
    if (!isSameStart) return settledIfHeld({ ...state, doubt: afterShutdown(before, state, offsetMs) });
    if (isNear(offsetMs, before.offsetMs)) return { state: { ...state, offsetMs }, settled: null };
    const jump = { sinceMs: before.livedMs, isAfterShutdown: false, ...jumpOf(state, offsetMs) };
    return { state: { ...state, doubt: jump }, settled: null };
  }
  // A clock in doubt that goes on over a night in which the machine is off has held.
  const hasHeld = isSameStart ? isNear(offsetMs, doubt.offsetMs) : isShutdown(offsetMs - doubt.offsetMs);
  const isAfterShutdown = doubt.isAfterShutdown || !isSameStart;
  if (hasHeld) return settledIfHeld({ ...state, doubt: { ...doubt, isAfterShutdown, offsetMs } });
  const { from, ...jump } = jumpOf(state, offsetMs);
  const seenBefore = doubt.isAfterShutdown ? doubt.from : from;
  return settledIfHeld({ ...state, doubt: { ...doubt, ...jump, isAfterShutdown, from: seenBefore } });
}

/** Systems that count the uptime in seconds round it. */
const COARSEST_UPTIME_MS = 2000;

function afterShutdown(before: ClockState, { livedMs, wallMs }: ClockState, offsetMs: number): ClockDoubt {
  const times = { sinceMs: livedMs, heldSinceMs: livedMs, from: iso(before.wallMs), to: iso(wallMs) };
  return { ...times, offsetMs, isAfterShutdown: true, hasJumped: !isShutdown(offsetMs - before.offsetMs) };
}

function jumpOf({ livedMs, wallMs, offsetMs: believed }: ClockState, offsetMs: number) {
  return { heldSinceMs: livedMs, offsetMs, hasJumped: true, from: iso(livedMs + believed), to: iso(wallMs) };
}

function settledIfHeld(state: ClockState): Advance {
  const { doubt, livedMs, offsetMs } = state;
  if (doubt === null) return { state, settled: null };
  if (!doubt.isAfterShutdown && isNear(doubt.offsetMs, offsetMs)) return settle(state, 'returned');
  const holdingMs = isShown(state) ? HOLDING_MS : SETTLING_MS;
  return livedMs - doubt.heldSinceMs < holdingMs ? { state, settled: null } : settle(state, 'held');
}

/** The clock is believed from now on. */
export function settle(state: ClockState, ended: SettledDoubt['ended']): Advance {
  const { doubt, livedMs } = state;
  if (doubt === null) return { state, settled: null };
  const { sinceMs, offsetMs, hasJumped, from, to } = doubt;
  const settled = { sinceMs, untilMs: livedMs, offsetMs, hasJumped, from, to, ended };
  return {
    state: { ...state, offsetMs, doubt: null },
    settled: { ...settled, shutdownMs: shutdownMsOf(state), wasShown: isShown(state) },
  };
}

/** Whether people are told: a machine that was off for a night and says so is in order, and only watched for a while. */
export function isShown({ doubt, offsetMs }: ClockState): boolean {
  return doubt !== null && !(doubt.isAfterShutdown && isShutdown(doubt.offsetMs - offsetMs));
}

/**
 * How long the machine was off in the present doubt, as far as it counts. However right the clock may be now, the one before may have been wrong, and
 * nothing must be deleted for that: a shutdown that is not believed counts for nothing, not even if a person confirms the clock.
 */
export function shutdownMsOf(state: ClockState): number {
  const { doubt, offsetMs } = state;
  return doubt === null || isShown(state) ? 0 : Math.max(0, doubt.offsetMs - offsetMs);
}

function isNear(first: number, second: number): boolean {
  return Math.abs(first - second) < SMALLEST_JUMP_MS;
}

function isShutdown(offMs: number): boolean {
  return offMs > -SMALLEST_JUMP_MS && offMs <= LONGEST_SHUTDOWN_MS;
}

function iso(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
