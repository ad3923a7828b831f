import {
  ascii,
  type Completeness,
  corrupt,
  type Fault,
  type ImageFormat,
  MAXIMUM_PIXELS,
  TRUNCATED,
  unsupported,
} from './format.ts';
import {
  type Directory,
  type Layout,
  layoutOf,
  mayHoldDirectory,
  readDirectory,
  type WantedTags,
} from './tiffDirectory.ts';
import { pictureFault } from './tiffPicture.ts';
import { COMPRESSION, isWithoutLengths, PIECE_TAGS, type Piece, piecesOf, TAG } from './tiffShape.ts';
import { bytesAt, endsInZeros, isZeroThroughout, type Walk } from './walk.ts';

/** A camera writes one picture, perhaps with a preview; longer chains are a loop or no camera image. */
const MOST_DIRECTORIES = 64;
/** Bits of NewSubfileType. */
const REDUCED = 1;
const MASK = 4;

export const tiff: ImageFormat<'tiff'> = {
  kind: 'tiff',
  // TIFF (42) and BigTIFF (43), in either byte order.
  signatures: [
    [...ascii('II'), 42, 0],
    [...ascii('II'), 43, 0],
    [...ascii('MM'), 0, 42],
    [...ascii('MM'), 0, 43],
  ],
  extensions: ['.tif', '.tiff'],
  mediaType: 'image/tiff',
  mostPixels: MAXIMUM_PIXELS,
  isShownByBrowsers: () => false,
  completeness,
  fault,
};

/** @returns null where the file ends before its header does */
function* firstDirectory(size: number): Walk<{ readonly layout: Layout; readonly first: number } | null> {
  const header = yield* bytesAt(0, 16);
  const layout = layoutOf(header);
  return size < layout.headerBytes ? null : { layout, first: layout.firstDirectory(header) };
}

/** A writer that puts the directory first fills in the places and lengths of its strips last. */
function isThere({ start, end }: Piece, size: number): boolean {
  return start > 0 && end > start && end <= size;
}

/** What lies below a picture: a lane never reads it, and some writers leave its place empty or point anywhere. */
const BELOW: readonly number[] = [TAG.subDirectories, TAG.exif, TAG.gps];
const WANTED: WantedTags = {
  numbers: Object.values(TAG).filter((tag) => !PIECE_TAGS.includes(tag)),
  lists: PIECE_TAGS,
};

/** The directory of the picture that is judged, with all of its numbers; null where it is not there. */
export function* judgedDirectory(
  size: number,
): Walk<{ readonly layout: Layout; readonly directory: Directory } | null> {
  const header = yield* firstDirectory(size);
  if (header === null) return null;
  const directory = yield* readDirectory(header.layout, header.first, size, WANTED);
  return directory === null ? null : { layout: header.layout, directory };
}

/**
 * Complete where every directory of the chain, the values they point to, and every strip or tile lie inside the file. Writers put the directory before or
 * behind the pixels and fill in its position, or that of the strips, at the very end: until then it is zero.
 */
function* completeness(size: number): Walk<Completeness> {
  const header = yield* firstDirectory(size);
  if (header === null || header.first === 0) return 'incomplete';
  const { layout, first } = header;
  const visited = new Set<number>();
  let judged: Directory | null = null;
  let position = first;
  while (position !== 0 && !visited.has(position) && visited.size < MOST_DIRECTORIES) {
    if (judged !== null && !(yield* mayHoldDirectory(layout, position, size))) break;
    visited.add(position);
    const directory = yield* readDirectory(layout, position, size, WANTED);
    if (directory === null || !piecesOf(directory).every((piece) => isThere(piece, size))) return 'incomplete';
    if (directory.next === null) return 'incomplete';
    judged ??= directory;
    position = directory.next;
  }
  if (judged === null) return 'incomplete';
  const written = yield* writtenPixels(judged);
  return written === 'complete' && mayStillGrow(judged, size) ? 'unknown' : written;
}

/** What the picture does not need lies behind all that is there, or its lengths may be filled in later: only time tells whether that is so by mistake. */
function mayStillGrow(directory: Directory, size: number): boolean {
  return (
    (isWithoutLengths(directory) && directory.has(TAG.stripByteCounts)) ||
    BELOW.some((tag) => directory.numbers(tag).some((position) => position >= size))
  );
}

/** All of the room is there; is it written? */
function* writtenPixels(directory: Directory): Walk<Completeness> {
  const pieces = piecesOf(directory);
  const [first] = pieces;
  if (first === undefined) return 'incomplete';
  const last = pieces.reduce((furthest, piece) => (piece.end > furthest.end ? piece : furthest));
  if (directory.value(TAG.compression, COMPRESSION.none) !== COMPRESSION.none) {
    return (yield* endsInZeros(last.start, last.end)) ? 'incomplete' : 'complete';
  }
  const start = pieces.reduce((least, piece) => Math.min(least, piece.start), first.start);
  return (yield* isZeroThroughout(start, last.end)) ? 'unknown' : 'complete';
}

/**
 * Walks the chain of directories: each must lie inside the file, and so must every value and every strip or tile that it names. The first must be
 * the only full picture: the decoder would judge it alone and be silent about the others.
 */
function* fault(size: number): Walk<Fault | null> {
  const header = yield* firstDirectory(size);
  if (header === null) return TRUNCATED;
  const { layout, first } = header;
  if (first === 0) return corrupt('it has no directory');
  let fullPictures = 0;
  let position = first;
  for (let visited = 0; position !== 0; visited += 1) {
    if (visited === MOST_DIRECTORIES) return corrupt('its directories do not end');
    if (position !== first && !(yield* mayHoldDirectory(layout, position, size))) break;
    const directory = yield* readDirectory(layout, position, size, WANTED);
    if (directory === null) return TRUNCATED;
    const found = position === first ? yield* firstPictureFault(directory, size) : piecesFault(directory, size);
    if (found !== null) return found;
    fullPictures += directory.has(TAG.width) && isFullPicture(directory) ? 1 : 0;
    for (const place of directory.numbers(TAG.subDirectories)) {
      // Reduced copies and masks hang below a picture; raw files keep the picture itself there.
      const below = yield* readDirectory(layout, place, size, { numbers: [TAG.newSubfileType] });
      if (below?.has(TAG.width) === true && isFullPicture(below)) fullPictures += 1;
    }
    position = directory.next ?? 0;
  }
  return fullPictures > 1 ? unsupported(`it holds ${fullPictures} pictures`) : null;
}

/** What the directory claims comes first: of raw data it matters little whether all of it is there. */
function* firstPictureFault(directory: Directory, size: number): Walk<Fault | null> {
  if (!isFullPicture(directory)) {
    return unsupported('its first picture is a preview or a mask, as in raw camera data');
  }
  const found = pictureFault(directory);
  if (found !== null && found.kind === 'unsupported') return found;
  return piecesFault(directory, size) ?? (yield* unwrittenFault(directory)) ?? found;
}

function isFullPicture(directory: Directory): boolean {
  return (directory.value(TAG.newSubfileType, 0) & (REDUCED | MASK)) === 0;
}

function piecesFault(directory: Directory, size: number): Fault | null {
  return piecesOf(directory).every((piece) => isThere(piece, size)) ? null : TRUNCATED;
}

/** Compressed strips or tiles of a picture that are reserved and not written; of plain samples nobody can tell. */
function* unwrittenFault(directory: Directory): Walk<Fault | null> {
  if (directory.value(TAG.compression, COMPRESSION.none) === COMPRESSION.none) return null;
  for (const { start, end } of piecesOf(directory)) {
    if (yield* endsInZeros(start, end)) return TRUNCATED;
  }
  return null;
}
