import { corrupt, TIFF_TAG, type TiffDirectory, type TiffShape } from '../../../formats/index.ts';
import { DecodingError } from '../faults.ts';
import type { ExpandedPiece } from './compression.ts';

/** What each value of a sample adds to a colour. */
export interface ColourTables {
  readonly luminance: Float64Array;
  readonly redOfCr: Float64Array;
  readonly greenOfCr: Float64Array;
  readonly greenOfCb: Float64Array;
  readonly blueOfCb: Float64Array;
}

/** ITU-R BT.601: what red, green and blue weigh in the luminance. */
const WEIGHTS = [0.299, 0.587, 0.114];
/** Black and white of the luminance, then zero and full of each colour. */
const FULL_RANGE = [0, 255, 128, 255, 128, 255];

/**
 * TIFF 6.0, sections 20 and 21, with weights Lr, Lg, Lb: R = Y + (2 - 2 Lr) Cr, B = Y + (2 - 2 Lb) Cb, G = (Y - Lr R - Lb B) / Lg, where Y is scaled
 * to 0...255 and Cb and Cr to -127...127 by the reference values.
 *
 * @throws DecodingError
 */
export function colourTables(directory: TiffDirectory): ColourTables {
  const [red = 0, green = 0, blue = 0] = numbersOr(directory, TIFF_TAG.yCbCrCoefficients, WEIGHTS);
  const references = numbersOr(directory, TIFF_TAG.referenceBlackWhite, FULL_RANGE);
  const [black = 0, white = 0, zeroCb = 0, fullCb = 0, zeroCr = 0, fullCr = 0] = references;
  const scaled = (zero: number, full: number, range: number, factor: number): Float64Array => {
    return Float64Array.from({ length: 256 }, (_, code) => (((code - zero) * range) / (full - zero)) * factor);
  };
  const tables = {
    luminance: scaled(black, white, 255, 1),
    redOfCr: scaled(zeroCr, fullCr, 127, 2 - 2 * red),
    greenOfCr: scaled(zeroCr, fullCr, 127, (-red * (2 - 2 * red)) / green),
    greenOfCb: scaled(zeroCb, fullCb, 127, (-blue * (2 - 2 * blue)) / green),
    blueOfCb: scaled(zeroCb, fullCb, 127, 2 - 2 * blue),
  };
  if (!Object.values(tables).every((table) => table.every(Number.isFinite))) {
    throw new DecodingError(corrupt('its YCbCr coefficients or reference values give no colours'));
  }
  return tables;
}

function numbersOr(directory: TiffDirectory, tag: number, absent: readonly number[]): readonly number[] {
  const numbers = directory.numbers(tag);
  return numbers.length === absent.length ? numbers : absent;
}

/**
 * Writes red, green and blue. Units of `across * down` luminances are followed by the two colours that their pixels share, which are not smoothed: every
 * pixel keeps the colour that was measured for it.
 */
export function copyYCbCr(shape: TiffShape, piece: ExpandedPiece, tables: ColourTables, target: Buffer): void {
  const { samples, left, top, rows, columns } = piece;
  const [across, down] = shape.subsampling;
  const unitBytes = across * down + 2;
  const unitsAcross = Math.ceil(shape.pieceWidthPx / across);
  for (let row = 0; row < rows; row += 1) {
    let to = ((top + row) * shape.widthPx + left) * 3;
    for (let column = 0; column < columns; column += 1) {
      const unit = (Math.floor(row / down) * unitsAcross + Math.floor(column / across)) * unitBytes;
      const luminance = tables.luminance[samples[unit + (row % down) * across + (column % across)] ?? 0] ?? 0;
      const cb = samples[unit + unitBytes - 2] ?? 0;
      const cr = samples[unit + unitBytes - 1] ?? 0;
      target[to] = byteOf(luminance + (tables.redOfCr[cr] ?? 0));
      target[to + 1] = byteOf(luminance + (tables.greenOfCb[cb] ?? 0) + (tables.greenOfCr[cr] ?? 0));
      target[to + 2] = byteOf(luminance + (tables.blueOfCb[cb] ?? 0));
      to += 3;
    }
  }
}

function byteOf(value: number): number {
  return Math.min(255, Math.max(0, Math.round(value)));
}
