import {
  type BmpHeader,
  CORE_HEADER_BYTES,
  corrupt,
  FILE_HEADER_BYTES,
  INFO_HEADER_BYTES,
  TRUNCATED,
  unsupported,
} from '../../../formats/index.ts';
import { DecodingError } from '../faults.ts';

/** The bits of one colour within a pixel: `maximum` is the largest value they can hold, `shift` the place of their lowest bit. */
export interface ColourMask {
  readonly shift: number;
  readonly maximum: number;
}

export type Masks = readonly [ColourMask, ColourMask, ColourMask];

const BYTE = 255;

/** What pixels of a bitmap without masks hold: five bits a colour in 16 bits, a byte a colour (blue first) in 24 and 32. */
function masksOfTrueColour(bitsPerPixel: number): Masks {
  const [bits, maximum] = bitsPerPixel === 16 ? [5, 31] : [8, BYTE];
  return [
    { shift: 2 * bits, maximum },
    { shift: bits, maximum },
    { shift: 0, maximum },
  ];
}

/** @throws DecodingError for masks that are empty, have gaps, overlap or lie outside the pixel */
function colourMasks([red, green, blue]: readonly [number, number, number], bitsPerPixel: number): Masks {
  const overlap = (red & green) | (green & blue) | (red & blue);
  if (overlap !== 0) throw new DecodingError(corrupt('its colour masks overlap'));
  return [colourMask(red, bitsPerPixel), colourMask(green, bitsPerPixel), colourMask(blue, bitsPerPixel)];
}

function colourMask(mask: number, bitsPerPixel: number): ColourMask {
  // The lowest bit that is set; 32 for none.
  const shift = mask === 0 ? 32 : 31 - Math.clz32(mask & -mask);
  const maximum = shift === 32 ? 0 : mask >>> shift;
  const hasGap = (maximum & (maximum + 1)) !== 0;
  if (maximum === 0 || hasGap || mask >= 2 ** bitsPerPixel) {
    throw new DecodingError(unsupported(`the colour mask 0x${mask.toString(16)}`));
  }
  return { shift, maximum };
}

/** The byte of a pixel that a mask covers exactly; null where it covers other bits. */
export function byteOf({ shift, maximum }: ColourMask): number | null {
  return maximum === BYTE && shift % 8 === 0 ? shift / 8 : null;
}

/** @throws DecodingError */
export function readMasks(bytes: Buffer, { hasBitFields, bitsPerPixel }: BmpHeader): Masks {
  if (!hasBitFields) return masksOfTrueColour(bitsPerPixel);
  // They follow the first 40 bytes of the header, whether inside a longer header or behind a short one.
  const masks = at(bytes, FILE_HEADER_BYTES + INFO_HEADER_BYTES, 12);
  return colourMasks([masks.readUInt32LE(0), masks.readUInt32LE(4), masks.readUInt32LE(8)], bitsPerPixel);
}

/** Red, green and blue of each colour; empty where pixels hold their own colours. @throws DecodingError */
export function readPalette(
  bytes: Buffer,
  { headerBytes, bitsPerPixel, pixelStart, coloursUsed }: BmpHeader,
): Uint8Array {
  if (bitsPerPixel > 8) return new Uint8Array();
  const most = 2 ** bitsPerPixel;
  if (coloursUsed > most) throw new DecodingError(corrupt(`it claims ${coloursUsed} colours`));
  const entryBytes = headerBytes === CORE_HEADER_BYTES ? 3 : 4;
  const start = FILE_HEADER_BYTES + headerBytes;
  // Some writers leave the number out and write fewer colours than there could be.
  const count = Math.min(coloursUsed === 0 ? most : coloursUsed, Math.floor((pixelStart - start) / entryBytes));
  const entries = at(bytes, start, count * entryBytes);
  const palette = new Uint8Array(count * 3);
  for (let colour = 0; colour < count; colour += 1) {
    for (const channel of [0, 1, 2]) palette[colour * 3 + channel] = entries[colour * entryBytes + 2 - channel] ?? 0;
  }
  return palette;
}

function at(bytes: Buffer, start: number, length: number): Buffer {
  if (start + length > bytes.length) throw new DecodingError(TRUNCATED);
  return bytes.subarray(start, start + length);
}
