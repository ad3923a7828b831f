/**
 * The image formats that Sigmaline judges, one file each: how to recognise one, whether a file is complete, and what is wrong with it.
 * Pure functions over bytes: the intake uses them on growing files, a lane before decoding.
 */
import { bmp } from './bmp.ts';
import { beginsLike, type Completeness, type ImageFormat } from './format.ts';
import { jpeg } from './jpeg.ts';
import { png } from './png.ts';
import { pnm } from './pnm.ts';
import { tiff } from './tiff.ts';
import { unjudgedKind } from './unjudged.ts';
import { type ByteReader, bytesAt, type Walk, walkFile } from './walk.ts';
import { webp } from './webp.ts';

export type { BmpHeader } from './bmp.ts';
export {
  CORE_HEADER_BYTES,
  FILE_HEADER_BYTES,
  INFO_HEADER_BYTES,
  readBmpHeader,
  rowBytes,
} from './bmp.ts';
export { type Completeness, corrupt, type Fault, MAXIMUM_PIXELS, TRUNCATED, unsupported } from './format.ts';
export { harmlessRemarks, jpegQuality } from './jpeg.ts';
export { type PnmHeader, readPnmHeader } from './pnm.ts';
export { judgedDirectory } from './tiff.ts';
export type { Directory as TiffDirectory } from './tiffDirectory.ts';
export {
  COMPRESSION as TIFF_COMPRESSION,
  PHOTOMETRIC as TIFF_PHOTOMETRIC,
  type Piece,
  piecesAcross,
  piecesDown,
  piecesOf as tiffPieces,
  rowsOfPiece,
  sampleBytes,
  shapeOf as tiffShape,
  TAG as TIFF_TAG,
  type TiffShape,
} from './tiffShape.ts';
export { type ByteReader, walkBuffer } from './walk.ts';

const FORMATS = [png, jpeg, tiff, bmp, webp, pnm] as const satisfies readonly ImageFormat[];

export type JudgedFormat = (typeof FORMATS)[number];

/** Of the names of all images that are judged, in lower case, with their dot. */
export const IMAGE_EXTENSIONS: readonly string[] = FORMATS.flatMap(({ extensions }) => extensions);

/** Of the names of pictures that are known and never judged, and of raw camera data. */
export const UNJUDGED_EXTENSIONS: readonly string[] = (
  '.gif .avif .heic .heif .jp2 .j2k .jpx .jxl .jxr .psd .exr .hdr .fits .jpe ' +
  '.pbm .pam .dng .cr2 .cr3 .orf .rw2 .raf .nef .arw .raw .dib .jfif .btf'
).split(' ');

/** By its first bytes, as far as there are any; the name of a file says nothing about what a camera wrote into it. */
function formatOf(head: Buffer): JudgedFormat | null {
  return FORMATS.find(({ signatures }) => signatures.some((signature) => beginsLike(head, signature))) ?? null;
}

/** What stands at the beginning of a file that will not change any more. `unjudged`: a picture of a kind that is known and never judged. */
export type Recognised =
  | { readonly kind: 'judged'; readonly format: JudgedFormat }
  | { readonly kind: 'unjudged'; readonly name: string }
  | { readonly kind: 'empty' | 'cut' | 'no-image' };

/** Raw files of some makers begin like a TIFF: what is never judged comes first. */
export function recognise(bytes: Buffer): Recognised {
  if (bytes.length === 0) return { kind: 'empty' };
  const name = unjudgedKind(bytes);
  if (name !== null) return { kind: 'unjudged', name };
  const format = formatOf(bytes);
  if (format === null) return { kind: 'no-image' };
  const isSigned = format.signatures.some(
    (signature) => bytes.length >= signature.length && beginsLike(bytes, signature),
  );
  return isSigned ? { kind: 'judged', format } : { kind: 'cut' };
}

/** Shorter files may still become an image of any kind. */
const SHORTEST_HEAD_BYTES = 12;
const HEAD_BYTES = 32;

function* completeness(size: number): Walk<Completeness> {
  if (size < SHORTEST_HEAD_BYTES) return 'incomplete';
  const head = yield* bytesAt(0, HEAD_BYTES);
  // A camera that reserves the room first writes zeros, and the head comes last.
  if (head.subarray(0, SHORTEST_HEAD_BYTES).every((byte) => byte === 0)) return 'incomplete';
  return yield* formatOf(head)?.completeness(size) ?? unknown();
}

// biome-ignore lint/correctness/useYield: there is nothing to read.
function* unknown(): Walk<Completeness> {
  return 'unknown';
}

/** Whether a file is all there, by its own format: a camera may pause between two chunks for longer than any clock should wait. */
export function completenessOf(reader: ByteReader): Promise<Completeness> {
  return walkFile(completeness(reader.size), reader);
}

/** Whether a file begins like no picture that is known, judged or not. */
export async function beginsLikeNoImage({ read }: ByteReader): Promise<boolean> {
  return recognise(await read(0, HEAD_BYTES)).kind === 'no-image';
}

/** The media type of a picture that every browser shows as it is judged; null for anything else, such as TIFF or 16 bits a sample. */
export function browserMediaType(head: Buffer): string | null {
  const found = recognise(head);
  return found.kind === 'judged' && found.format.isShownByBrowsers(head) ? found.format.mediaType : null;
}

/** As many bytes as `browserMediaType` looks at. */
export const BROWSER_HEAD_BYTES = HEAD_BYTES;
