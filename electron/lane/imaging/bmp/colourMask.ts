import { BmpError } from './fault.ts';

/** The bits of one colour within a pixel: `maximum` is the largest value they can hold, `shift` the place of their lowest bit. */
export interface ColourMask {
  readonly shift: number;
  readonly maximum: number;
}

type Masks = readonly [ColourMask, ColourMask, ColourMask];

const BYTE = 255;

/** What pixels of a bitmap without masks hold: five bits a colour in 16 bits, a byte a colour (blue first) in 24 and 32. */
export function masksOfTrueColour(bitsPerPixel: number): Masks {
  const [bits, maximum] = bitsPerPixel === 16 ? [5, 31] : [8, BYTE];
  return [
    { shift: 2 * bits, maximum },
    { shift: bits, maximum },
    { shift: 0, maximum },
  ];
}

/** @throws BmpError for masks that are empty, have gaps, overlap or lie outside the pixel */
export function colourMasks([red, green, blue]: readonly [number, number, number], bitsPerPixel: number): Masks {
  const overlap = (red & green) | (green & blue) | (red & blue);
  if (overlap !== 0) throw new BmpError({ kind: 'corrupt', reason: 'its colour masks overlap' });
  return [colourMask(red, bitsPerPixel), colourMask(green, bitsPerPixel), colourMask(blue, bitsPerPixel)];
}

function colourMask(mask: number, bitsPerPixel: number): ColourMask {
  // The lowest bit that is set; 32 for none.
  const shift = mask === 0 ? 32 : 31 - Math.clz32(mask & -mask);
  const maximum = shift === 32 ? 0 : mask >>> shift;
  const hasGap = (maximum & (maximum + 1)) !== 0;
  if (maximum === 0 || hasGap || mask >= 2 ** bitsPerPixel) {
    throw new BmpError({ kind: 'unsupported', reason: `the colour mask 0x${mask.toString(16)}` });
  }
  return { shift, maximum };
}

/** The byte of a pixel that a mask covers exactly; null where it covers other bits. */
export function byteOf({ shift, maximum }: ColourMask): number | null {
  return maximum === BYTE && shift % 8 === 0 ? shift / 8 : null;
}
