import type { Fingerprint, SourceId } from '../../../shared/domain/index.ts';
import type { Ledger, LedgerEntry, NamedContent } from './ledger.ts';

/** The most that one transaction holds. */
const BATCH = 256;

/**
 * The files of one source that their camera had not released when their time was up. Each has its error record, or is about to get it; should the
 * release come late, the file is judged all the same.
 */
export class UnreleasedFiles {
  readonly #sourceId: SourceId;
  readonly #ledger: Ledger;
  readonly #files = new Map<string, Fingerprint>();
  readonly #released = new Set<string>();

  constructor(sourceId: SourceId, ledger: Ledger) {
    this.#sourceId = sourceId;
    this.#ledger = ledger;
  }

  get hasReleased(): boolean {
    return this.#released.size > 0;
  }

  resume(): void {
    for (const file of this.#ledger.unreleased(this.#sourceId)) this.add(file);
  }

  add({ path, size, modifiedUs, changedUs, fileId }: NamedContent): void {
    this.#files.set(path, { size, modifiedUs, changedUs, fileId });
  }

  /** The content is the same, and its fingerprint is another by now. */
  renew(path: string, fingerprint: Fingerprint): void {
    if (this.#files.has(path)) this.#files.set(path, fingerprint);
  }

  /** The camera says that this file is whole. */
  release(path: string): void {
    if (this.#files.has(path)) this.#released.add(path);
  }

  /** Enters in the ledger what was released since. @returns those that have arrived again */
  takeReleased(): LedgerEntry[] {
    if (!this.hasReleased) return [];
    const batch = [...this.#released].slice(0, BATCH);
    const answers = this.#ledger.transaction(() => batch.map((path) => ({ path, answer: this.#enter(path) })));
    for (const { path, answer } of answers) {
      // A lane has it: the next walk meets the release again.
      this.#released.delete(path);
      if (answer !== 'later') this.#files.delete(path);
    }
    return answers.map(({ answer }) => answer).filter((answer) => typeof answer === 'object');
  }

  keepOnly(isThere: (path: string) => boolean): void {
    for (const path of this.#files.keys()) if (!isThere(path)) this.#files.delete(path);
  }

  #enter(path: string): ReturnType<Ledger['release']> {
    const fingerprint = this.#files.get(path);
    return fingerprint === undefined ? 'in-place' : this.#ledger.release(this.#sourceId, { path, ...fingerprint });
  }
}
