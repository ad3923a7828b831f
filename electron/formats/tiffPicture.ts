import { corrupt, type Fault, MAXIMUM_PIXELS, unsupported } from './format.ts';
import type { Directory } from './tiffDirectory.ts';
import {
  COMPRESSION,
  isWithoutLengths,
  PHOTOMETRIC,
  piecesAcross,
  piecesDown,
  piecesOf,
  sampleBytes,
  shapeOf,
  TAG,
  type TiffShape,
} from './tiffShape.ts';

/** How many samples a pixel of each interpretation may have, alpha included. */
const SAMPLES: ReadonlyMap<number, readonly [number, number]> = new Map([
  [PHOTOMETRIC.whiteIsZero, [1, 2]],
  [PHOTOMETRIC.blackIsZero, [1, 2]],
  [PHOTOMETRIC.rgb, [3, 4]],
  [PHOTOMETRIC.palette, [1, 2]],
  [PHOTOMETRIC.cmyk, [4, 5]],
  [PHOTOMETRIC.yCbCr, [3, 3]],
]);

/** The most bytes of samples that one byte of each accepted compression can stand for. */
const LARGEST_EXPANSION: ReadonlyMap<number, number> = new Map([
  [COMPRESSION.none, 1],
  [COMPRESSION.lzw, 4096],
  [COMPRESSION.jpeg, Number.POSITIVE_INFINITY],
  [COMPRESSION.deflate, 1032],
  [COMPRESSION.oldDeflate, 1032],
  [COMPRESSION.packBits, 64],
  // A block of four bytes may repeat one of them 128 K times.
  [COMPRESSION.zstandard, 32_768],
]);
const OLD_JPEG = 6;
/** The decoder draws whatever it finds in fax code and calls it a picture: damage would be judged. */
const FAX: readonly number[] = [2, 3, 4];

const DEPTHS: readonly number[] = [1, 2, 4, 8, 10, 12, 14, 16];
/** Values of SampleFormat. */
const UNSIGNED = 1;
const UNDEFINED = 4;
const SAMPLE_FORMATS: ReadonlyMap<number, string> = new Map([
  [2, 'signed samples'],
  [3, 'floating-point samples'],
  [5, 'complex samples'],
  [6, 'complex floating-point samples'],
]);
/** Of one strip or tile, which is unfolded at once. */
const MOST_PIECE_BYTES = 1024 ** 3;

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
  return (
    sampleRefusal(directory) ??
    compressionRefusal(directory) ??
    channelRefusal(directory, photometric) ??
    layoutRefusal(shapeOf(directory), directory)
  );
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
  if (!DEPTHS.includes(depth)) return `samples of ${depth} bit`;
  const photometric = directory.value(TAG.photometric, -1);
  const isPlain = photometric === PHOTOMETRIC.whiteIsZero || photometric === PHOTOMETRIC.blackIsZero;
  if (depth < 8 && !isPlain && photometric !== PHOTOMETRIC.palette) return `colours of ${depth} bit a sample`;
  const isPacked = depth > 8 && depth < 16;
  if (!isPacked) return null;
  return isPlain || photometric === PHOTOMETRIC.rgb
    ? null
    : `colours of kind ${photometric} with ${depth} bit a sample`;
}

function compressionRefusal(directory: Directory): string | null {
  const compression = directory.value(TAG.compression, COMPRESSION.none);
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

function layoutRefusal(shape: TiffShape, directory: Directory): string | null {
  const { bitsPerSample, compression, photometric, planes, pieceWidthPx, pieceHeightPx } = shape;
  if (compression === COMPRESSION.jpeg) {
    if (planes > 1 && shape.isTiled) return 'tiles of planes apart with JPEG';
    return bitsPerSample === 8 ? null : `JPEG inside with samples of ${bitsPerSample} bit`;
  }
  if (sampleBytes(shape, pieceHeightPx) > MOST_PIECE_BYTES) return `parts of ${pieceWidthPx} x ${pieceHeightPx} pixels`;
  if (planes > 1 && bitsPerSample < 8) return `planes apart of ${bitsPerSample} bit a sample`;
  if (photometric === PHOTOMETRIC.yCbCr) return yCbCrRefusal(shape, directory);
  const predictor = directory.value(TAG.predictor, 1);
  if (predictor === 1 || compression === COMPRESSION.none || compression === COMPRESSION.packBits) return null;
  if (predictor !== 2) return `the predictor ${predictor}`;
  return bitsPerSample === 8 || bitsPerSample === 16 ? null : `a predictor with ${bitsPerSample} bit a sample`;
}

const SUBSAMPLINGS: readonly number[] = [1, 2, 4];

function yCbCrRefusal({ bitsPerSample, planes, subsampling }: TiffShape, directory: Directory): string | null {
  if (bitsPerSample !== 8) return `YCbCr of ${bitsPerSample} bit a sample`;
  if (planes > 1) return 'YCbCr in planes apart';
  if (!directory.has(TAG.yCbCrSubsampling)) return 'YCbCr that does not say how many pixels share a colour';
  if (!subsampling.every((step) => SUBSAMPLINGS.includes(step))) {
    return `YCbCr with one colour for ${subsampling.join(' x ')} pixels`;
  }
  const isPredicted = directory.value(TAG.predictor, 1) !== 1;
  return isPredicted && subsampling[0] * subsampling[1] > 1 ? 'YCbCr with shared colours and a predictor' : null;
}

function damageOf(directory: Directory): string | null {
  const shape = shapeOf(directory);
  const { widthPx, heightPx, pieceWidthPx, pieceHeightPx, planes } = shape;
  if (widthPx === 0 || heightPx === 0) return `it claims to be ${widthPx} x ${heightPx} pixels`;
  if (shape.photometric === -1) return 'it does not say how its samples are meant';
  if (pieceWidthPx === 0 || pieceHeightPx === 0) return 'its tiles have no size';
  const needed = piecesAcross(shape) * piecesDown(shape) * planes;
  const offsets = directory.count(shape.isTiled ? TAG.tileOffsets : TAG.stripOffsets);
  if (isWithoutLengths(directory) && shape.compression !== COMPRESSION.none) {
    return 'it does not say how long the parts of its picture are';
  }
  const pieces = piecesOf(directory);
  if (pieces.length < needed) return `it names ${Math.min(offsets, pieces.length)} of ${needed} parts of its picture`;
  // One that is too large to be decoded anyway is refused by that name.
  if (widthPx * heightPx > MAXIMUM_PIXELS) return null;
  const bytes = pieces.reduce((sum, { start, end }) => sum + end - start, 0);
  return canHold(shape, bytes) ? null : 'it names fewer bytes than its picture needs';
}

/** Whether so many bytes can stand for the picture: memory is not taken for pixels that a few bytes only claim. */
function canHold(shape: TiffShape, bytes: number): boolean {
  const { widthPx, heightPx, bitsPerSample, samplesPerPixel, compression, subsampling } = shape;
  const samples = subsampling[0] * subsampling[1] === 1 ? samplesPerPixel : 1;
  return bytes * (LARGEST_EXPANSION.get(compression) ?? 1) >= (widthPx * heightPx * bitsPerSample * samples) / 8;
}
