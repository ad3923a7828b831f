/** Has complete files judged by lanes, decides the verdicts, and records each file once. */
export { type Inspector, openInspector } from './inspector.ts';
