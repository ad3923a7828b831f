import type { Fingerprint } from './ledger.ts';

/**
 * The names that lie in a folder now, each with the content that the ledger has of it. Its size follows the folder, not the history.
 * It also says which names to check next for a content that was replaced: the newest and, in turn, all others.
 */
export interface KnownNames {
  get(path: string): Fingerprint | undefined;
  has(path: string): boolean;
  set(path: string, fingerprint: Fingerprint): void;
  forget(path: string): void;
  /** Forgets every name that is not in the folder any more. */
  keepOnly(paths: ReadonlySet<string>): void;
  nextToCheck(count: number): string[];
  size(): number;
}

/** Cameras that reuse names mostly reuse recent ones. */
const NEWEST = 128;

export function createKnownNames(): KnownNames {
  const names = new Map<string, Fingerprint>();
  const newest = new Set<string>();
  let round = names.keys();
  let turn: 'newest' | 'all' = 'newest';

  function forget(path: string): void {
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
    has: (path) => names.has(path),
    set(path, fingerprint) {
      names.set(path, fingerprint);
      newest.delete(path);
      newest.add(path);
      const [oldest] = newest;
      if (newest.size > NEWEST && oldest !== undefined) newest.delete(oldest);
    },
    forget,
    keepOnly(paths) {
      for (const path of names.keys()) if (!paths.has(path)) forget(path);
    },
    nextToCheck(count) {
      turn = turn === 'newest' ? 'all' : 'newest';
      return turn === 'newest' ? [...newest].slice(-count) : nextOfRound(count);
    },
    size: () => names.size,
  };
}
