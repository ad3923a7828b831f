import { type ContainerFault, TRUNCATED } from './fault.ts';

const MARKER = 0xff;
const END_OF_IMAGE = 0xd9;
const START_OF_SCAN = 0xda;

/**
 * Walks the marker segments (ITU-T T.81, annex B) up to the end of the image. Segments are stepped over by their length, so the end
 * of a preview inside the EXIF data is never taken for the end of the image.
 */
export function checkJpeg(bytes: Buffer): ContainerFault | null {
  let position = 2;
  for (;;) {
    position = nextMarker(bytes, position);
    const marker = bytes[position + 1];
    if (marker === undefined) return TRUNCATED;
    if (marker === END_OF_IMAGE) return null;
    position += 2;
    if (standsAlone(marker)) continue;
    if (position + 2 > bytes.length) return TRUNCATED;
    const length = bytes.readUInt16BE(position);
    if (length < 2) return { kind: 'corrupt', reason: `a segment without length at byte ${position}` };
    position += length;
    if (marker === START_OF_SCAN && position > bytes.length) return TRUNCATED;
  }
}

/** The place of the next marker: 0xff that is neither a fill byte nor a stuffed byte of the coded picture; the file's end where there is none. */
function nextMarker(bytes: Buffer, from: number): number {
  let position = bytes.indexOf(MARKER, from);
  while (position >= 0) {
    const next = bytes[position + 1];
    if (next === MARKER) position += 1;
    else if (next === 0) position = bytes.indexOf(MARKER, position + 2);
    else return position;
  }
  return bytes.length;
}

/** Restart markers and the reserved TEM have no data. */
function standsAlone(marker: number): boolean {
  return (marker >= 0xd0 && marker <= 0xd8) || marker === 0x01;
}
