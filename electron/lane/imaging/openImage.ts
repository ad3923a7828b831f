import sharp, { type Metadata, type Sharp } from 'sharp';
import { SigmalineError } from '../../../shared/domain/index.ts';
import { decodeBmp } from './bmp/decodeBmp.ts';
import { BmpError } from './bmp/fault.ts';
import { readBmpHeader } from './bmp/header.ts';
import { type ContainerFault, containerFault } from './containers/index.ts';
import type { ImageBytes } from './imageFile.ts';
import { recogniseKind } from './imageKind.ts';
import { MAXIMUM_PIXELS, MAXIMUM_WEBP_PIXELS } from './pixelLimit.ts';

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
  const kind = recogniseKind(file);
  const fault = containerFault(kind, file.bytes);
  if (fault !== null) throw faultError(file.path, fault);
  if (kind === 'bmp') return openBmp(file);
  return openWithSharp(file, kind === 'webp' ? MAXIMUM_WEBP_PIXELS : MAXIMUM_PIXELS);
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

function openBmp({ path, bytes }: ImageBytes): OpenImage {
  try {
    const header = readBmpHeader(bytes);
    requireAcceptableSize(path, header.widthPx, header.heightPx, MAXIMUM_PIXELS);
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

function faultError(path: string, fault: ContainerFault): SigmalineError {
  if (fault.kind === 'truncated') return new SigmalineError('image.truncated', { file: path });
  return new SigmalineError(`image.${fault.kind}`, { file: path, reason: fault.reason });
}

/** The error of an image whose structure was whole, but which the decoder refused. */
export function decoderError(path: string, cause: unknown): SigmalineError {
  if (cause instanceof SigmalineError) return cause;
  const message = cause instanceof Error ? cause.message : String(cause);
  if (/unsupported image format/i.test(message)) {
    return new SigmalineError('image.unsupported', { file: path, reason: 'the decoder does not know it' }, cause);
  }
  const reason = message.replace(/^Input buffer has corrupt header: /, '').split('\n')[0] ?? message;
  return new SigmalineError('image.corrupt', { file: path, reason }, cause);
}
