import type { Fingerprint } from '../../../shared/domain/index.ts';

interface Known {
  /** Of the fingerprint that the ledger has of it; no number where it is still in doubt. */
  readonly mark: number;
  /** Its row in the ledger. */
  readonly ledgerId: number;
  /** The last walk that met it. */
  walk: number;
}

/** Cameras that reuse names mostly reuse recent ones. */
const NEWEST = 128;

/**
 * The names that lie in a folder now, each with what tells whether it still has the content that the ledger knows. Its size follows the folder, not the history.
 * It also says which names to check next for a content that was replaced: the newest and, in turn, all others.
 */
export class KnownNames {
  readonly #names = new Map<string, Known>();
  readonly #newest = new Set<string>();
  #round = this.#names.keys();
  #turn: 'newest' | 'all' = 'newest';
  #walk = 0;
  /** How many names the present walk has met. */
  #met = 0;

  get size(): number {
    return this.#names.size;
  }

  has(path: string): boolean {
    return this.#names.has(path);
  }

  /** The row of the content that a name had last; undefined where the name is not known. */
  ledgerIdOf(path: string): number | undefined {
    return this.#names.get(path)?.ledgerId;
  }

  /** Whether a name still has the content that the ledger knows. */
  isSame(path: string, fingerprint: Fingerprint): boolean {
    return this.#names.get(path)?.mark === markOf(fingerprint);
  }

  /** A walk has begun: what it does not meet will be forgotten. */
  beginWalk(): void {
    this.#walk += 1;
    this.#met = 0;
  }

  /** @returns false if the name is not known */
  meet(path: string): boolean {
    const known = this.#names.get(path);
    if (known === undefined) return false;
    if (known.walk !== this.#walk) this.#met += 1;
    known.walk = this.#walk;
    return true;
  }

  /** The walk is over and was whole: forgets every name that it has not met. */
  forgetUnmet(): void {
    // Mostly nothing has gone, and a million names need not be gone through to find that.
    if (this.#met === this.#names.size) return;
    for (const [path, known] of this.#names) if (known.walk !== this.#walk) this.forget(path);
  }

  set(path: string, fingerprint: Fingerprint, ledgerId: number): void {
    this.#keep(path, markOf(fingerprint), ledgerId);
  }

  /** The name has a content of which it is not known yet whether it is the one of this row: it is checked again and again. */
  doubt(path: string, ledgerId: number): void {
    if (!this.#names.has(path)) this.#keep(path, Number.NaN, ledgerId);
  }

  #keep(path: string, mark: number, ledgerId: number): void {
    if (this.#names.get(path)?.walk !== this.#walk) this.#met += 1;
    this.#names.set(path, { mark, ledgerId, walk: this.#walk });
    this.#newest.delete(path);
    this.#newest.add(path);
    const [oldest] = this.#newest;
    if (this.#newest.size > NEWEST && oldest !== undefined) this.#newest.delete(oldest);
  }

  forget(path: string): void {
    if (this.#names.get(path)?.walk === this.#walk) this.#met -= 1;
    this.#names.delete(path);
    this.#newest.delete(path);
  }

  nextToCheck(count: number): string[] {
    this.#turn = this.#turn === 'newest' ? 'all' : 'newest';
    return this.#turn === 'newest' ? [...this.#newest].slice(-count) : this.#nextOfRound(count);
  }

  #nextOfRound(count: number): string[] {
    const chosen: string[] = [];
    while (chosen.length < Math.min(count, this.#names.size)) {
      const next = this.#round.next();
      if (next.done === true) {
        this.#round = this.#names.keys();
        break;
      }
      chosen.push(next.value);
    }
    return chosen;
  }
}

/** A number that stands for a fingerprint: of a million names it takes a fifth of the memory, and one in 10^15 pairs has the same. */
function markOf({ size, modifiedUs, changedUs, fileId }: Fingerprint): number {
  let high = mix(mix(0x9e3779b9, size), modifiedUs);
  let low = mix(mix(0x85ebca6b, modifiedUs), size);
  high = mix(high, changedUs ?? -1);
  low = mix(low, changedUs ?? -1);
  for (const digit of fileId ?? '') {
    high = Math.imul(high ^ digit.charCodeAt(0), 0x01000193);
    low = Math.imul(low ^ digit.charCodeAt(0), 0x5bd1e995);
  }
  return (high & 0x1fffff) * 2 ** 32 + (low >>> 0);
}

/** Takes in both halves of a number that may have more than 32 bits. */
function mix(hash: number, value: number): number {
  const once = Math.imul(hash ^ (value | 0), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13) ^ Math.floor(value / 2 ** 32), 0xc2b2ae35);
  return twice ^ (twice >>> 16);
}
