import type { Fingerprint, SourceId } from '../../../shared/domain/index.ts';
import type { Ledger, LedgerEntry, NamedContent } from './ledger.ts';

/**
 * The files of one source that their camera had not released when their time was up. Each has its error record, or is about to get it; should the
 * release come late, the file is judged all the same.
 */
export interface UnreleasedFiles {
  resume(): void;
  add(file: NamedContent): void;
  /** The camera says that this file is whole. */
  release(path: string): void;
  hasReleased(): boolean;
  /** Enters in the ledger what was released since. @returns those that have arrived again */
  takeReleased(): LedgerEntry[];
  keepOnly(isThere: (path: string) => boolean): void;
}

/** The most that one transaction holds. */
const BATCH = 256;

export function createUnreleasedFiles(sourceId: SourceId, ledger: Ledger): UnreleasedFiles {
  const files = new Map<string, Fingerprint>();
  const released = new Set<string>();

  return {
    resume() {
      for (const { path, size, modifiedUs } of ledger.unreleased(sourceId)) files.set(path, { size, modifiedUs });
    },
    add({ path, size, modifiedUs }) {
      files.set(path, { size, modifiedUs });
    },
    release(path) {
      if (files.has(path)) released.add(path);
    },
    hasReleased: () => released.size > 0,
    takeReleased() {
      if (released.size === 0) return [];
      const batch = [...released].slice(0, BATCH);
      const answers = ledger.transaction(() =>
        batch.map((path) => {
          const fingerprint = files.get(path);
          const answer = fingerprint === undefined ? 'in-place' : ledger.release(sourceId, { path, ...fingerprint });
          return { path, answer };
        }),
      );
      for (const { path, answer } of answers) {
        // A lane has it: the next walk meets the release again.
        released.delete(path);
        if (answer !== 'later') files.delete(path);
      }
      return answers.map(({ answer }) => answer).filter((answer) => typeof answer === 'object');
    },
    keepOnly(isThere) {
      for (const path of files.keys()) if (!isThere(path)) files.delete(path);
    },
  };
}
