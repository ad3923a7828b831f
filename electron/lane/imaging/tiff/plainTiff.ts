import {
  judgedDirectory,
  TIFF_COMPRESSION,
  TIFF_PHOTOMETRIC,
  TIFF_TAG,
  type TiffShape,
  tiffPieces,
  tiffShape,
  walkBuffer,
} from '../../../formats/index.ts';
import { FileMemory } from '../imageFile.ts';
import { isPacked, type SoundTiff, storedBits, storedRowBytes, unfoldSamples } from './samples.ts';

/** Types of a field's values. */
const SHORT = 3;
const LONG = 4;
const HEADER_BYTES = 8;
const ENTRY_BYTES = 12;
const WORD_BYTES = 4;

interface Entry {
  readonly tag: number;
  readonly type: number;
  readonly count: number;
  readonly values: Buffer;
}

/** @returns null where the bytes hold no directory. Of bytes whose structure is sound there always is one. */
export function readSoundTiff(bytes: Buffer): SoundTiff | null {
  const found = walkBuffer(judgedDirectory(bytes.length), bytes);
  if (found === null) return null;
  const { directory } = found;
  return { bytes, directory, shape: tiffShape(directory), isLittleEndian: bytes[0] === 0x49 };
}

/**
 * The same picture under a directory of nothing but the tags that say how its samples are meant: the decoder takes any remark on a tag for damage. Its
 * strips or tiles stay as they are, unless the decoder cannot unfold them or would not compare their checksums.
 *
 * @throws DecodingError
 */
export function plainTiff(tiff: SoundTiff, memory = new FileMemory()): Buffer<ArrayBuffer> {
  return isUnfoldedHere(tiff.shape) ? unfoldedTiff(tiff, memory) : rewrittenTiff(tiff, memory);
}

const UNFOLDED: readonly number[] = [TIFF_COMPRESSION.deflate, TIFF_COMPRESSION.oldDeflate, TIFF_COMPRESSION.zstandard];

function isUnfoldedHere(shape: TiffShape): boolean {
  const { compression, photometric, isTiled, planes, widthPx, heightPx, pieceWidthPx, pieceHeightPx } = shape;
  if (compression === TIFF_COMPRESSION.jpeg) return false;
  if (UNFOLDED.includes(compression) || isPacked(shape) || photometric === TIFF_PHOTOMETRIC.yCbCr) return true;
  return isTiled && (planes > 1 || pieceWidthPx > widthPx || pieceHeightPx > heightPx);
}

function rewrittenTiff(tiff: SoundTiff, memory: FileMemory): Buffer<ArrayBuffer> {
  const { bytes, directory, shape, isLittleEndian } = tiff;
  const [offsets, lengths] = shape.isTiled
    ? [TIFF_TAG.tileOffsets, TIFF_TAG.tileByteCounts]
    : [TIFF_TAG.stripOffsets, TIFF_TAG.stripByteCounts];
  const pieces = tiffPieces(directory);
  const number = numberField(isLittleEndian);
  const entries = [
    ...pictureEntries(tiff),
    number(TIFF_TAG.photometric, SHORT, shape.photometric),
    number(TIFF_TAG.compression, SHORT, shape.compression),
    number(TIFF_TAG.predictor, SHORT, directory.value(TIFF_TAG.predictor, 1)),
    number(TIFF_TAG.fillOrder, SHORT, directory.value(TIFF_TAG.fillOrder, 1)),
    number(TIFF_TAG.planarConfiguration, SHORT, shape.planes > 1 ? 2 : 1),
    ...(shape.isTiled
      ? [number(TIFF_TAG.tileWidth, LONG, shape.pieceWidthPx), number(TIFF_TAG.tileHeight, LONG, shape.pieceHeightPx)]
      : [number(TIFF_TAG.rowsPerStrip, LONG, shape.pieceHeightPx)]),
    number(offsets, LONG, ...pieces.map(({ start }) => start)),
    number(lengths, LONG, ...pieces.map(({ start, end }) => end - start)),
    ...copiedEntries(tiff, [TIFF_TAG.jpegTables]),
    ...(shape.photometric === TIFF_PHOTOMETRIC.yCbCr ? copiedEntries(tiff, Y_CB_CR) : []),
  ];
  // A directory begins at an even place.
  const place = bytes.length + (bytes.length % 2);
  const written = directoryBytes(entries, place, isLittleEndian);
  const file = memory.layout(place + written.length);
  bytes.copy(file);
  written.copy(file, place);
  writeHeader(file, place, isLittleEndian);
  return file;
}

function unfoldedTiff(tiff: SoundTiff, memory: FileMemory): Buffer<ArrayBuffer> {
  const { shape, isLittleEndian } = tiff;
  const { heightPx } = shape;
  const number = numberField(isLittleEndian);
  const entries = [...pictureEntries(tiff), number(TIFF_TAG.photometric, SHORT, unfoldedPhotometric(shape))];
  const stored = { heightPx, bytes: storedRowBytes(shape) * heightPx, isLittleEndian };
  const { file, samples } = oneStripTiff(entries, stored, memory);
  // Memory that is kept may hold the part before.
  samples.fill(0);
  unfoldSamples(tiff, samples);
  return file;
}

/** Samples as a decoder of ours writes them. */
export interface PlainSamples {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly channels: 1 | 3;
  /** Those of two bytes stand low byte first. */
  readonly sampleBytes: 1 | 2;
  /** Blue stands where red is said to be: quicker to mend once the picture is small. */
  readonly isBlueFirst: boolean;
  /** Writes all of them, row by row from the top. */
  readonly write: (samples: Buffer<ArrayBuffer>) => void;
}

/** Samples as a file: of one, libvips reads row by row, as of any other. */
export function tiffOfSamples(
  { widthPx, heightPx, channels, sampleBytes, write }: PlainSamples,
  memory = new FileMemory(),
): PlainFile {
  const number = numberField(true);
  const entries = [
    number(TIFF_TAG.width, LONG, widthPx),
    number(TIFF_TAG.height, LONG, heightPx),
    number(TIFF_TAG.bitsPerSample, SHORT, ...new Array<number>(channels).fill(8 * sampleBytes)),
    number(TIFF_TAG.samplesPerPixel, SHORT, channels),
    number(TIFF_TAG.photometric, SHORT, channels === 1 ? TIFF_PHOTOMETRIC.blackIsZero : TIFF_PHOTOMETRIC.rgb),
  ];
  const bytes = widthPx * heightPx * channels * sampleBytes;
  const plain = oneStripTiff(entries, { heightPx, bytes, isLittleEndian: true }, memory);
  write(plain.samples);
  return plain;
}

interface StripShape {
  readonly heightPx: number;
  readonly bytes: number;
  readonly isLittleEndian: boolean;
}

interface PlainFile {
  readonly file: Buffer<ArrayBuffer>;
  /** The part of it that holds them, from an even place on. */
  readonly samples: Buffer<ArrayBuffer>;
}

function oneStripTiff(
  entries: readonly Entry[],
  { heightPx, bytes, isLittleEndian }: StripShape,
  memory: FileMemory,
): PlainFile {
  const number = numberField(isLittleEndian);
  const directoryAt = (samplesAt: number): Buffer =>
    directoryBytes(
      [
        ...entries,
        number(TIFF_TAG.compression, SHORT, TIFF_COMPRESSION.none),
        number(TIFF_TAG.rowsPerStrip, LONG, heightPx),
        number(TIFF_TAG.stripOffsets, LONG, samplesAt),
        number(TIFF_TAG.stripByteCounts, LONG, bytes),
      ],
      HEADER_BYTES,
      isLittleEndian,
    );
  const samplesAt = HEADER_BYTES + directoryAt(0).length;
  const file = memory.layout(samplesAt + bytes);
  writeHeader(file, HEADER_BYTES, isLittleEndian);
  directoryAt(samplesAt).copy(file, HEADER_BYTES);
  return { file, samples: file.subarray(samplesAt) };
}

function unfoldedPhotometric(shape: TiffShape): number {
  if (shape.photometric === TIFF_PHOTOMETRIC.yCbCr) return TIFF_PHOTOMETRIC.rgb;
  return isPacked(shape) && shape.samplesPerPixel < 3 ? TIFF_PHOTOMETRIC.blackIsZero : shape.photometric;
}

const Y_CB_CR: readonly number[] = [
  TIFF_TAG.yCbCrCoefficients,
  TIFF_TAG.yCbCrSubsampling,
  TIFF_TAG.yCbCrPositioning,
  TIFF_TAG.referenceBlackWhite,
];
/** Of the colours of each interpretation; of any other there is one sample. */
const COLOURS: ReadonlyMap<number, number> = new Map([
  [TIFF_PHOTOMETRIC.rgb, 3],
  [TIFF_PHOTOMETRIC.yCbCr, 3],
  [TIFF_PHOTOMETRIC.cmyk, 4],
]);
/** Alpha that was not multiplied into the colours: it is dropped, and colours stay as they were written. */
const PLAIN_ALPHA = 2;

/** What is the same however the samples are stored. */
function pictureEntries(tiff: SoundTiff): Entry[] {
  const { directory, shape, isLittleEndian } = tiff;
  const number = numberField(isLittleEndian);
  const orientation = directory.value(TIFF_TAG.orientation, 1);
  const further = shape.samplesPerPixel - (COLOURS.get(shape.photometric) ?? 1);
  return [
    number(TIFF_TAG.width, LONG, shape.widthPx),
    number(TIFF_TAG.height, LONG, shape.heightPx),
    number(TIFF_TAG.bitsPerSample, SHORT, ...new Array<number>(shape.samplesPerPixel).fill(storedBits(shape))),
    number(TIFF_TAG.samplesPerPixel, SHORT, shape.samplesPerPixel),
    ...(orientation >= 1 && orientation <= 8 ? [number(TIFF_TAG.orientation, SHORT, orientation)] : []),
    ...(further > 0 ? [number(TIFF_TAG.extraSamples, SHORT, ...new Array<number>(further).fill(PLAIN_ALPHA))] : []),
    ...(shape.photometric === TIFF_PHOTOMETRIC.palette ? copiedEntries(tiff, [TIFF_TAG.colourMap]) : []),
    ...copiedEntries(tiff, [TIFF_TAG.colourProfile]),
  ];
}

function copiedEntries({ bytes, directory }: SoundTiff, tags: readonly number[]): Entry[] {
  return tags.flatMap((tag) => {
    const field = directory.field(tag);
    if (field === null) return [];
    const { type, count, width, position } = field;
    return [{ tag, type, count, values: bytes.subarray(position, position + count * width) }];
  });
}

function numberField(isLittleEndian: boolean) {
  return (tag: number, type: typeof SHORT | typeof LONG, ...numbers: readonly number[]): Entry => {
    const width = type === SHORT ? 2 : 4;
    const values = Buffer.alloc(numbers.length * width);
    for (const [index, value] of numbers.entries()) write(values, value, index * width, width, isLittleEndian);
    return { tag, type, count: numbers.length, values };
  };
}

/** One directory with its values behind it, as it lies at `place` in a file. */
function directoryBytes(entries: readonly Entry[], place: number, isLittleEndian: boolean): Buffer {
  const tableBytes = 2 + entries.length * ENTRY_BYTES + WORD_BYTES;
  const table = Buffer.alloc(tableBytes);
  const behind: Buffer[] = [];
  let end = place + tableBytes;
  write(table, entries.length, 0, 2, isLittleEndian);
  for (const [index, { tag, type, count, values }] of [...entries].sort((a, b) => a.tag - b.tag).entries()) {
    const at = 2 + index * ENTRY_BYTES;
    write(table, tag, at, 2, isLittleEndian);
    write(table, type, at + 2, 2, isLittleEndian);
    write(table, count, at + 4, 4, isLittleEndian);
    if (values.length <= WORD_BYTES) {
      values.copy(table, at + 8);
      continue;
    }
    write(table, end, at + 8, 4, isLittleEndian);
    behind.push(values, Buffer.alloc(values.length % 2));
    end += values.length + (values.length % 2);
  }
  return Buffer.concat([table, ...behind]);
}

function writeHeader(file: Buffer, directoryAt: number, isLittleEndian: boolean): void {
  file.write(isLittleEndian ? 'II' : 'MM', 0, 'latin1');
  write(file, 42, 2, 2, isLittleEndian);
  write(file, directoryAt, 4, 4, isLittleEndian);
}

function write(bytes: Buffer, value: number, at: number, width: number, isLittleEndian: boolean): void {
  if (isLittleEndian) bytes.writeUIntLE(value, at, width);
  else bytes.writeUIntBE(value, at, width);
}
