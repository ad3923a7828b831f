/** TIFF: are all of its parts there, and is it one picture of a kind that is judged? */
import { type ContainerFault, TRUNCATED } from '../fault.ts';
import { pictureFault } from './picture.ts';
import { piecesFault, unwrittenFault } from './pieces.ts';
import { type Directory, TiffReader } from './reader.ts';
import { TAG } from './tags.ts';

/** A camera writes one picture, perhaps with a preview; longer chains are a loop or no camera image. */
const MAXIMUM_DIRECTORIES = 64;
/** Bits of NewSubfileType. */
const REDUCED = 1;
const MASK = 4;

/**
 * Walks the directories: each must lie inside the file, and so must every value and every strip or tile that it names. The first must be
 * the only full picture: the decoder would judge it alone and be silent about the others.
 */
export function checkTiff(bytes: Buffer): ContainerFault | null {
  const reader = new TiffReader(bytes);
  if (bytes.length < reader.headerBytes) return TRUNCATED;
  const start = reader.firstDirectory();
  if (start === 0) return { kind: 'corrupt', reason: 'it has no directory' };

  let fullPictures = 0;
  let position = start;
  for (let visited = 0; position !== 0; visited += 1) {
    if (visited === MAXIMUM_DIRECTORIES) return { kind: 'corrupt', reason: 'its directories do not end' };
    const directory = reader.directory(position);
    if (directory === null) return TRUNCATED;
    const fault =
      position === start ? firstPictureFault(directory, reader, bytes) : piecesFault(directory, reader.size);
    if (fault !== null) return fault;
    fullPictures += (isFullPicture(directory) ? 1 : 0) + fullSubPictures(directory, reader);
    position = reader.nextDirectory(position);
  }
  return fullPictures > 1 ? { kind: 'unsupported', reason: `it holds ${fullPictures} pictures` } : null;
}

/** What the directory claims comes first: of raw data it matters little whether all of it is there. */
function firstPictureFault(directory: Directory, reader: TiffReader, bytes: Buffer): ContainerFault | null {
  if (!isFullPicture(directory)) {
    return { kind: 'unsupported', reason: 'its first picture is a preview or a mask, as in raw camera data' };
  }
  const fault = pictureFault(directory);
  if (fault !== null && fault.kind === 'unsupported') return fault;
  return piecesFault(directory, reader.size) ?? unwrittenFault(directory, bytes) ?? fault;
}

function isFullPicture(directory: Directory): boolean {
  return (directory.value(TAG.newSubfileType, 0) & (REDUCED | MASK)) === 0;
}

/** Reduced copies and masks hang below a picture; raw files keep the picture itself there. */
function fullSubPictures(directory: Directory, reader: TiffReader): number {
  let count = 0;
  for (let index = 0; index < Math.min(directory.count(TAG.subDirectories), MAXIMUM_DIRECTORIES); index += 1) {
    const below = reader.directory(directory.value(TAG.subDirectories, 0, index));
    if (below?.has(TAG.width) === true && isFullPicture(below)) count += 1;
  }
  return count;
}
