/** A key as it came: its name as in `KeyboardEvent.key`, and when. */
export interface TimedKey {
  readonly key: string;
  readonly atMs: number;
}

/** Keys that came one close upon the other. */
export interface Burst {
  readonly text: string;
  readonly lastMs: number;
}

export const NO_BURST: Burst = { text: '', lastMs: Number.NEGATIVE_INFINITY };

/** Scanners send a key every 1 to 20 ms; people who type very fast need 60. A slow system may hand keys over a little late. */
const CLOSE_MS = 45;
/** Fewer signs are a person who hits two keys at once. */
const FEWEST = 4;

export type Outcome =
  /** A sign that may be the first of a scan: nobody knows yet. */
  | { readonly kind: 'begun' }
  /** It came too quickly behind the others for a hand. */
  | { readonly kind: 'scanning' }
  | { readonly kind: 'scanned'; readonly text: string }
  /** A key that no scanner sends, or that ends nothing. */
  | { readonly kind: 'typed' };

/**
 * Tells a scanner that acts as a keyboard from a person who types, by the time between its keys: a code is at least four signs, each close upon the one
 * before, and ends with Enter or Tab.
 *
 * @returns what the key is, and what came so far
 */
export function readKey(burst: Burst, { key, atMs }: TimedKey): { readonly burst: Burst; readonly outcome: Outcome } {
  const isClose = atMs - burst.lastMs <= CLOSE_MS;
  // A scanner presses Shift for capitals: it is part of its burst and no sign of it.
  if (key === 'Shift') return { burst: isClose ? { ...burst, lastMs: atMs } : NO_BURST, outcome: { kind: 'typed' } };
  if (key === 'Enter' || key === 'Tab') {
    const isScan = isClose && burst.text.length >= FEWEST;
    return { burst: NO_BURST, outcome: isScan ? { kind: 'scanned', text: burst.text } : { kind: 'typed' } };
  }
  if (key.length !== 1) return { burst: NO_BURST, outcome: { kind: 'typed' } };
  if (!isClose || burst.text === '') return { burst: { text: key, lastMs: atMs }, outcome: { kind: 'begun' } };
  return { burst: { text: burst.text + key, lastMs: atMs }, outcome: { kind: 'scanning' } };
}

/** After so long without another key the last one was typed by hand. */
export const TYPED_AFTER_MS = CLOSE_MS + 5;
