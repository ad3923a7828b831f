/** The station's state as the screens show it: counters, conditions and notices. */
export { Capacity } from './capacity.ts';
export { GoodPartsWatch } from './goodPartsWatch.ts';
export { Health } from './health.ts';
export { LateVerdicts } from './lateVerdicts.ts';
export { LineGuard } from './lineGuard.ts';
export { MeasureTrends } from './measureTrends.ts';
