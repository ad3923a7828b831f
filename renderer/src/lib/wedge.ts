/** A key as it came: its name as in `KeyboardEvent.key`, and when. */
export interface TimedKey {
  readonly key: string;
  readonly atMs: number;
}

/** Keys that came one close upon the other. */
export interface Burst {
  readonly text: string;
  readonly lastMs: number;
  /** The keys shortly before, which a gap cuts off from these; empty where there were none. */
  readonly before: string;
}

export const NO_BURST: Burst = { text: '', lastMs: Number.NEGATIVE_INFINITY, before: '' };

/** Scanners send a key every 1 to 20 ms; people who type very fast need 60. A slow system may hand keys over a little late. */
const CLOSE_MS = 45;
/** Fewer signs are a person who hits two keys at once. */
const FEWEST = 4;
/** Within this time of other keys, a scan may be the rest of one: a system that was busy handed the first signs over apart from the others. */
const TORN_MS = 250;

export type Outcome =
  /** A sign that may be the first of a scan: nobody knows yet. */
  | { readonly kind: 'begun' }
  /** It came too quickly behind the others for a hand. */
  | { readonly kind: 'scanning' }
  | { readonly kind: 'scanned'; readonly text: string }
  /** A scan that came in pieces. Its end may be the whole name of another part: nobody knows what was scanned. */
  | { readonly kind: 'torn'; readonly before: string }
  /** A key that no scanner sends, or that ends nothing. */
  | { readonly kind: 'typed' };

/**
 * Tells a scanner that acts as a keyboard from a person who types, by the time between its keys: a code is at least four signs, each close upon the one
 * before, and ends with Enter or Tab. Where a gap cuts off other keys shortly before or behind such signs, the code is not whole.
 *
 * @returns what the key is, and what came so far
 */
export function readKey(burst: Burst, { key, atMs }: TimedKey): { readonly burst: Burst; readonly outcome: Outcome } {
  const isClose = atMs - burst.lastMs <= CLOSE_MS;
  // A scanner presses Shift for capitals: it is part of its burst and no sign of it.
  if (key === 'Shift') return { burst: isClose ? { ...burst, lastMs: atMs } : NO_BURST, outcome: { kind: 'typed' } };
  if (key === 'Enter' || key === 'Tab') {
    return { burst: NO_BURST, outcome: ended(burst, atMs - burst.lastMs) };
  }
  if (key.length !== 1) return { burst: NO_BURST, outcome: { kind: 'typed' } };
  if (!isClose || burst.text === '') {
    const before = atMs - burst.lastMs <= TORN_MS ? burst.text : '';
    return { burst: { text: key, lastMs: atMs, before }, outcome: { kind: 'begun' } };
  }
  return { burst: { ...burst, text: burst.text + key, lastMs: atMs }, outcome: { kind: 'scanning' } };
}

/** What a burst was, once Enter or Tab has come so long behind it. Only keys that came as quickly as a scanner's make a scan, whole or in pieces. */
function ended({ text, before }: Burst, gapMs: number): Outcome {
  const isQuick = (keys: string): boolean => keys.length >= FEWEST;
  const isTorn =
    gapMs > CLOSE_MS ? gapMs <= TORN_MS && isQuick(text) : before !== '' && (isQuick(text) || isQuick(before));
  if (isTorn) return { kind: 'torn', before };
  return gapMs <= CLOSE_MS && isQuick(text) ? { kind: 'scanned', text } : { kind: 'typed' };
}

/** After so long without another key the last one was typed by hand. */
export const TYPED_AFTER_MS = CLOSE_MS + 5;
