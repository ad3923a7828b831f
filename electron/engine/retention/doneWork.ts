import { sha256Of } from '../../files/index.ts';
import type { Kernel } from '../kernel/index.ts';
import type { Duty } from './duties.ts';

/** Files that are told of together at most. */
const TOLD_AT_ONCE = 1000;

/** What was archived or deleted, told to the audit chain in one entry for many files. */
export class DoneWork {
  readonly #audit: Pick<Kernel['audit'], 'happened'>;
  #done: Duty[] = [];

  constructor(audit: Pick<Kernel['audit'], 'happened'>) {
    this.#audit = audit;
  }

  add(duty: Duty): void {
    const [first] = this.#done;
    const isOther = first !== undefined && (first.action !== duty.action || first.sourceId !== duty.sourceId);
    if (isOther || this.#done.length >= TOLD_AT_ONCE) this.tell();
    this.#done.push(duty);
  }

  /** To be called once nothing more is at hand. */
  tell(): void {
    const done = this.#done.sort((one, other) => one.number - other.number);
    const [first] = done;
    this.#done = [];
    if (first === undefined) return;
    const list = done.map(({ number, file, sha256 }) => `${number} ${sha256} ${file}\n`).join('');
    this.#audit.happened({
      action: first.action === 'archive' ? 'images.archived' : 'images.deleted',
      object: { kind: 'source', id: first.sourceId },
      new: {
        count: done.length,
        records: rangesOf(done.map(({ number }) => number)),
        list: sha256Of(list),
      },
    });
  }
}

/** "1-5, 8, 10-11" of numbers that rise. */
function rangesOf(numbers: readonly number[]): string {
  const ranges: { first: number; last: number }[] = [];
  for (const number of numbers) {
    const range = ranges.at(-1);
    if (range !== undefined && number === range.last + 1) range.last = number;
    else ranges.push({ first: number, last: number });
  }
  return ranges.map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`)).join(', ');
}
