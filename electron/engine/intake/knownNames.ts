import type { Fingerprint } from '../../../shared/domain/index.ts';

/**
 * The names that lie in a folder now, each with the content that the ledger has of it. Its size follows the folder, not the history.
 * It also says which names to check next for a content that was replaced: the newest and, in turn, all others.
 */
export interface KnownNames {
  get(path: string): Fingerprint | undefined;
  /** A walk has begun: what it does not meet will be forgotten. */
  beginWalk(): void;
  /** @returns false where the name is not known */
  meet(path: string): boolean;
  /** The walk is over and was whole: forgets every name that it has not met. */
  forgetUnmet(): void;
  set(path: string, fingerprint: Fingerprint): void;
  forget(path: string): void;
  nextToCheck(count: number): string[];
  size(): number;
}

interface Known extends Fingerprint {
  /** The last walk that met it. */
  walk: number;
}

/** Cameras that reuse names mostly reuse recent ones. */
const NEWEST = 128;

export function createKnownNames(): KnownNames {
  const names = new Map<string, Known>();
  const newest = new Set<string>();
  let round = names.keys();
  let turn: 'newest' | 'all' = 'newest';
  let walk = 0;
  /** How many names the present walk has met. */
  let met = 0;

  function forget(path: string): void {
    if (names.get(path)?.walk === walk) met -= 1;
    names.delete(path);
    newest.delete(path);
  }

  function nextOfRound(count: number): string[] {
    const chosen: string[] = [];
    while (chosen.length < Math.min(count, names.size)) {
      const next = round.next();
      if (next.done === true) {
        round = names.keys();
        break;
      }
      chosen.push(next.value);
    }
    return chosen;
  }

  return {
    get: (path) => names.get(path),
    beginWalk() {
      walk += 1;
      met = 0;
    },
    meet(path) {
      const known = names.get(path);
      if (known === undefined) return false;
      if (known.walk !== walk) met += 1;
      known.walk = walk;
      return true;
    },
    forgetUnmet() {
      // Mostly nothing has gone, and a million names need not be gone through to find that.
      if (met === names.size) return;
      for (const [path, known] of names) if (known.walk !== walk) forget(path);
    },
    set(path, { size, modifiedUs }) {
      if (names.get(path)?.walk !== walk) met += 1;
      names.set(path, { size, modifiedUs, walk });
      newest.delete(path);
      newest.add(path);
      const [oldest] = newest;
      if (newest.size > NEWEST && oldest !== undefined) newest.delete(oldest);
    },
    forget,
    nextToCheck(count) {
      turn = turn === 'newest' ? 'all' : 'newest';
      return turn === 'newest' ? [...newest].slice(-count) : nextOfRound(count);
    },
    size: () => names.size,
  };
}
