import { SigmalineError } from '../../../shared/domain/index.ts';
import type { ImageFile } from './imageFile.ts';

export type ImageKind = 'png' | 'jpeg' | 'tiff' | 'bmp' | 'webp';

const ANY = -1;

/** How a file of each kind begins; `ANY` stands for a byte that may be anything. */
const SIGNATURES: readonly { readonly kind: ImageKind; readonly bytes: readonly number[] }[] = [
  { kind: 'png', bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { kind: 'jpeg', bytes: [0xff, 0xd8, 0xff] },
  { kind: 'tiff', bytes: [0x49, 0x49, 42, 0] },
  { kind: 'tiff', bytes: [0x49, 0x49, 43, 0] },
  { kind: 'tiff', bytes: [0x4d, 0x4d, 0, 42] },
  { kind: 'tiff', bytes: [0x4d, 0x4d, 0, 43] },
  // "BM", the file's size, four reserved bytes of zero, the offset of the pixels (below 64 kB), and a header shorter than 256 bytes.
  { kind: 'bmp', bytes: [0x42, 0x4d, ANY, ANY, ANY, ANY, 0, 0, 0, 0, ANY, ANY, 0, 0, ANY, 0, 0, 0] },
  { kind: 'webp', bytes: [0x52, 0x49, 0x46, 0x46, ANY, ANY, ANY, ANY, 0x57, 0x45, 0x42, 0x50] },
];

/**
 * The kind of an image by its first bytes; the name of a file says nothing about what a camera wrote into it.
 * Only these kinds are ever handed to a decoder.
 *
 * @throws SigmalineError image.empty, image.truncated (nothing but the start of a signature), image.not-an-image
 */
export function recogniseKind({ path, bytes }: ImageFile): ImageKind {
  if (bytes.length === 0) throw new SigmalineError('image.empty', { file: path });
  const match = SIGNATURES.find(({ bytes: signature }) => beginsLike(bytes, signature));
  if (match === undefined) throw new SigmalineError('image.not-an-image', { file: path });
  if (bytes.length < match.bytes.length) throw new SigmalineError('image.truncated', { file: path });
  return match.kind;
}

function beginsLike(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.slice(0, bytes.length).every((byte, index) => byte === ANY || bytes[index] === byte);
}
