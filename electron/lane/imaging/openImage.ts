import sharp, { type Metadata, type Sharp } from 'sharp';
import { assertNever, SigmalineError } from '../../../shared/domain/index.ts';
import { type JudgedFormat, readBmpHeader, recognise, TRUNCATED, walkBuffer } from '../../formats/index.ts';
import { decodeBmp } from './bmp/decodeBmp.ts';
import { BmpError, decoderError, faultError } from './faults.ts';
import type { ImageBytes } from './imageFile.ts';

/** An image whose structure is whole and whose header was accepted; its pixels are decoded when a pipeline of it is run. */
export interface OpenImage {
  readonly path: string;
  /** As people see it, after the EXIF orientation. */
  readonly widthPx: number;
  readonly heightPx: number;
  readonly hasAlpha: boolean;
  /** The space that keeps all 16 bits of a sample; null for images of 8 bits. */
  readonly wideSpace: 'grey16' | 'rgb16' | null;
  /** A fresh pipeline: decoding and orientation, nothing else. */
  pipeline(): Sharp;
}

/** @throws SigmalineError image.empty, .not-an-image, .truncated, .corrupt, .too-large, .unsupported */
export async function openImage(file: ImageBytes): Promise<OpenImage> {
  const format = formatOf(file);
  const fault = walkBuffer(format.fault(file.bytes.length), file.bytes);
  if (fault !== null) throw faultError(file.path, fault);
  return format.kind === 'bmp' ? openBmp(file, format.mostPixels) : openWithSharp(file, format.mostPixels);
}

/**
 * Only files of kinds that are judged are ever handed to a decoder.
 *
 * @throws SigmalineError image.empty, image.truncated (nothing but the start of a signature), image.unsupported, image.not-an-image
 */
function formatOf({ path, bytes }: ImageBytes): JudgedFormat {
  const found = recognise(bytes);
  switch (found.kind) {
    case 'judged':
      return found.format;
    case 'unjudged':
      throw new SigmalineError('image.unsupported', { file: path, reason: found.name });
    case 'cut':
      throw faultError(path, TRUNCATED);
    case 'empty':
      throw new SigmalineError('image.empty', { file: path });
    case 'no-image':
      throw new SigmalineError('image.not-an-image', { file: path });
    default:
      return assertNever(found);
  }
}

async function openWithSharp({ path, bytes }: ImageBytes, limit: number): Promise<OpenImage> {
  const metadata = await sharp(bytes, { limitInputPixels: false })
    .metadata()
    .catch((cause: unknown) => {
      throw decoderError(path, cause);
    });
  requireAcceptableSize(path, metadata.width, metadata.height, limit);
  const wideSpace = wideSpaceOf(path, metadata);
  // Profiles speak of colours as people see them; samples of 16 bits are measurements, on a scale of the camera's own.
  const options = { failOn: 'warning', limitInputPixels: limit, ignoreIcc: wideSpace !== null } as const;
  return {
    path,
    widthPx: metadata.autoOrient.width,
    heightPx: metadata.autoOrient.height,
    hasAlpha: metadata.hasAlpha === true,
    wideSpace,
    pipeline: () => sharp(bytes, options).autoOrient(),
  };
}

function openBmp({ path, bytes }: ImageBytes, limit: number): OpenImage {
  const header = readBmpHeader(bytes);
  if (header === null) throw faultError(path, TRUNCATED);
  requireAcceptableSize(path, header.widthPx, header.heightPx, limit);
  try {
    const { widthPx, heightPx, values } = decodeBmp(bytes, header);
    return {
      path,
      widthPx,
      heightPx,
      hasAlpha: false,
      wideSpace: null,
      pipeline: () => sharp(values, { raw: { width: widthPx, height: heightPx, channels: 3 } }),
    };
  } catch (thrown) {
    throw thrown instanceof BmpError ? faultError(path, thrown.fault) : thrown;
  }
}

function requireAcceptableSize(path: string, width: number, height: number, limit: number): void {
  if (width * height <= limit) return;
  throw new SigmalineError('image.too-large', { file: path, pixels: width * height, limit });
}

function wideSpaceOf(path: string, { depth, space }: Metadata): OpenImage['wideSpace'] {
  if (depth === 'uchar') return null;
  if (depth === 'ushort') return space === 'grey16' || space === 'rgb16' ? space : null;
  throw new SigmalineError('image.unsupported', { file: path, reason: `samples of type ${depth}` });
}
