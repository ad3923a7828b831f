import sharp, { type Sharp } from 'sharp';
import { type ImageScaling, messageOf } from '../../../shared/domain/index.ts';
import { decoderError } from './faults.ts';
import type { OpenImage } from './openImage.ts';

export { luminance } from '../../../shared/domain/index.ts';

/** RGB, 8 bits, row by row: what backbones and people look at. */
export interface RgbPixels {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly values: Uint8Array;
}

export interface Scaling {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Samples of 16-bit images are divided by it; larger ones become white. */
  readonly sampleMaximum: number;
  /** `nearest` for masks, whose values must not be mixed. */
  readonly kernel?: 'cubic' | 'nearest';
  /** `exact` where nothing is said. */
  readonly scaling?: ImageScaling;
  /** The part of the image that is taken; all of it where nothing is said. */
  readonly box?: PixelBox;
}

/** A part of an image, in pixels. */
export interface PixelBox {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Decodes an image and squashes it, or a part of it, to the wished size with a cubic kernel. Grey becomes three equal channels, CMYK and palettes
 * become sRGB, alpha is dropped before anything is mixed, and 16-bit samples are scaled before they are rounded to 8 bits.
 *
 * @throws SigmalineError image.corrupt, image.unsupported
 */
export async function decodeScaled(image: OpenImage, scaling: Scaling): Promise<RgbPixels> {
  try {
    const values = image.wideSpace === null ? await scaled8(image, scaling) : await scaled16(image, scaling);
    if (image.isBlueFirst) swapRedAndBlue(values);
    return { widthPx: scaling.widthPx, heightPx: scaling.heightPx, values };
  } catch (cause) {
    const mended = image.mended(messageOf(cause));
    if (mended !== null) return await decodeScaled(mended, scaling);
    throw decoderError(image.path, cause);
  }
}

/** @returns the largest sample of a 16-bit image; null for an image of 8 bits. @throws SigmalineError image.corrupt */
export async function largestSample(image: OpenImage): Promise<number | null> {
  if (image.wideSpace === null) return null;
  try {
    const { data } = await image
      .pipeline()
      .removeAlpha()
      .toColourspace(image.wideSpace)
      .raw({ depth: 'ushort' })
      .toBuffer({ resolveWithObject: true });
    let largest = 0;
    for (const sample of wideSamples(data)) if (sample > largest) largest = sample;
    return largest;
  } catch (cause) {
    throw decoderError(image.path, cause);
  }
}

/**
 * With `fastShrinkOnLoad: false` alone the JPEG decoder still makes pictures of four times the wished size smaller by itself. Taking all of the image as
 * a part of it prevents that.
 */
async function squash(
  image: OpenImage,
  space: SampleSpace,
  { widthPx, heightPx, ...scaling }: Scaling,
): Promise<Sharp> {
  const { kernel = 'cubic', scaling: way = 'exact' } = scaling;
  const { box = { left: 0, top: 0, width: image.widthPx, height: image.heightPx } } = scaling;
  const taken = way === 'exact' ? (await rowByRow(image, space)).extract(box) : await withoutAlpha(image, space);
  return taken.resize(widthPx, heightPx, { fit: 'fill', kernel, fastShrinkOnLoad: false });
}

async function scaled8(image: OpenImage, scaling: Scaling): Promise<Uint8Array> {
  const pipeline = await squash(image, 'srgb', scaling);
  const { data, info } = await pipeline.toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
  return threeChannels(data, info.channels);
}

async function scaled16(image: OpenImage, scaling: Scaling): Promise<Uint8Array> {
  const space = image.wideSpace ?? 'rgb16';
  const { data, info } = await (await squash(image, space, scaling))
    .toColourspace(space)
    .raw({ depth: 'ushort' })
    .toBuffer({ resolveWithObject: true });
  const narrow = Uint8ClampedArray.from(wideSamples(data), (sample) => (sample * 255) / scaling.sampleMaximum);
  return threeChannels(new Uint8Array(narrow.buffer), info.channels);
}

type SampleSpace = 'srgb' | 'grey16' | 'rgb16';

/**
 * libvips adds up where it is in the image, from the start of each piece that it works on, and pieces are other ones where rows do not come one after
 * the other from a file: there it takes another weight now and then, and a row of the result differs by some levels. So what comes otherwise is stored once more.
 */
async function rowByRow(image: OpenImage, space: SampleSpace): Promise<Sharp> {
  if (image.isRowByRow) return image.pipeline();
  const pipeline = image.pipeline().removeAlpha().toColourspace(space);
  return sharp(await pipeline.tiff({ compression: 'none' }).toBuffer(), { limitInputPixels: false });
}

/** Scaling would weigh colours by their alpha and blacken what is transparent, so it works on the image without alpha. */
async function withoutAlpha(image: OpenImage, space: SampleSpace): Promise<Sharp> {
  if (!image.hasAlpha) return image.inPieces?.() ?? image.pipeline();
  const { data, info } = await image
    .pipeline()
    .removeAlpha()
    .toColourspace(space)
    .raw({ depth: space === 'srgb' ? 'uchar' : 'ushort' })
    .toBuffer({ resolveWithObject: true });
  const samples = space === 'srgb' ? data : wideSamples(data);
  return sharp(samples, { raw: { width: info.width, height: info.height, channels: info.channels } });
}

function wideSamples(data: Buffer): Uint16Array {
  return new Uint16Array(data.buffer, data.byteOffset, data.length / 2);
}

function threeChannels(values: Uint8Array, channels: number): Uint8Array {
  if (channels === 3) return new Uint8Array(values.buffer, values.byteOffset, values.length);
  const rgb = new Uint8Array((values.length / channels) * 3);
  for (let pixel = 0; pixel < rgb.length / 3; pixel += 1) {
    rgb.fill(values[pixel * channels] ?? 0, pixel * 3, pixel * 3 + 3);
  }
  return rgb;
}

function swapRedAndBlue(values: Uint8Array): void {
  for (let place = 0; place < values.length; place += 3) {
    const first = values[place] as number;
    values[place] = values[place + 2] as number;
    values[place + 2] = first;
  }
}

/** Significant bits that cameras deliver in files of 16 bits. */
const CAMERA_BITS = [8, 10, 12, 14, 16] as const;

/** The largest value that a 16-bit file can hold. */
export const WIDEST_SAMPLE = 65_535;

/**
 * The largest sample value of the camera behind 16-bit images: many write 10, 12 or 14 significant bits into a file of 16 and would
 * look black if they were divided by 65535. It is found once, from all good images, and then belongs to the recipe: were it taken from
 * each image, a part that is too dark would be brightened until it looks ordinary.
 *
 * @param largestSample of all the images
 */
export function cameraMaximum(largestSample: number): number {
  const bits = CAMERA_BITS.find((candidate) => largestSample < 2 ** candidate);
  return bits === undefined ? WIDEST_SAMPLE : 2 ** bits - 1;
}
