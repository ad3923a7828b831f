/** Gives complete files to lanes, decides their verdicts and records each file exactly once. */
export { type Inspector, openInspector } from './inspector.ts';
export type { Occupancy } from './judgement.ts';
