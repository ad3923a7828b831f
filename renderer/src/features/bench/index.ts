/** The engineer's bench: a calibration in steps, from good images to a version in use. */

export { default as BenchScreen } from './BenchScreen.svelte';
export { againAddress } from './benchAddress.ts';
