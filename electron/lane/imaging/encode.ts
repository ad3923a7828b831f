import sharp from 'sharp';
import type { RgbPixels } from './decode.ts';

/** Optimised coding would take a third longer, beside the network of every inspection, to save a few per cent of a small file. */
const JPEG = { quality: 86, chromaSubsampling: '4:4:4', optimiseCoding: false } as const;

/** A JPEG of the given size; the pixels may be squashed, so both sides are stated. */
export function encodeJpeg(
  { widthPx, heightPx, values }: RgbPixels,
  size: { readonly widthPx: number; readonly heightPx: number },
): Promise<Buffer> {
  return sharp(values, { raw: { width: widthPx, height: heightPx, channels: 3 } })
    .resize(size.widthPx, size.heightPx, { fit: 'fill' })
    .jpeg(JPEG)
    .toBuffer();
}

export function encodePng({ widthPx, heightPx, values }: RgbPixels): Promise<Buffer> {
  return sharp(values, { raw: { width: widthPx, height: heightPx, channels: 3 } })
    .png({ compressionLevel: 6 })
    .toBuffer();
}

/** The size with the same proportions whose longest side is `longestPx`; never larger than the original. */
export function fittingSize(
  { widthPx, heightPx }: { readonly widthPx: number; readonly heightPx: number },
  longestPx: number,
): { widthPx: number; heightPx: number } {
  const factor = Math.min(1, longestPx / Math.max(widthPx, heightPx));
  return {
    widthPx: Math.max(1, Math.round(widthPx * factor)),
    heightPx: Math.max(1, Math.round(heightPx * factor)),
  };
}
