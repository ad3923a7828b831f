import { reportOf, SigmalineError } from '../../../shared/domain/index.ts';
import { MOST_DECODERS } from '../../../shared/processes/lane.ts';
import { sha256Of } from '../../files/index.ts';
import { MAXIMUM_PIXELS } from '../../formats/index.ts';
import {
  decodeScaled,
  encodeJpeg,
  type FileMemory,
  fittingSize,
  type ImageFile,
  ignoreMasked,
  type OpenImage,
  openImage,
  type RgbPixels,
  readImageFile,
  squareOf,
  traitsOf,
} from '../imaging/index.ts';
import { writeResult } from '../resultFile.ts';
import type { DecodedImage, DecodingMessage, KnownContent, NumberedRequest } from './messages.ts';
import type { Turn } from './turn.ts';

const THUMBNAIL_PX = 240;

/** All threads together hold no more than one picture of the largest size. */
const PIXELS_AT_ONCE = MAXIMUM_PIXELS / MOST_DECODERS;

export interface DecodingTools {
  /** Where the file's bytes lie meanwhile: only one request at a time may use it. */
  readonly memory: FileMemory;
  /** For pictures that are too large to be decoded beside others. */
  readonly turn: Turn;
}

/**
 * Reads, checks, hashes and decodes one image, then writes its thumbnail. Never rejects: what goes wrong is an answer.
 */
export async function decodeRequest(
  request: NumberedRequest,
  tools: DecodingTools,
  answer: (message: DecodingMessage) => void,
): Promise<void> {
  const { id } = request;
  const outcome = await readAndDecode(request, tools);
  if (outcome.kind === 'refused') {
    const { sha256, content } = outcome;
    answer({ kind: 'refused', id, error: reportOf(outcome.cause), sha256, content });
    return;
  }
  const { kind: _, pixels, opened: __, ...facts } = outcome;
  // A copy: the receiver takes its memory over, and the thumbnail is still to be made.
  const image = { ...facts, pixels: new Uint8Array(pixels.values) };
  answer({ kind: 'decoded', id, image });
  const error = await writeThumbnail(request, outcome, tools).then(() => null, reportOf);
  answer({ kind: 'thumbnail', id, error });
}

interface DecodedOutcome extends Omit<DecodedImage, 'pixels'> {
  readonly kind: 'decoded';
  readonly pixels: RgbPixels;
  readonly opened: OpenImage;
}

type Outcome = DecodedOutcome | ({ readonly kind: 'refused'; readonly cause: unknown } & KnownContent);

async function readAndDecode(request: NumberedRequest, { memory, turn }: DecodingTools): Promise<Outcome> {
  const startedAt = performance.now();
  let file: ImageFile | null = null;
  try {
    const read = await readImageFile(request.imagePath, memory);
    file = read;
    const decoded = await decode(read, request, PIXELS_AT_ONCE).catch((cause: unknown) => {
      if (!(cause instanceof SigmalineError && cause.code === 'image.too-large')) throw cause;
      return turn.take(() => decode(read, request));
    });
    return { kind: 'decoded', ...decoded, decodeMs: performance.now() - startedAt };
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

/** @throws SigmalineError, `image.too-large` also for pictures of more than `mostPixels`, before memory is taken for them */
async function decode(file: ImageFile, { view }: NumberedRequest, mostPixels?: number) {
  const opened = await openImage(file, mostPixels);
  const decoding = squareOf(opened, view);
  // The decoder has threads of its own: this one hashes meanwhile.
  const sha256 = sha256Of(file.bytes);
  const { pixels, placement } = await decoding;
  ignoreMasked(pixels.values, view.mask);
  const { widthPx: imageWidthPx, heightPx: imageHeightPx } = opened;
  const traits = traitsOf(file, opened, pixels, view.mask);
  return { sha256, content: file.content, imageWidthPx, imageHeightPx, traits, placement, pixels, opened };
}

/** A small picture of the whole image: made of what the network sees where that is all of it, and decoded once more where it is not. */
async function writeThumbnail(
  { thumbnailPath, view }: NumberedRequest,
  { pixels, placement, opened }: DecodedOutcome,
  { turn }: DecodingTools,
): Promise<void> {
  if (thumbnailPath === null) return;
  const size = fittingSize(opened, THUMBNAIL_PX);
  if (placement === null && view.mask === null) return writeResult(thumbnailPath, await encodeJpeg(pixels, size));
  const { sampleMaximum } = view;
  const whole = () => decodeScaled(opened, { ...size, sampleMaximum, scaling: 'shrinkOnLoad' });
  const picture = await (opened.widthPx * opened.heightPx > PIXELS_AT_ONCE ? turn.take(whole) : whole());
  writeResult(thumbnailPath, await encodeJpeg(picture, size));
}
