import { SigmalineError } from '../../../shared/domain/index.ts';
import type { ImageBytes } from './imageFile.ts';

export type ImageKind = 'png' | 'jpeg' | 'tiff' | 'bmp' | 'webp';

const ANY = -1;

interface Signature<Name extends string> {
  readonly kind: Name;
  readonly bytes: readonly number[];
}

/** How a file of each kind begins; `ANY` stands for a byte that may be anything. */
const SIGNATURES: readonly Signature<ImageKind>[] = [
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

/** Pictures that are never judged, named so that the remedy is plain. Raw files of some makers begin like a TIFF: they come first. */
const REFUSED: readonly Signature<string>[] = [
  { kind: 'raw camera data (CR2)', bytes: [0x49, 0x49, 42, 0, ANY, ANY, ANY, ANY, ...ascii('CR')] },
  { kind: 'raw camera data (ORF)', bytes: ascii('IIR') },
  { kind: 'raw camera data (RW2)', bytes: ascii('IIU\0') },
  { kind: 'raw camera data (RAF)', bytes: ascii('FUJIFILMCCD-RAW') },
  { kind: 'raw camera data (CR3)', bytes: fileType('crx ') },
  { kind: 'a GIF', bytes: ascii('GIF8') },
  { kind: 'an AVIF picture', bytes: fileType('avif') },
  { kind: 'an AVIF sequence', bytes: fileType('avis') },
  ...['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1'].map((brand) => {
    return { kind: 'a HEIF picture (HEIC)', bytes: fileType(brand) };
  }),
  { kind: 'a JPEG 2000 picture', bytes: [0, 0, 0, 12, ...ascii('jP  ')] },
  { kind: 'a JPEG 2000 picture', bytes: [0xff, 0x4f, 0xff, 0x51] },
  { kind: 'a JPEG XL picture', bytes: [0, 0, 0, 12, ...ascii('JXL ')] },
  { kind: 'a JPEG XL picture', bytes: [0xff, 0x0a] },
  { kind: 'a JPEG XR picture', bytes: [0x49, 0x49, 0xbc, 0x01] },
  { kind: 'a Photoshop file', bytes: ascii('8BPS') },
  { kind: 'an OpenEXR picture of floating-point samples', bytes: [0x76, 0x2f, 0x31, 0x01] },
  { kind: 'a Radiance picture of floating-point samples', bytes: ascii('#?RADIANCE') },
  { kind: 'a FITS picture', bytes: ascii('SIMPLE  =') },
];

/**
 * The kind of an image by its first bytes; the name of a file says nothing about what a camera wrote into it.
 * Only these kinds are ever handed to a decoder.
 *
 * @throws SigmalineError image.empty, image.truncated (nothing but the start of a signature), image.unsupported (a picture of a kind that is
 *   known and never judged), image.not-an-image
 */
export function recogniseKind({ path, bytes }: ImageBytes): ImageKind {
  if (bytes.length === 0) throw new SigmalineError('image.empty', { file: path });
  const refused = REFUSED.find(({ bytes: signature }) => isWholeSignature(bytes, signature));
  if (refused !== undefined) throw new SigmalineError('image.unsupported', { file: path, reason: refused.kind });
  const match = SIGNATURES.find(({ bytes: signature }) => beginsLike(bytes, signature));
  if (match === undefined) throw new SigmalineError('image.not-an-image', { file: path });
  if (bytes.length < match.bytes.length) throw new SigmalineError('image.truncated', { file: path });
  return match.kind;
}

function isWholeSignature(bytes: Uint8Array, signature: readonly number[]): boolean {
  return bytes.length >= signature.length && beginsLike(bytes, signature);
}

function beginsLike(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.slice(0, bytes.length).every((byte, index) => byte === ANY || bytes[index] === byte);
}

function ascii(text: string): number[] {
  return [...Buffer.from(text, 'latin1')];
}

/** The first box of an ISO base media file: its length, `ftyp`, its brand. */
function fileType(brand: string): number[] {
  return [ANY, ANY, ANY, ANY, ...ascii('ftyp'), ...ascii(brand)];
}
