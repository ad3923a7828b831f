import { z } from 'zod';

/** A character that ends a name: separators of every platform, a Windows drive or stream, and what no file system takes. */
const PATH_CHARACTER = /[/\\:\0]/;

/** The name of a file beside the one that names it. A path would reach out of the folder, whose other files nobody vouched for. */
export const fileNameSchema = z
  .string()
  .min(1)
  .refine((name) => !PATH_CHARACTER.test(name) && name !== '.' && name !== '..', {
    error: 'a plain file name is expected, not a path',
  });

/** What tells one content of a file from the next without reading it. The time is in whole microseconds, which a double holds exactly. */
export interface Fingerprint {
  readonly size: number;
  readonly modifiedUs: number;
}

export function sameFingerprint(first: Fingerprint, second: Fingerprint): boolean {
  return first.size === second.size && first.modifiedUs === second.modifiedUs;
}

/** Nothing keeps a camera's clock from the year 30,000, but from there on doubles do not count single microseconds. */
const FARTHEST_US = Number.MAX_SAFE_INTEGER;

/** Of what the file system says of a file, whichever process asks. */
export function fingerprintOf(stats: { readonly size: number; readonly mtimeMs: number }): Fingerprint {
  const modifiedUs = Math.round(stats.mtimeMs * 1000);
  return { size: stats.size, modifiedUs: Math.min(FARTHEST_US, Math.max(-FARTHEST_US, modifiedUs)) };
}

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  jpg: 'image/jpeg',
  webp: 'image/webp',
  ico: 'image/x-icon',
  woff2: 'font/woff2',
  wasm: 'application/wasm',
  mp3: 'audio/mpeg',
  wav: 'audio/wav',
};

/** What a file of the interface is served as, by the ending of its name, in the window and in a browser alike; null for what the interface is not made of. */
export function mediaTypeOf(name: string): string | null {
  const ending = /\.([^./\\]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  return Object.hasOwn(MEDIA_TYPES, ending) ? (MEDIA_TYPES[ending] ?? null) : null;
}
