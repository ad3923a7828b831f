import { reportOf } from '../../../shared/domain/index.ts';
import { sha256Of } from '../../files/index.ts';
import {
  decodeScaled,
  encodeJpeg,
  type FileMemory,
  fittingSize,
  type ImageFile,
  openImage,
  type RgbPixels,
  readImageFile,
  traitsOf,
} from '../imaging/index.ts';
import { writeResult } from '../resultFile.ts';
import type { DecodedImage, DecodingMessage, KnownContent, NumberedRequest } from './messages.ts';

const THUMBNAIL_PX = 240;

/**
 * Reads, checks, hashes and decodes one image, then writes its thumbnail. Never rejects: what goes wrong is an answer.
 *
 * @param memory where the file's bytes lie meanwhile: only one request at a time may use it
 */
export async function decodeRequest(
  request: NumberedRequest,
  memory: FileMemory,
  answer: (message: DecodingMessage) => void,
): Promise<void> {
  const { id } = request;
  const outcome = await readAndDecode(request, memory);
  if (outcome.kind === 'refused') {
    const { sha256, content } = outcome;
    answer({ kind: 'refused', id, error: reportOf(outcome.cause), sha256, content });
    return;
  }
  const { kind: _, pixels, ...facts } = outcome;
  // A copy: the receiver takes its memory over, and the thumbnail is still to be made.
  const image = { ...facts, pixels: new Uint8Array(pixels.values) };
  answer({ kind: 'decoded', id, image });
  const size = fittingSize({ widthPx: image.imageWidthPx, heightPx: image.imageHeightPx }, THUMBNAIL_PX);
  const error = await writeThumbnail(request.thumbnailPath, pixels, size).then(() => null, reportOf);
  answer({ kind: 'thumbnail', id, error });
}

type Outcome =
  | (Omit<DecodedImage, 'pixels'> & { readonly kind: 'decoded'; readonly pixels: RgbPixels })
  | ({ readonly kind: 'refused'; readonly cause: unknown } & KnownContent);

async function readAndDecode(
  { imagePath, sizePx, sampleMaximum, scaling }: NumberedRequest,
  memory: FileMemory,
): Promise<Outcome> {
  const startedAt = performance.now();
  let file: ImageFile | null = null;
  try {
    file = await readImageFile(imagePath, memory);
    const image = await openImage(file);
    const decoding = decodeScaled(image, { widthPx: sizePx, heightPx: sizePx, sampleMaximum, scaling });
    // The decoder has threads of its own: this one hashes meanwhile.
    const sha256 = sha256Of(file.bytes);
    const { content } = file;
    const pixels = await decoding;
    const { widthPx: imageWidthPx, heightPx: imageHeightPx } = image;
    const traits = traitsOf(file, image, pixels);
    const decodeMs = performance.now() - startedAt;
    return { kind: 'decoded', sha256, content, imageWidthPx, imageHeightPx, traits, pixels, decodeMs };
  } catch (cause) {
    // Also of what cannot be decoded: its record names the bytes.
    return {
      kind: 'refused',
      cause,
      sha256: file === null ? null : sha256Of(file.bytes),
      content: file?.content ?? null,
    };
  }
}

async function writeThumbnail(
  path: string | null,
  pixels: RgbPixels,
  size: { readonly widthPx: number; readonly heightPx: number },
): Promise<void> {
  if (path !== null) writeResult(path, await encodeJpeg(pixels, size));
}
