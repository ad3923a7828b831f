/** The station's state as the screens show it: counters, conditions and notices. */
export { Health } from './health.ts';
export { LineGuard } from './lineGuard.ts';
