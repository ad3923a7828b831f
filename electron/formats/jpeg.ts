import {
  type Completeness,
  corrupt,
  type Fault,
  type ImageFormat,
  MAXIMUM_PIXELS,
  TRUNCATED,
  unsupported,
} from './format.ts';
import { layoutOf, readDirectory } from './tiffDirectory.ts';
import { bytesAt, type Walk, walkBuffer } from './walk.ts';

const MARKER = 0xff;
const END_OF_IMAGE = 0xd9;
const START_OF_SCAN = 0xda;
const APP2 = 0xe2;
/** DHT, JPG and DAC lie among the numbers of the frame headers. */
const NO_FRAMES: ReadonlySet<number> = new Set([0xc4, 0xc8, 0xcc]);
const LAST_SEQUENTIAL_FRAME = 0xc1;
/** Baseline, extended and progressive, with Huffman code: what the decoder is trusted with. */
const ACCEPTED_FRAMES: ReadonlySet<number> = new Set([0xc0, 0xc1, 0xc2]);
const LOSSLESS_FRAMES: ReadonlySet<number> = new Set([0xc3, 0xc7, 0xcb, 0xcf]);
/** Encoders write about ten; each goes over the whole picture, and a small file could name thousands. */
const MOST_SCANS = 64;

/** A segment's marker is where it must be, or its scan is long. */
const SHORTEST_WINDOW_BYTES = 32;
const LONGEST_WINDOW_BYTES = 64 * 1024;
/** Some cameras put a preview or notes behind the end of the image; it is looked for here first. */
const TAIL_BYTES = 64 * 1024;

export const jpeg: ImageFormat<'jpeg'> = {
  kind: 'jpeg',
  signatures: [[0xff, 0xd8, 0xff]],
  extensions: ['.jpg', '.jpeg'],
  mediaType: 'image/jpeg',
  mostPixels: MAXIMUM_PIXELS,
  isShownByBrowsers: () => true,
  completeness,
  fault,
};

interface Segment {
  readonly marker: number;
  /** Behind its length. */
  readonly start: number;
  readonly end: number;
}

/** What a segment's look at says: a fault ends the walk, `end` ends it as the end of the image would. */
type Visitor = (segment: Segment) => Walk<Fault | 'end' | null>;

/**
 * Walks the marker segments (ITU-T T.81, annex B) up to the end of the image. Segments are stepped over by their length, so the end
 * of a preview inside the EXIF data is never taken for the end of the image; inside a scan the mark cannot occur, because 0xFF is escaped there.
 *
 * @param from behind the start of the image, or anywhere inside a scan
 * @returns null where the end was reached
 */
function* walkSegments(from: number, size: number, visit: Visitor): Walk<Fault | null> {
  let position = from;
  for (;;) {
    const found = yield* nextMarker(position, size);
    if (found === null) return TRUNCATED;
    const { marker, end: start } = found;
    if (marker === END_OF_IMAGE) return null;
    position = start;
    if (standsAlone(marker)) continue;
    const lengthField = yield* bytesAt(start, 2);
    if (lengthField.length < 2) return TRUNCATED;
    const length = lengthField.readUInt16BE(0);
    if (length < 2) return corrupt(`a segment without length at byte ${start}`);
    position = start + length;
    if (position > size) return TRUNCATED;
    const verdict = yield* visit({ marker, start: start + 2, end: position });
    if (verdict !== null) return verdict === 'end' ? null : verdict;
  }
}

/** The next 0xFF that is neither a fill byte nor escaped; `end` lies behind the marker. Null where the file ends first. */
function* nextMarker(from: number, size: number): Walk<{ readonly marker: number; readonly end: number } | null> {
  let position = from;
  let length = SHORTEST_WINDOW_BYTES;
  while (position < size) {
    const window = yield* bytesAt(position, length);
    for (let index = window.indexOf(MARKER); index >= 0; index = window.indexOf(MARKER, index + 1)) {
      const marker = window[index + 1];
      if (marker !== undefined && marker !== 0 && marker !== MARKER) return { marker, end: position + index + 2 };
    }
    if (window.length < length) return null;
    // A marker may be cut by the window's end.
    position += length - 1;
    length = Math.min(length * 4, LONGEST_WINDOW_BYTES);
  }
  return null;
}

/**
 * The one scan of an ordinary JPEG is not read if an end of image stands near the file's end, which is where cameras leave it. Otherwise the scan is read
 * through, at every look: anything may follow an image, at any length, and only the scan itself tells where it ends. Several scans (progressive) have
 * tables between them that may hold any bytes, so they are always read through.
 */
function* completeness(size: number): Walk<Completeness> {
  let sequentialComponents = -1;
  let scans = 0;
  const found = yield* walkSegments(2, size, function* ({ marker, start, end }) {
    if (isFrame(marker)) {
      // Precision, height and width come before the number of components.
      sequentialComponents = marker <= LAST_SEQUENTIAL_FRAME ? ((yield* bytesAt(start + 5, 1))[0] ?? -1) : -1;
    }
    if (marker !== START_OF_SCAN) return null;
    scans += 1;
    const isOnly = scans === 1 && (yield* bytesAt(start, 1))[0] === sequentialComponents;
    if (!isOnly || size - end <= TAIL_BYTES) return null;
    return (yield* walkSegments(size - TAIL_BYTES, size, ignoreSegment)) === null ? 'end' : null;
  });
  return found === null && scans > 0 ? 'complete' : 'incomplete';
}

// biome-ignore lint/correctness/useYield: there is nothing to read.
function* ignoreSegment(): Walk<null> {
  return null;
}

/** A coding process that cameras do not use is refused by name. */
function* fault(size: number): Walk<Fault | null> {
  let frames = 0;
  let scans = 0;
  const found = yield* walkSegments(2, size, function* ({ marker, start, end }) {
    if (marker === APP2 && namesSeveralPictures(yield* bytesAt(start, end - start))) {
      return unsupported('it holds several pictures (MPF)');
    }
    if (isFrame(marker)) {
      const refusal = frameFault(marker, yield* bytesAt(start, end - start));
      if (refusal !== null) return refusal;
      frames += 1;
      if (frames > 1) return corrupt('it holds two frame headers');
    }
    if (marker === START_OF_SCAN) {
      if (frames === 0) return corrupt('its frame header is missing');
      scans += 1;
      if (scans > MOST_SCANS) return unsupported(`JPEG of more than ${MOST_SCANS} scans`);
    }
    return null;
  });
  return found === null && scans === 0 ? corrupt('it holds no picture') : found;
}

/** Bytes to be written in the place of others. */
export interface Patch {
  readonly offset: number;
  readonly bytes: Uint8Array;
}

const APP0 = 0xe0;
const JFIF_MARK = Buffer.from('JFIF\0');
/** Spectrum and bits of a scan that sends whole blocks at once: all 64 coefficients. */
const WHOLE_BLOCKS = Uint8Array.of(0, 63, 0);

/**
 * What decoders remark on although it means nothing: the spectrum that the scan headers of a sequential JPEG name, and a revision of JFIF that is not
 * known. Some phones and network cameras write such files.
 */
export function* harmlessRemarks(size: number): Walk<readonly Patch[]> {
  const patches: Patch[] = [];
  let isSequential = false;
  yield* walkSegments(2, size, function* ({ marker, start, end }) {
    if (marker === APP0) {
      const mark = yield* bytesAt(start, JFIF_MARK.length + 1);
      const isUnknown = mark.subarray(0, -1).equals(JFIF_MARK) && mark.at(-1) !== 1;
      if (isUnknown) patches.push({ offset: start + JFIF_MARK.length, bytes: Uint8Array.of(1) });
    }
    if (isFrame(marker)) isSequential = marker <= LAST_SEQUENTIAL_FRAME;
    if (marker !== START_OF_SCAN) return null;
    if (!isSequential) return 'end';
    const spectrum = yield* bytesAt(end - WHOLE_BLOCKS.length, WHOLE_BLOCKS.length);
    if (!spectrum.equals(WHOLE_BLOCKS)) patches.push({ offset: end - WHOLE_BLOCKS.length, bytes: WHOLE_BLOCKS });
    return null;
  });
  return patches;
}

const QUANTISATION_TABLES = 0xdb;
const TABLE_ENTRIES = 64;
/** Of the luminance table that encoders scale, ITU-T T.81, table K.1. */
const STANDARD_SUM = 3688;

/**
 * The quality that most programs would have been told, 1 to 100, estimated from the first quantisation table: the inverse of how the encoder of the
 * Independent JPEG Group scales the standard one. Null for tables of 16 bits, and where there is none before the scan.
 */
export function* jpegQuality(size: number): Walk<number | null> {
  let quality: number | null = null;
  yield* walkSegments(2, size, function* ({ marker, start }) {
    if (marker === START_OF_SCAN) return 'end';
    if (marker !== QUANTISATION_TABLES) return null;
    const [kind, ...entries] = yield* bytesAt(start, 1 + TABLE_ENTRIES);
    if (kind !== 0 || entries.length < TABLE_ENTRIES) return null;
    const scale = (100 * entries.reduce((sum, entry) => sum + entry, 0)) / STANDARD_SUM;
    quality = Math.max(1, Math.round(scale <= 100 ? (200 - scale) / 2 : 5000 / scale));
    return 'end';
  });
  return quality;
}

const JPEG_LS_FRAME = 0xf7;

function isFrame(marker: number): boolean {
  return (marker >= 0xc0 && marker <= 0xcf && !NO_FRAMES.has(marker)) || marker === JPEG_LS_FRAME;
}

/** Restart markers, a start of image and the reserved TEM have no data. */
function standsAlone(marker: number): boolean {
  return (marker >= 0xd0 && marker <= 0xd8) || marker === 0x01;
}

/** @param header precision, height, width, number of components */
function frameFault(marker: number, header: Buffer): Fault | null {
  if (LOSSLESS_FRAMES.has(marker)) return unsupported('lossless JPEG');
  if (marker === JPEG_LS_FRAME) return unsupported('JPEG-LS');
  if (marker >= 0xc9) return unsupported('JPEG with arithmetic coding');
  if (!ACCEPTED_FRAMES.has(marker)) return unsupported('hierarchical JPEG');
  if (header.length < 6) return corrupt('its frame header is cut');
  const precision = header.readUInt8(0);
  if (precision === 12) return unsupported('JPEG with samples of 12 bit');
  if (precision !== 8) return corrupt(`its frame header claims samples of ${precision} bit`);
  return header.readUInt16BE(1) === 0 ? unsupported('JPEG that names its height at its end') : null;
}

const MULTI_PICTURE_MARK = Buffer.from('MPF\0');
/** The list of pictures: sixteen bytes each, which begin with what kind of picture it is. */
const PICTURES = 0xb002;
const PICTURE_BYTES = 16;
/** Panorama, stereo pair or several angles. Other classes are previews and maps that belong to the one picture. */
const MULTI_FRAME = 2;

/** Whether an APP2 segment says that the file holds several pictures of equal rank (CIPA DC-007, Multi-Picture Format): a decoder sees the first only. */
function namesSeveralPictures(data: Buffer): boolean {
  if (!data.subarray(0, MULTI_PICTURE_MARK.length).equals(MULTI_PICTURE_MARK)) return false;
  const block = data.subarray(MULTI_PICTURE_MARK.length);
  const layout = layoutOf(block);
  if (block.length < layout.headerBytes) return false;
  const directory = walkBuffer(
    readDirectory(layout, layout.firstDirectory(block), block.length, { lists: [PICTURES] }),
    block,
  );
  if (directory === null) return false;
  // The class is the third byte of a number of four, counted from its low end.
  const classByte = block[0] === 0x49 ? 2 : 1;
  const count = directory.count(PICTURES);
  for (let entry = 0; entry + PICTURE_BYTES <= count; entry += PICTURE_BYTES) {
    if (directory.value(PICTURES, 0, entry + classByte) === MULTI_FRAME) return true;
  }
  return false;
}
