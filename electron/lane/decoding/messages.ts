import type { ErrorReport, Fingerprint, ImageScaling, ImageTraits } from '../../../shared/domain/index.ts';

/** What a lane asks its decoding thread for. */
export interface DecodingRequest {
  readonly imagePath: string;
  /** Side of the square that the recipe looks at. */
  readonly sizePx: number;
  /** What 16-bit samples are divided by. */
  readonly sampleMaximum: number;
  readonly scaling: ImageScaling;
  readonly thumbnailPath: string | null;
}

/** An image as a recipe looks at it. */
export interface DecodedImage {
  /** Of the very bytes that were decoded. */
  readonly sha256: string;
  readonly content: Fingerprint;
  readonly imageWidthPx: number;
  readonly imageHeightPx: number;
  readonly traits: ImageTraits;
  /** RGB, squashed to sizePx x sizePx, row by row. */
  readonly pixels: Uint8Array<ArrayBuffer>;
  /** From opening the file to the scaled pixels. */
  readonly decodeMs: number;
}

export interface NumberedRequest extends DecodingRequest {
  readonly id: number;
}

/** What is known of the file that was read; nothing where it could not be. */
export interface KnownContent {
  readonly sha256: string | null;
  readonly content: Fingerprint | null;
}

/** Every request is answered by `decoded` and then `thumbnail`, or by `refused` alone. */
export type DecodingMessage =
  | { readonly kind: 'decoded'; readonly id: number; readonly image: DecodedImage }
  | ({ readonly kind: 'refused'; readonly id: number; readonly error: ErrorReport } & KnownContent)
  /** Without an error it is written, or was not asked for. */
  | { readonly kind: 'thumbnail'; readonly id: number; readonly error: ErrorReport | null };
