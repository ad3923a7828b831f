/** When sources did not inspect, and why. */
export { Downtime, type DowntimeTimings } from './downtime.ts';
