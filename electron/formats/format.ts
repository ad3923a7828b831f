import type { Walk } from './walk.ts';

/** `unknown`: of no format that we know, or of one that cannot tell yet, so only time can. */
export type Completeness = 'complete' | 'incomplete' | 'unknown';

/** What is wrong with a file's structure. */
export type Fault =
  | { readonly kind: 'truncated' }
  | { readonly kind: 'corrupt'; readonly reason: string }
  | { readonly kind: 'unsupported'; readonly reason: string };

export const TRUNCATED: Fault = { kind: 'truncated' };

export function corrupt(reason: string): Fault {
  return { kind: 'corrupt', reason };
}

export function unsupported(reason: string): Fault {
  return { kind: 'unsupported', reason };
}

/** How a file begins; `ANY` stands for a byte that may be anything. */
export type Signature = readonly number[];
export const ANY = -1;

/** Everything about one kind of image but its pixels, which a lane decodes. */
export interface ImageFormat<Kind extends string = string> {
  readonly kind: Kind;
  readonly signatures: readonly Signature[];
  /** Of file names, in lower case, with their dot. */
  readonly extensions: readonly string[];
  readonly mediaType: string;
  /** More pixels are refused before memory is taken for them. */
  readonly mostPixels: number;
  /** Whether browsers show a picture that begins with these bytes as it is judged. */
  isShownByBrowsers(head: Buffer): boolean;
  /**
   * Whether all of the file is there. It may still be growing and is looked at often, so this reads as little as the truth needs; whether what is there is
   * sound is left to `fault`.
   */
  completeness(size: number): Walk<Completeness>;
  /**
   * What is wrong with the structure and the checksums of a file that will not change any more; null for one that is whole. Decoders are lenient about
   * it, a station that judges parts must not be.
   */
  fault(size: number): Walk<Fault | null>;
}

/** More pixels than any camera of a line has; a damaged header must not take all memory. */
export const MAXIMUM_PIXELS = 250_000_000;

export function ascii(text: string): number[] {
  return [...Buffer.from(text, 'latin1')];
}

/** Whether the bytes, as far as there are any, are those of the signature. */
export function beginsLike(bytes: Uint8Array, signature: Signature): boolean {
  return signature.slice(0, bytes.length).every((byte, index) => byte === ANY || bytes[index] === byte);
}
