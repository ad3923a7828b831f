/** The sample product with a simulated camera, so that a station shows what it does before a real camera is there. */
export { createDemo, type Demo, type DemoParts, SAMPLE_RECIPE_NAME } from './demo.ts';
export { type CameraPace, writeLikeACamera } from './simulatedCamera.ts';
