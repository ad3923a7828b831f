/** Anomaly maps made visible. */
export { paintHeatmap } from './paint.ts';
