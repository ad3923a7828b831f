import type { ImageTraits } from './imageTraits.ts';

/** An image in colour as a camera may write it. */
export const ORDINARY_TRAITS: ImageTraits = {
  kind: 'png',
  bits: 8,
  jpegQuality: null,
  measures: {
    ...{ brightness: 120, rimBrightness: 90, redLessBlue: 30, redLessGreen: 10 },
    ...{ colourfulness: 40, sharpness: 5, positionX: 50, positionY: 50 },
    ...{ contrast: 45, black: 0, white: 0 },
  },
};
