import { SvelteSet } from 'svelte/reactivity';
import type { FoundRecord } from '../../../../shared/contract/index.ts';
import type { InspectionId } from '../../../../shared/domain/index.ts';

/** The most that one decision may be about. */
const MOST = 2000;

/** The records that somebody chose from the list: of those that did not pass. */
export class Selection {
  readonly #ids = new SvelteSet<InspectionId>();

  has(id: InspectionId): boolean {
    return this.#ids.has(id);
  }

  of(records: readonly FoundRecord[]): FoundRecord[] {
    return records.filter(({ id }) => this.#ids.has(id));
  }

  toggle({ id, verdict }: FoundRecord): void {
    if (this.#ids.has(id)) this.#ids.delete(id);
    else if (verdict !== 'pass' && this.#ids.size < MOST) this.#ids.add(id);
  }

  /** Everything of a list, or nothing where all of it is chosen. */
  toggleAll(records: readonly FoundRecord[]): void {
    const due = records.filter(({ verdict }) => verdict !== 'pass').slice(0, MOST);
    const isAll = due.every(({ id }) => this.#ids.has(id));
    this.#ids.clear();
    if (!isAll) for (const { id } of due) this.#ids.add(id);
  }

  clear(): void {
    this.#ids.clear();
  }
}
