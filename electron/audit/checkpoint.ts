import { parseNote, type SignedNote, type SigningKey, signNote } from './signedNote.ts';

/** A signed statement of the head of a chain (https://c2sp.org/tlog-checkpoint). */
export interface Checkpoint {
  /** Names the chain: `sigmaline/STATION-ID`. */
  readonly origin: string;
  /** How many entries it covers. */
  readonly size: number;
  readonly root: Buffer;
  /** When it was made, UTC; null where it does not say so. */
  readonly at: string | null;
  readonly note: SignedNote;
}

const HASH_BYTES = 32;
const TIME_LINE = 'time ';

/** The name of a station's chain, under which its keys sign. */
export function originOf(stationId: string): string {
  return `sigmaline/${stationId}`;
}

/** @returns the text of a signed note */
export function writeCheckpoint(
  { size, root, at }: { readonly size: number; readonly root: Uint8Array; readonly at: string },
  key: SigningKey,
): string {
  return signNote(`${key.name}\n${size}\n${Buffer.from(root).toString('base64')}\n${TIME_LINE}${at}\n`, key);
}

/** @returns null for what is not a checkpoint */
export function parseCheckpoint(text: string): Checkpoint | null {
  const note = parseNote(text);
  const [origin, size, base64, ...more] = note?.text.split('\n') ?? [];
  if (note === null || origin === undefined || origin === '' || !/^(0|[1-9]\d*)$/.test(size ?? '')) return null;
  const root = Buffer.from(base64 ?? '', 'base64');
  if (root.length !== HASH_BYTES || root.toString('base64') !== base64) return null;
  const time = more.find((line) => line.startsWith(TIME_LINE));
  return { origin, size: Number(size), root, at: time?.slice(TIME_LINE.length) ?? null, note };
}
