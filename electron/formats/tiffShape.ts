import type { Directory } from './tiffDirectory.ts';

/** Tags of TIFF 6.0, and of Adobe's and DNG's extensions, that say what a directory holds and where. */
export const TAG = {
  newSubfileType: 254,
  width: 256,
  height: 257,
  bitsPerSample: 258,
  compression: 259,
  photometric: 262,
  fillOrder: 266,
  stripOffsets: 273,
  orientation: 274,
  samplesPerPixel: 277,
  rowsPerStrip: 278,
  stripByteCounts: 279,
  planarConfiguration: 284,
  predictor: 317,
  colourMap: 320,
  tileWidth: 322,
  tileHeight: 323,
  tileOffsets: 324,
  tileByteCounts: 325,
  subDirectories: 330,
  extraSamples: 338,
  sampleFormat: 339,
  jpegTables: 347,
  yCbCrCoefficients: 529,
  yCbCrSubsampling: 530,
  yCbCrPositioning: 531,
  referenceBlackWhite: 532,
  exif: 34_665,
  colourProfile: 34_675,
  gps: 34_853,
  dngVersion: 50_706,
} as const;

/** The tags that name strips or tiles: one number for each. */
export const PIECE_TAGS: readonly number[] = [
  TAG.stripOffsets,
  TAG.stripByteCounts,
  TAG.tileOffsets,
  TAG.tileByteCounts,
];

/** Values of PhotometricInterpretation. */
export const PHOTOMETRIC = {
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

/** Values of Compression that are decoded. */
export const COMPRESSION = {
  none: 1,
  lzw: 5,
  jpeg: 7,
  deflate: 8,
  packBits: 32_773,
  oldDeflate: 32_946,
  zstandard: 50_000,
};

const PLANES_APART = 2;

/** How the samples of a directory's picture are laid out in its strips or tiles. */
export interface TiffShape {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly samplesPerPixel: number;
  readonly bitsPerSample: number;
  readonly compression: number;
  readonly photometric: number;
  /** 1, or as many as there are samples in a pixel where each has strips or tiles of its own. */
  readonly planes: number;
  readonly isTiled: boolean;
  /** Of a tile; a strip is as wide as the picture. 0 where a directory of tiles does not say. */
  readonly pieceWidthPx: number;
  readonly pieceHeightPx: number;
  /** How many pixels share their colour, across and down; 1 and 1 except in YCbCr. */
  readonly subsampling: readonly [number, number];
}

export function shapeOf(directory: Directory): TiffShape {
  const [widthPx, heightPx] = [directory.value(TAG.width, 0), directory.value(TAG.height, 0)];
  const samplesPerPixel = directory.value(TAG.samplesPerPixel, 1);
  const isTiled = directory.has(TAG.tileOffsets);
  const rowsPerStrip = Math.max(1, Math.min(heightPx, directory.value(TAG.rowsPerStrip, heightPx)));
  const photometric = directory.value(TAG.photometric, -1);
  const isSubsampled = photometric === PHOTOMETRIC.yCbCr;
  return {
    widthPx,
    heightPx,
    samplesPerPixel,
    bitsPerSample: directory.value(TAG.bitsPerSample, 1),
    compression: directory.value(TAG.compression, COMPRESSION.none),
    photometric,
    planes: directory.value(TAG.planarConfiguration, 1) === PLANES_APART ? samplesPerPixel : 1,
    isTiled,
    pieceWidthPx: isTiled ? directory.value(TAG.tileWidth, 0) : widthPx,
    pieceHeightPx: isTiled ? directory.value(TAG.tileHeight, 0) : rowsPerStrip,
    subsampling: isSubsampled
      ? [directory.value(TAG.yCbCrSubsampling, 2), directory.value(TAG.yCbCrSubsampling, 2, 1)]
      : [1, 1],
  };
}

/** Strips or tiles that cover one plane: how many beside each other, and how many below. */
export function piecesAcross({ widthPx, pieceWidthPx }: TiffShape): number {
  return Math.ceil(widthPx / pieceWidthPx);
}

export function piecesDown({ heightPx, pieceHeightPx }: TiffShape): number {
  return Math.ceil(heightPx / pieceHeightPx);
}

/** Rows that a piece holds: the last strip is cut at the end of the picture, a tile never is. */
export function rowsOfPiece(shape: TiffShape, index: number): number {
  if (shape.isTiled) return shape.pieceHeightPx;
  const top = (index % piecesDown(shape)) * shape.pieceHeightPx;
  return Math.min(shape.pieceHeightPx, shape.heightPx - top);
}

/** What so many rows of a piece take without compression: every row begins with a fresh byte. */
export function sampleBytes(shape: TiffShape, rows: number): number {
  const [across, down] = shape.subsampling;
  const perPixel = shape.samplesPerPixel / shape.planes;
  if (across * down === 1) return rows * Math.ceil((shape.pieceWidthPx * perPixel * shape.bitsPerSample) / 8);
  // Units of `across * down` luminances and their two colours.
  const units = Math.ceil(shape.pieceWidthPx / across) * Math.ceil(rows / down);
  return Math.ceil((units * (across * down + 2) * shape.bitsPerSample) / 8);
}

export interface Piece {
  readonly start: number;
  readonly end: number;
}

/** The strips or tiles that a directory names. Lengths that were left out follow from the picture where nothing is compressed. */
export function piecesOf(directory: Directory): Piece[] {
  const isTiled = directory.has(TAG.tileOffsets);
  const starts = directory.numbers(isTiled ? TAG.tileOffsets : TAG.stripOffsets);
  const named = directory.numbers(isTiled ? TAG.tileByteCounts : TAG.stripByteCounts);
  const shape = shapeOf(directory);
  if (!isWithoutLengths(directory) || shape.compression !== COMPRESSION.none) {
    return starts.slice(0, named.length).map((start, index) => ({ start, end: start + (named[index] ?? 0) }));
  }
  return starts.map((start, index) => ({ start, end: start + sampleBytes(shape, rowsOfPiece(shape, index)) }));
}

/** Whether no strip or tile has a length: some writers leave them out, others fill them in last. */
export function isWithoutLengths(directory: Directory): boolean {
  const lengths = directory.numbers(directory.has(TAG.tileOffsets) ? TAG.tileByteCounts : TAG.stripByteCounts);
  return lengths.every((length) => length === 0);
}
