import {
  corrupt,
  type Piece,
  piecesAcross,
  piecesDown,
  rowsOfPiece,
  sampleBytes,
  TIFF_COMPRESSION,
  TIFF_PHOTOMETRIC,
  TIFF_TAG,
  type TiffDirectory,
  type TiffShape,
  tiffPieces,
} from '../../../formats/index.ts';
import { DecodingError } from '../faults.ts';
import { type ExpandedPiece, expand } from './compression.ts';
import { type ColourTables, colourTables, copyYCbCr } from './yCbCr.ts';

/** A TIFF whose structure is sound. */
export interface SoundTiff {
  readonly bytes: Buffer;
  readonly directory: TiffDirectory;
  readonly shape: TiffShape;
  readonly isLittleEndian: boolean;
}

const NOWHERE: Piece = { start: 0, end: 0 };

/** Samples of 10, 12 or 14 bits, which follow each other without filling bits. */
export function isPacked({ bitsPerSample }: TiffShape): boolean {
  return bitsPerSample > 8 && bitsPerSample < 16;
}

/** Packed samples keep their values in 16 bits. */
export function storedBits(shape: TiffShape): number {
  return isPacked(shape) ? 16 : shape.bitsPerSample;
}

export function storedRowBytes(shape: TiffShape): number {
  return Math.ceil((shape.widthPx * shape.samplesPerPixel * storedBits(shape)) / 8);
}

/**
 * Unfolds a picture into rows of samples, pixel by pixel, in the byte order of its file.
 *
 * @param target room for all rows
 * @throws DecodingError
 */
export function unfoldSamples(tiff: SoundTiff, target: Buffer): void {
  const { shape, directory } = tiff;
  const colours = shape.photometric === TIFF_PHOTOMETRIC.yCbCr ? colourTables(directory) : null;
  const pieces = tiffPieces(directory);
  const needed = piecesAcross(shape) * piecesDown(shape) * shape.planes;
  for (let index = 0; index < needed; index += 1)
    copyPiece(tiff, expandedPiece(tiff, pieces[index] ?? NOWHERE, index), colours, target);
}

function copyPiece(tiff: SoundTiff, piece: ExpandedPiece, colours: ColourTables | null, target: Buffer): void {
  const { shape, isLittleEndian } = tiff;
  if (colours !== null) copyYCbCr(tiff.shape, piece, colours, target);
  else if (isPacked(shape)) copyPacked(shape, piece, target, isLittleEndian);
  else if (shape.planes > 1) copyPlane(shape, piece, target);
  else copyRows(shape, piece, target);
}

function expandedPiece(tiff: SoundTiff, { start, end }: Piece, index: number): ExpandedPiece {
  const { bytes, directory, shape, isLittleEndian } = tiff;
  const [across, perPlane] = [piecesAcross(shape), piecesAcross(shape) * piecesDown(shape)];
  const within = index % perPlane;
  const left = (within % across) * shape.pieceWidthPx;
  const top = Math.floor(within / across) * shape.pieceHeightPx;
  const rows = rowsOfPiece(shape, within);
  const needed = sampleBytes(shape, rows);
  const code = bytes.subarray(start, end);
  const isReversed = directory.value(TIFF_TAG.fillOrder, 1) === 2;
  const samples = expand(shape.compression, isReversed ? withReversedBits(code) : code, needed);
  if (samples.length < needed) {
    throw new DecodingError(corrupt(`part ${index + 1} of its picture holds ${samples.length} of ${needed} bytes`));
  }
  const rowBytes = sampleBytes(shape, 1);
  const perPixel = shape.samplesPerPixel / shape.planes;
  if (isPredicted(directory, shape)) {
    sumUp(samples.subarray(0, needed), { rowBytes, perPixel, bits: shape.bitsPerSample, isLittleEndian });
  }
  return {
    ...{ samples, left, top, rowBytes, plane: Math.floor(index / perPlane) },
    rows: Math.min(rows, shape.heightPx - top),
    columns: Math.min(shape.pieceWidthPx, shape.widthPx - left),
  };
}

/** Plain samples and PackBits know no predictor, whatever the tag says. */
function isPredicted(directory: TiffDirectory, { compression }: TiffShape): boolean {
  const isIgnored = compression === TIFF_COMPRESSION.none || compression === TIFF_COMPRESSION.packBits;
  return !isIgnored && directory.value(TIFF_TAG.predictor, 1) === 2;
}

const REVERSED = Uint8Array.from({ length: 256 }, (_, byte) => {
  return [0, 1, 2, 3, 4, 5, 6, 7].reduce((sum, bit) => sum | (((byte >> bit) & 1) << (7 - bit)), 0);
});

function withReversedBits(bytes: Buffer): Buffer {
  const reversed = Buffer.allocUnsafe(bytes.length);
  for (let index = 0; index < bytes.length; index += 1) reversed[index] = REVERSED[bytes[index] ?? 0] ?? 0;
  return reversed;
}

interface PredictedRows {
  readonly rowBytes: number;
  readonly perPixel: number;
  readonly bits: number;
  readonly isLittleEndian: boolean;
}

/** Each sample was written as its difference to the pixel on its left (TIFF 6.0, section 14). */
function sumUp(samples: Buffer, { rowBytes, perPixel, bits, isLittleEndian }: PredictedRows): void {
  const [low, high] = isLittleEndian ? [0, 1] : [1, 0];
  const step = (perPixel * bits) / 8;
  for (let row = 0; row + rowBytes <= samples.length; row += rowBytes) {
    const end = row + rowBytes;
    if (bits === 8) {
      for (let at = row + step; at < end; at += 1) samples[at] = (samples[at] ?? 0) + (samples[at - step] ?? 0);
      continue;
    }
    for (let at = row + step; at < end; at += 2) {
      const before = at - step;
      const sum = (samples[at + low] ?? 0) + (samples[before + low] ?? 0);
      samples[at + high] = (samples[at + high] ?? 0) + (samples[before + high] ?? 0) + (sum >> 8);
      samples[at + low] = sum;
    }
  }
}

function copyRows(shape: TiffShape, { samples, left, top, rows, columns, rowBytes }: ExpandedPiece, target: Buffer) {
  const bitsPerPixel = shape.samplesPerPixel * shape.bitsPerSample;
  const stride = storedRowBytes(shape);
  // The width of a tile is a multiple of 16: its rows begin with whole bytes.
  const begin = Math.floor((left * bitsPerPixel) / 8);
  const length = Math.ceil((columns * bitsPerPixel) / 8);
  for (let row = 0; row < rows; row += 1) {
    samples.copy(target, (top + row) * stride + begin, row * rowBytes, row * rowBytes + length);
  }
}

function copyPlane(
  shape: TiffShape,
  { samples, plane, left, top, rows, columns, rowBytes }: ExpandedPiece,
  target: Buffer,
) {
  const bytes = shape.bitsPerSample / 8;
  const step = shape.samplesPerPixel * bytes;
  for (let row = 0; row < rows; row += 1) {
    let to = ((top + row) * shape.widthPx + left) * step + plane * bytes;
    for (let from = row * rowBytes; from < row * rowBytes + columns * bytes; from += bytes) {
      target[to] = samples[from] ?? 0;
      if (bytes === 2) target[to + 1] = samples[from + 1] ?? 0;
      to += step;
    }
  }
}

/** Samples from the high bit on, each as it was measured; where white is zero, they are turned here. */
function copyPacked(shape: TiffShape, piece: ExpandedPiece, target: Buffer, isLittleEndian: boolean): void {
  const { samples, plane, left, top, rows, columns, rowBytes } = piece;
  const { bitsPerSample: bits, planes, samplesPerPixel } = shape;
  const most = 2 ** bits - 1;
  const turned = shape.photometric === TIFF_PHOTOMETRIC.whiteIsZero ? most : 0;
  const step = planes > 1 ? samplesPerPixel : 1;
  const [low, high] = isLittleEndian ? [0, 1] : [1, 0];
  const count = columns * (samplesPerPixel / planes);
  for (let row = 0; row < rows; row += 1) {
    let to = ((top + row) * shape.widthPx + left) * samplesPerPixel + plane;
    let from = row * rowBytes;
    let window = 0;
    let waiting = 0;
    for (let index = 0; index < count; index += 1) {
      while (waiting < bits) {
        window = ((window << 8) | (samples[from] ?? 0)) & 0x3f_ffff;
        from += 1;
        waiting += 8;
      }
      waiting -= bits;
      const sample = ((window >> waiting) & most) ^ turned;
      target[2 * to + low] = sample & 0xff;
      target[2 * to + high] = sample >> 8;
      to += step;
    }
  }
}
