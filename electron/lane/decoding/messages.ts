import type { ErrorReport, Fingerprint, ImageTraits, Placement } from '../../../shared/domain/index.ts';
import type { SquareView } from '../imaging/index.ts';

/** What a lane asks its decoding thread for. */
export interface DecodingRequest {
  readonly imagePath: string;
  readonly view: SquareView;
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
  /** Where its square lies; null where that is the whole image. */
  readonly placement: Placement | null;
  /** RGB of the square as the network sees it, sizePx x sizePx, row by row. */
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
