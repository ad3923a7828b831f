import { type ContainerFault, TRUNCATED } from './fault.ts';
import { namesSeveralPictures } from './multiPicture.ts';

const MARKER = 0xff;
const END_OF_IMAGE = 0xd9;
const START_OF_SCAN = 0xda;
const APP2 = 0xe2;
/** DHT, JPG and DAC lie among the numbers of the frame headers. */
const NO_FRAMES: ReadonlySet<number> = new Set([0xc4, 0xc8, 0xcc]);

/** Baseline, extended and progressive, with Huffman code: what the decoder is trusted with. */
const ACCEPTED_FRAMES: ReadonlySet<number> = new Set([0xc0, 0xc1, 0xc2]);
/** Encoders write about ten; each goes over the whole picture, and a small file could name thousands. */
const MOST_SCANS = 64;
const LOSSLESS_FRAMES: ReadonlySet<number> = new Set([0xc3, 0xc7, 0xcb, 0xcf]);

/**
 * Walks the marker segments (ITU-T T.81, annex B) up to the end of the image. Segments are stepped over by their length, so the end
 * of a preview inside the EXIF data is never taken for the end of the image. A coding process that cameras do not use is refused by name.
 */
export function checkJpeg(bytes: Buffer): ContainerFault | null {
  let position = 2;
  let frames = 0;
  let scans = 0;
  for (;;) {
    position = nextMarker(bytes, position);
    const marker = bytes[position + 1];
    if (marker === undefined) return TRUNCATED;
    if (marker === END_OF_IMAGE) return scans > 0 ? null : { kind: 'corrupt', reason: 'it holds no picture' };
    position += 2;
    if (standsAlone(marker)) continue;
    if (position + 2 > bytes.length) return TRUNCATED;
    const length = bytes.readUInt16BE(position);
    if (length < 2) return { kind: 'corrupt', reason: `a segment without length at byte ${position}` };
    if (position + length > bytes.length) return TRUNCATED;
    if (marker === APP2 && namesSeveralPictures(bytes.subarray(position + 2, position + length))) {
      return { kind: 'unsupported', reason: 'it holds several pictures (MPF)' };
    }
    if (isFrame(marker)) {
      const fault = checkFrame(marker, bytes.subarray(position, position + length));
      if (fault !== null) return fault;
      frames += 1;
      if (frames > 1) return { kind: 'corrupt', reason: 'it holds two frame headers' };
    }
    if (marker === START_OF_SCAN) {
      if (frames === 0) return { kind: 'corrupt', reason: 'its frame header is missing' };
      scans += 1;
      if (scans > MOST_SCANS) return { kind: 'unsupported', reason: `JPEG of more than ${MOST_SCANS} scans` };
    }
    position += length;
  }
}

function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && !NO_FRAMES.has(marker);
}

/** @param segment from its length on: precision, height, width, number of components */
function checkFrame(marker: number, segment: Buffer): ContainerFault | null {
  if (LOSSLESS_FRAMES.has(marker)) return { kind: 'unsupported', reason: 'lossless JPEG' };
  if (marker >= 0xc9) return { kind: 'unsupported', reason: 'JPEG with arithmetic coding' };
  if (!ACCEPTED_FRAMES.has(marker)) return { kind: 'unsupported', reason: 'hierarchical JPEG' };
  if (segment.length < 8) return { kind: 'corrupt', reason: 'its frame header is cut' };
  const precision = segment.readUInt8(2);
  if (precision === 12) return { kind: 'unsupported', reason: 'JPEG with samples of 12 bit' };
  if (precision !== 8) return { kind: 'corrupt', reason: `its frame header claims samples of ${precision} bit` };
  if (segment.readUInt16BE(3) === 0) return { kind: 'unsupported', reason: 'JPEG that names its height at its end' };
  return null;
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
