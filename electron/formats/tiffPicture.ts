import { corrupt, type Fault, MAXIMUM_PIXELS, unsupported } from './format.ts';
import type { Directory } from './tiffDirectory.ts';

/** Tags of TIFF 6.0, and of Adobe's and DNG's extensions, that say what a directory holds and where. */
export const TAG = {
  newSubfileType: 254,
  width: 256,
  height: 257,
  bitsPerSample: 258,
  compression: 259,
  photometric: 262,
  stripOffsets: 273,
  samplesPerPixel: 277,
  rowsPerStrip: 278,
  stripByteCounts: 279,
  planarConfiguration: 284,
  tileWidth: 322,
  tileHeight: 323,
  tileOffsets: 324,
  tileByteCounts: 325,
  subDirectories: 330,
  sampleFormat: 339,
  exif: 34_665,
  gps: 34_853,
  dngVersion: 50_706,
} as const;

/** Values of PhotometricInterpretation. */
const PHOTOMETRIC = {
  whiteIsZero: 0,
  blackIsZero: 1,
  rgb: 2,
  palette: 3,
  cmyk: 5,
  yCbCr: 6,
  cieLab: 8,
  iccLab: 9,
  ituLab: 10,
  colourFilterArray: 32_803,
  logL: 32_844,
  logLuv: 32_845,
  linearRaw: 34_892,
};

/** How many samples a pixel of each interpretation may have, alpha included. */
const SAMPLES: ReadonlyMap<number, readonly [number, number]> = new Map([
  [PHOTOMETRIC.whiteIsZero, [1, 2]],
  [PHOTOMETRIC.blackIsZero, [1, 2]],
  [PHOTOMETRIC.rgb, [3, 4]],
  [PHOTOMETRIC.palette, [1, 2]],
  [PHOTOMETRIC.cmyk, [4, 5]],
  [PHOTOMETRIC.yCbCr, [3, 3]],
]);

/** Values of Compression: none, LZW, JPEG, deflate, PackBits; each with the most bytes of samples that one byte of it can stand for. */
const LARGEST_EXPANSION: ReadonlyMap<number, number> = new Map([
  [1, 1],
  [5, 4096],
  [7, Number.POSITIVE_INFINITY],
  [8, 1032],
  [32_773, 64],
  [32_946, 1032],
]);
export const NO_COMPRESSION = 1;
const OLD_JPEG = 6;
/** The decoder draws whatever it finds in fax code and calls it a picture: damage would be judged. */
const FAX: readonly number[] = [2, 3, 4];

const DEPTHS: readonly number[] = [1, 2, 4, 8, 16];
/** Values of SampleFormat. */
const UNSIGNED = 1;
const UNDEFINED = 4;
const SAMPLE_FORMATS: ReadonlyMap<number, string> = new Map([
  [2, 'signed samples'],
  [3, 'floating-point samples'],
  [5, 'complex samples'],
  [6, 'complex floating-point samples'],
]);
const PLANES_APART = 2;

/** Is the picture of this directory of a kind that is judged, and can what it names hold it? */
export function pictureFault(directory: Directory): Fault | null {
  const reason = refusal(directory);
  if (reason !== null) return unsupported(reason);
  const damage = damageOf(directory);
  return damage === null ? null : corrupt(damage);
}

function refusal(directory: Directory): string | null {
  const photometric = directory.value(TAG.photometric, -1);
  if (directory.has(TAG.dngVersion)) return 'raw camera data (DNG)';
  if (photometric === PHOTOMETRIC.colourFilterArray) return 'raw samples behind a colour filter (Bayer)';
  if (photometric === PHOTOMETRIC.linearRaw) return 'raw camera data';
  if ([PHOTOMETRIC.cieLab, PHOTOMETRIC.iccLab, PHOTOMETRIC.ituLab].includes(photometric)) return 'colours as CIE Lab';
  if ([PHOTOMETRIC.logL, PHOTOMETRIC.logLuv].includes(photometric)) return 'logarithmic colours (LogLuv)';
  return sampleRefusal(directory) ?? compressionRefusal(directory) ?? channelRefusal(directory, photometric);
}

function sampleRefusal(directory: Directory): string | null {
  for (let index = 0; index < Math.min(directory.count(TAG.sampleFormat), 8); index += 1) {
    const format = directory.value(TAG.sampleFormat, UNSIGNED, index);
    if (format !== UNSIGNED && format !== UNDEFINED) return SAMPLE_FORMATS.get(format) ?? `samples of format ${format}`;
  }
  const depth = directory.value(TAG.bitsPerSample, 1);
  for (let index = 1; index < Math.min(directory.count(TAG.bitsPerSample), 8); index += 1) {
    if (directory.value(TAG.bitsPerSample, depth, index) !== depth) return 'samples of different depths';
  }
  return DEPTHS.includes(depth) ? null : `samples of ${depth} bit`;
}

function compressionRefusal(directory: Directory): string | null {
  const compression = directory.value(TAG.compression, NO_COMPRESSION);
  if (compression === OLD_JPEG) return 'TIFF with JPEG of the old kind';
  if (FAX.includes(compression)) return 'TIFF with fax code (CCITT)';
  return LARGEST_EXPANSION.has(compression) ? null : `TIFF compression ${compression}`;
}

function channelRefusal(directory: Directory, photometric: number): string | null {
  const samples = directory.value(TAG.samplesPerPixel, 1);
  const accepted = SAMPLES.get(photometric);
  if (accepted === undefined) return photometric === -1 ? null : `TIFF colours of kind ${photometric}`;
  const [least, most] = accepted;
  return samples < least || samples > most ? `${samples} channels where ${least} or ${most} are expected` : null;
}

function damageOf(directory: Directory): string | null {
  const width = directory.value(TAG.width, 0);
  const height = directory.value(TAG.height, 0);
  if (width === 0 || height === 0) return `it claims to be ${width} x ${height} pixels`;
  if (!directory.has(TAG.photometric)) return 'it does not say how its samples are meant';
  const pieces = piecesOf(directory, width, height);
  if (pieces === null) return 'its tiles have no size';
  const { offsets, byteCounts, needed } = pieces;
  const planes =
    directory.value(TAG.planarConfiguration, 1) === PLANES_APART ? directory.value(TAG.samplesPerPixel, 1) : 1;
  if (directory.count(offsets) < needed * planes || directory.count(byteCounts) < needed * planes) {
    return `it names ${directory.count(offsets)} of ${needed * planes} parts of its picture`;
  }
  // One that is too large to be decoded anyway is refused by that name.
  return width * height > MAXIMUM_PIXELS || canHold(directory, byteCounts, width * height)
    ? null
    : 'it names fewer bytes than its picture needs';
}

/** Strips or tiles: where they are named, and how many cover one plane. */
function piecesOf(directory: Directory, width: number, height: number) {
  if (!directory.has(TAG.tileOffsets)) {
    const rows = Math.max(1, Math.min(height, directory.value(TAG.rowsPerStrip, height)));
    return { offsets: TAG.stripOffsets, byteCounts: TAG.stripByteCounts, needed: Math.ceil(height / rows) };
  }
  const [tileWidth, tileHeight] = [directory.value(TAG.tileWidth, 0), directory.value(TAG.tileHeight, 0)];
  if (tileWidth === 0 || tileHeight === 0) return null;
  const needed = Math.ceil(width / tileWidth) * Math.ceil(height / tileHeight);
  return { offsets: TAG.tileOffsets, byteCounts: TAG.tileByteCounts, needed };
}

/** Whether as many bytes can stand for the picture: memory is not taken for pixels that a few bytes only claim. */
function canHold(directory: Directory, byteCounts: number, pixels: number): boolean {
  const bytes = directory.numbers(byteCounts).reduce((sum, length) => sum + length, 0);
  const bits = directory.value(TAG.bitsPerSample, 1) * directory.value(TAG.samplesPerPixel, 1);
  const compression = directory.value(TAG.compression, NO_COMPRESSION);
  return bytes * (LARGEST_EXPANSION.get(compression) ?? 1) >= (pixels * bits) / 8;
}
