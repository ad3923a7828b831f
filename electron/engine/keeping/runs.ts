import type { KeepingRun } from '../../../shared/contract/index.ts';
import type { Statement, StationDatabase } from '../storage/index.ts';
import type { BatchOutcome } from './removal.ts';

interface RunRow extends Omit<KeepingRun, 'removed'> {
  readonly removed: string;
}

const SHOWN = 20;

/** The times that the rules were applied, and what each removed. */
export class RunTable {
  readonly #newest: Statement<RunRow>;
  readonly #lastOf: Statement<{ livedMs: number }>;
  readonly #begin: Statement<never>;
  readonly #removed: Statement<{ removed: string }>;
  readonly #write: Statement<never>;
  readonly #end: Statement<never>;
  readonly #endLeftovers: Statement<never>;
  readonly #database: StationDatabase;

  constructor(database: StationDatabase) {
    this.#database = database;
    this.#newest = database.prepare(
      `SELECT id, started_at AS startedAt, ended_at AS endedAt, cause, outcome, removed FROM keeping_run ORDER BY id DESC LIMIT ${SHOWN}`,
    );
    this.#lastOf = database.prepare(
      'SELECT lived_ms AS livedMs FROM keeping_run WHERE cause = ? ORDER BY id DESC LIMIT 1',
    );
    this.#begin = database.prepare(
      'INSERT INTO keeping_run (id, cause, started_at, lived_ms) VALUES (:id, :cause, :at, :livedMs)',
    );
    this.#removed = database.prepare('SELECT removed FROM keeping_run WHERE id = ?');
    this.#write = database.prepare('UPDATE keeping_run SET removed = ? WHERE id = ?');
    this.#end = database.prepare('UPDATE keeping_run SET ended_at = ?, outcome = ? WHERE id = ? AND ended_at IS NULL');
    this.#endLeftovers = database.prepare(
      `UPDATE keeping_run SET ended_at = ?, outcome = 'stopped' WHERE ended_at IS NULL`,
    );
  }

  newest(): KeepingRun[] {
    return this.#newest.all().map((row) => ({ ...row, removed: removedIn(row.removed) }));
  }

  /** The time of operation at which the last one of this cause began; null for never. */
  lastOf(cause: KeepingRun['cause']): number | null {
    return this.#lastOf.get(cause)?.livedMs ?? null;
  }

  /** @returns its number */
  begin(cause: KeepingRun['cause'], at: string, livedMs: number): number {
    return this.#database.transaction(() => {
      const id = (this.#newest.all()[0]?.id ?? 0) + 1;
      this.#begin.run({ id, cause, at, livedMs });
      return id;
    });
  }

  add(id: number, files: BatchOutcome['removed']): void {
    const row = this.#removed.get(id);
    if (row === undefined || files.length === 0) return;
    const removed = removedIn(row.removed).map((sum) => ({ ...sum }));
    for (const { rule, what, bytes } of files) {
      const sum = removed.find((other) => other.rule === rule && other.what === what);
      if (sum === undefined) removed.push({ rule, what, files: 1, bytes });
      else {
        sum.files += 1;
        sum.bytes += bytes;
      }
    }
    this.#write.run(JSON.stringify(removed), id);
  }

  end(id: number, outcome: NonNullable<KeepingRun['outcome']>, at: string): void {
    this.#end.run(at, outcome, id);
  }

  /** Those that ended with the station. */
  endLeftovers(at: string): void {
    this.#endLeftovers.run(at);
  }
}

/** Written by this class alone. */
function removedIn(text: string): KeepingRun['removed'] {
  return JSON.parse(text) as KeepingRun['removed'];
}
