import sharp, { type Metadata, type Sharp } from 'sharp';
import { assertNever, SigmalineError } from '../../../shared/domain/index.ts';
import {
  harmlessRemarks,
  type JudgedFormat,
  readBmpHeader,
  readPnmHeader,
  recognise,
  TRUNCATED,
  walkBuffer,
} from '../../formats/index.ts';
import { decodeBmp } from './bmp/decodeBmp.ts';
import { DecodingError, decoderError, faultError } from './faults.ts';
import type { ImageBytes } from './imageFile.ts';
import { isAboutFilling, withoutFilling } from './jpegFilling.ts';
import { decodePnm } from './pnm.ts';
import { type PlainSamples, plainTiff, readSoundTiff, tiffOfSamples } from './tiff/plainTiff.ts';

/** An image whose structure is whole and whose header was accepted; its pixels are decoded when a pipeline of it is run. */
export interface OpenImage {
  readonly path: string;
  /** As people see it, after the EXIF orientation. */
  readonly widthPx: number;
  readonly heightPx: number;
  readonly hasAlpha: boolean;
  /** Its decoder gives whole rows from the top, upright and without alpha. */
  readonly isRowByRow: boolean;
  /** The space that keeps all 16 bits of a sample; null for images of 8 bits. */
  readonly wideSpace: 'grey16' | 'rgb16' | null;
  /** Its decoder gives blue in the place of red: scaling treats both alike. */
  readonly isBlueFirst: boolean;
  /** A fresh pipeline: decoding and orientation, nothing else. */
  pipeline(): Sharp;
  /** As recipes of the older scaling took it, where that is another way. */
  inPieces?(): Sharp;
  /** The same image without what its decoder complained of, if that was harmless; null where it was not. */
  mended(complaint: string): OpenImage | null;
}

/**
 * @param mostPixels above which the image is refused as too large, where that is less than its kind allows
 * @throws SigmalineError image.empty, .not-an-image, .truncated, .corrupt, .too-large, .unsupported
 */
export async function openImage(file: ImageBytes, mostPixels = Number.POSITIVE_INFINITY): Promise<OpenImage> {
  const format = formatOf(file);
  const fault = walkBuffer(format.fault(file.bytes.length), file.bytes);
  if (fault !== null) throw faultError(file.path, fault);
  try {
    return await opened(file, format.kind, Math.min(mostPixels, format.mostPixels));
  } catch (thrown) {
    throw thrown instanceof DecodingError ? faultError(file.path, thrown.fault) : thrown;
  }
}

/** @throws SigmalineError, DecodingError */
async function opened(file: ImageBytes, kind: JudgedFormat['kind'], mostPixels: number): Promise<OpenImage> {
  switch (kind) {
    case 'bmp':
      return openBmp(file, mostPixels);
    case 'pnm':
      return openPnm(file, mostPixels);
    case 'tiff':
      return openTiff(file, mostPixels);
    case 'jpeg':
      return openJpeg({ ...file, bytes: withoutRemarks(file.bytes) }, mostPixels);
    default:
      // Every other kind is decoded by libvips as it is.
      return openWithSharp(file, mostPixels);
  }
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

/** The EXIF orientation whose rows are only read from the right; all higher ones are turned. */
const MIRRORED = 2;

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
    isRowByRow: metadata.hasAlpha !== true && (metadata.orientation ?? 1) <= MIRRORED,
    wideSpace,
    isBlueFirst: false,
    pipeline: () => sharp(bytes, options).autoOrient(),
    mended: () => null,
  };
}

async function openJpeg(file: ImageBytes, limit: number): Promise<OpenImage> {
  const image = await openWithSharp(file, limit);
  return {
    ...image,
    mended(complaint) {
      const bytes = isAboutFilling(complaint) ? withoutFilling(file.bytes) : null;
      if (bytes === null) return null;
      const options = { failOn: 'warning', limitInputPixels: limit } as const;
      return { ...image, pipeline: () => sharp(bytes, options).autoOrient(), mended: () => null };
    },
  };
}

/** The decoder takes what it remarks on for damage: a copy without what means nothing, or the same bytes. */
function withoutRemarks(jpeg: Buffer<ArrayBuffer>): Buffer<ArrayBuffer> {
  const patches = walkBuffer(harmlessRemarks(jpeg.length), jpeg);
  if (patches.length === 0) return jpeg;
  const copy = Buffer.from(jpeg);
  for (const { offset, bytes } of patches) copy.set(bytes, offset);
  return copy;
}

async function openTiff({ path, bytes, memory }: ImageBytes, limit: number): Promise<OpenImage> {
  const tiff = readSoundTiff(bytes);
  if (tiff === null) throw faultError(path, TRUNCATED);
  requireAcceptableSize(path, tiff.shape.widthPx, tiff.shape.heightPx, limit);
  const image = await openWithSharp({ path, bytes: plainTiff(tiff, memory) }, limit);
  return { ...image, isRowByRow: image.isRowByRow && !tiff.shape.isTiled };
}

async function openBmp({ path, bytes, memory }: ImageBytes, limit: number): Promise<OpenImage> {
  const header = readBmpHeader(bytes);
  if (header === null) throw faultError(path, TRUNCATED);
  requireAcceptableSize(path, header.widthPx, header.heightPx, limit);
  return openSamples({ path, memory }, decodeBmp(bytes, header), limit);
}

async function openPnm({ path, bytes, memory }: ImageBytes, limit: number): Promise<OpenImage> {
  const header = readPnmHeader(bytes);
  if (header === null || header === 'cut') throw faultError(path, TRUNCATED);
  requireAcceptableSize(path, header.widthPx, header.heightPx, limit);
  return openSamples({ path, memory }, decodePnm(bytes, header), limit);
}

/** As a file whose rows libvips reads one after the other; recipes of the older scaling took them from memory, in pieces. */
async function openSamples(
  { path, memory }: Omit<ImageBytes, 'bytes'>,
  plain: PlainSamples,
  limit: number,
): Promise<OpenImage> {
  const { file, samples } = tiffOfSamples(plain, memory);
  const image = await openWithSharp({ path, bytes: file }, limit);
  const { widthPx: width, heightPx: height, channels, sampleBytes, isBlueFirst } = plain;
  const values = sampleBytes === 1 ? samples : new Uint16Array(samples.buffer, samples.byteOffset, samples.length / 2);
  return {
    ...image,
    isBlueFirst,
    inPieces() {
      const pipeline = sharp(values, { raw: { width, height, channels } });
      return image.wideSpace === null ? pipeline : pipeline.toColourspace(image.wideSpace);
    },
  };
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
