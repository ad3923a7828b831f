import type { KeptKind } from '../../../shared/domain/index.ts';
import type { Statement, StationDatabase } from '../storage/index.ts';

/** A file of a record that a rule removed. */
export interface RemovedFile {
  readonly rule: string;
  /** The number of the entry that names it with its hash. */
  readonly entry: number;
}

/** Which files of records are gone because a rule removed them, and not because they are missing. */
export class RemovedFiles {
  readonly #of: Statement<RemovedFile>;

  constructor(database: StationDatabase) {
    this.#of = database.prepare(
      `SELECT rule, entry FROM removal WHERE inspection = ? AND what = ? AND inspection IS NOT NULL AND state <> 'kept'`,
    );
  }

  /** @param number of the record */
  readonly of = (number: number, what: KeptKind): RemovedFile | null => this.#of.get(number, what) ?? null;
}
