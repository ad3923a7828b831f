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

/**
 * What tells one content of a file from the next without reading it. Times are in whole microseconds, which a double holds exactly. What differs only in
 * its times or its id is perhaps another content: the bytes say so.
 */
export interface Fingerprint {
  readonly size: number;
  readonly modifiedUs: number;
  /** When the content, the times or the name of the file were changed last: no program can set it. Null where it is not known. */
  readonly changedUs: number | null;
  /** The number of the file on its disk, which a file that takes its name has not. Null where it is not known. */
  readonly fileId: string | null;
}

/** What is not known of one of them does not tell them apart. */
export function sameFingerprint(first: Fingerprint, second: Fingerprint): boolean {
  const isUnchanged = first.changedUs === second.changedUs || first.changedUs === null || second.changedUs === null;
  return isUnchanged && areAlike(first, second);
}

/** Size and time are the same, and both may lie in one file: all that can be told of contents whose bytes nobody knows. */
export function areAlike(first: Fingerprint, second: Fingerprint): boolean {
  return (
    first.size === second.size &&
    first.modifiedUs === second.modifiedUs &&
    (first.fileId === second.fileId || first.fileId === null || second.fileId === null)
  );
}

/** Nothing keeps a camera's clock from the year 30,000, but from there on doubles do not count single microseconds. */
const FARTHEST_US = Number.MAX_SAFE_INTEGER;
const SECOND_NS = 1_000_000_000n;

/** Of what the file system says of a file, whichever process asks. The numbers of files are larger than a double can hold, on NTFS for instance. */
export function fingerprintOf(stats: {
  readonly size: bigint;
  readonly mtimeNs: bigint;
  readonly ctimeNs: bigint;
  readonly ino: bigint;
}): Fingerprint {
  return {
    size: Number(stats.size),
    modifiedUs: microseconds(stats.mtimeNs),
    changedUs: microseconds(stats.ctimeNs),
    fileId: stats.ino === 0n ? null : String(stats.ino),
  };
}

/** Rounded as all ledgers have it: by way of the milliseconds, as Node tells them in doubles. */
function microseconds(timeNs: bigint): number {
  const ofSecondNs = ((timeNs % SECOND_NS) + SECOND_NS) % SECOND_NS;
  const milliseconds = Number((timeNs - ofSecondNs) / SECOND_NS) * 1000 + Number(ofSecondNs) / 1e6;
  return Math.min(FARTHEST_US, Math.max(-FARTHEST_US, Math.round(milliseconds * 1000)));
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
