import type { Fingerprint } from '../../../shared/domain/index.ts';

interface Known extends Fingerprint {
  /** The last walk that met it. */
  walk: number;
}

/** Cameras that reuse names mostly reuse recent ones. */
const NEWEST = 128;

/**
 * The names that lie in a folder now, each with the content that the ledger has of it. Its size follows the folder, not the history.
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

  get(path: string): Fingerprint | undefined {
    return this.#names.get(path);
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

  set(path: string, { size, modifiedUs }: Fingerprint): void {
    if (this.#names.get(path)?.walk !== this.#walk) this.#met += 1;
    this.#names.set(path, { size, modifiedUs, walk: this.#walk });
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
