/** The demo line: a sample product and a simulated camera, so that a station can be tried without a real one. */
export { Demo } from './demo.ts';
export { writeLikeACamera } from './sampleLine.ts';
