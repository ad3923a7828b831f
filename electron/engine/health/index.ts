/** What the screens show of the station's state: counters, conditions, notices. */
export { Health } from './health.ts';
