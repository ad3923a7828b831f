import type { ByteReader } from './byteReader.ts';
import type { Completeness } from './completeness.ts';
import { type Directory, type Layout, layoutOf, readDirectory, readNumbers, valueEnd } from './tiffDirectory.ts';
import { endsInZeros, isZeroThroughout } from './zeros.ts';

const TAG = {
  compression: 259,
  stripOffsets: 273,
  stripByteCounts: 279,
  tileOffsets: 324,
  tileByteCounts: 325,
  subDirectories: 330,
  exif: 34_665,
  gps: 34_853,
};
const UNCOMPRESSED = 1;
/** A camera writes one picture, perhaps with a preview; a longer chain may be a loop, and a lane says what it is. */
const MOST_DIRECTORIES = 64;

interface Piece {
  readonly start: number;
  readonly end: number;
}

/**
 * Complete where every directory, the values they point to, and every strip or tile lie inside the file. Writers put the directory before or
 * behind the pixels and fill in its position, or that of the strips, at the very end: until then it is zero.
 */
export async function tiffCompleteness(reader: ByteReader): Promise<Completeness> {
  const head = await reader.read(0, 16);
  if (head.length < 16) return 'incomplete';
  const layout = layoutOf(head);
  const first = layout.number(head, layout.firstDirectoryAt, layout.wordBytes);
  if (first === 0) return 'incomplete';

  const waiting = [first];
  const visited = new Set<number>();
  let pixels: { readonly pieces: readonly Piece[]; readonly compression: number } | null = null;
  for (let position = waiting.shift(); position !== undefined; position = waiting.shift()) {
    if (visited.has(position) || visited.size === MOST_DIRECTORIES) continue;
    visited.add(position);
    const directory = await readDirectory(reader, layout, position);
    if (directory === null || !valuesAreThere(directory, layout, reader.size)) return 'incomplete';
    const pieces = await piecesOf(reader, layout, directory);
    if (pieces === null || !pieces.every(({ start, end }) => isThere(start, end, reader.size))) return 'incomplete';
    if (position === first) {
      if (pieces.length === 0) return 'incomplete';
      const compression = directory.fields.get(TAG.compression);
      const [value = UNCOMPRESSED] =
        compression === undefined ? [] : ((await readNumbers(reader, layout, compression)) ?? []);
      pixels = { pieces, compression: value };
    }
    waiting.push(
      ...(await directoriesBelow(reader, layout, directory)),
      ...(directory.next === 0 ? [] : [directory.next]),
    );
  }
  return pixels === null ? 'incomplete' : writtenPixels(reader, pixels.pieces, pixels.compression);
}

function valuesAreThere({ fields }: Directory, layout: Layout, fileBytes: number): boolean {
  return [...fields.values()].every((field) => valueEnd(field, layout) <= fileBytes);
}

/** Neither a place nor a length is known before a strip is written. */
function isThere(start: number, end: number, fileBytes: number): boolean {
  return start > 0 && end > start && end <= fileBytes;
}

/** @returns null where they are no whole numbers or too many to be believed */
async function piecesOf(reader: ByteReader, layout: Layout, { fields }: Directory): Promise<Piece[] | null> {
  const offsets = fields.get(TAG.stripOffsets) ?? fields.get(TAG.tileOffsets);
  const byteCounts = fields.get(TAG.stripByteCounts) ?? fields.get(TAG.tileByteCounts);
  if (offsets === undefined || byteCounts === undefined) return [];
  const starts = await readNumbers(reader, layout, offsets);
  const lengths = await readNumbers(reader, layout, byteCounts);
  if (starts === null || lengths === null) return null;
  return starts.map((start, index) => ({ start, end: start + (lengths[index] ?? 0) }));
}

async function directoriesBelow(reader: ByteReader, layout: Layout, { fields }: Directory): Promise<number[]> {
  const below: number[] = [];
  for (const tag of [TAG.subDirectories, TAG.exif, TAG.gps]) {
    const field = fields.get(tag);
    if (field !== undefined)
      below.push(...((await readNumbers(reader, layout, field)) ?? []).slice(0, MOST_DIRECTORIES));
  }
  return below;
}

/** All of the room is there; is it written? */
async function writtenPixels(reader: ByteReader, pieces: readonly Piece[], compression: number): Promise<Completeness> {
  const last = pieces.reduce((furthest, piece) => (piece.end > furthest.end ? piece : furthest));
  if (compression !== UNCOMPRESSED)
    return (await endsInZeros(reader, last.start, last.end)) ? 'incomplete' : 'complete';
  const start = pieces.reduce((least, piece) => Math.min(least, piece.start), last.start);
  return (await isZeroThroughout(reader, start, last.end)) ? 'unknown' : 'complete';
}
