/** What all features share: the database, the log, conditions, events and background work. The kernel knows no feature. */
export { actingAs, actingAsCommand, actingAsStation, asCallers, currentActor } from './actor.ts';
export type { AuditedAction } from './auditTrail.ts';
export type { Statement } from './conditions.ts';
export { type Feature, Kernel } from './kernel.ts';
export { type Moment, type ReadClock, StationClock } from './stationClock.ts';
export { SMALLEST_JUMP_MS } from './steadyTime.ts';
export { BackOff, Queue, type Repeated, Work, withinGrace } from './work.ts';
