/** Has complete files judged by lanes, decides the verdicts, and records each file once. */
export { createInspector, type Inspector } from './inspector.ts';
