/** The engineer's bench: calibrations in the making, their images, surveys and fits. */
export { Bench } from './bench.ts';
