/** A station whose engine runs in a process that can be killed, and what must hold for it afterwards. */
export { startEngineProcess } from './engineProcess.ts';
export { brokenInvariants } from './invariants.ts';
export type { StoredRecord } from './records.ts';
export { createTortureStation, eventually, TORTURE_TIMINGS, type TortureStation } from './tortureStation.ts';
