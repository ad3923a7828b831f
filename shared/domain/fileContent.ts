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
