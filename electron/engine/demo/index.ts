/** The sample product with a simulated camera, so that a station shows what it does before a real camera is there. */
export { openDemo } from './demo.ts';
export { writeLikeACamera } from './sampleLine.ts';
