import { type ExportState, exportStateSchema } from '../../../shared/contract/index.ts';
import type { Statement, StationDatabase } from '../storage/index.ts';

/** An export, and the folder outside of the station that has its files; null where they lie in the data folder. */
export type StoredExport = ExportState & { readonly deliveredTo: string | null };

/** The table of exports, each as screens see it. */
export class ExportTable {
  readonly #all: Statement<{ state: string; deliveredTo: string | null }>;
  readonly #put: Statement<never>;
  readonly #deliver: Statement<never>;
  readonly #remove: Statement<never>;

  constructor(database: StationDatabase) {
    this.#all = database.prepare('SELECT state, delivered_to AS deliveredTo FROM export ORDER BY at DESC, rowid DESC');
    this.#put = database.prepare(
      `INSERT INTO export (id, at, state) VALUES (:id, :at, :state)
       ON CONFLICT (id) DO UPDATE SET state = excluded.state`,
    );
    this.#deliver = database.prepare('UPDATE export SET delivered_to = :folder WHERE id = :id');
    this.#remove = database.prepare('DELETE FROM export WHERE id = ?');
  }

  /** The newest first. */
  all(): StoredExport[] {
    return this.#all
      .all()
      .map(({ state, deliveredTo }) => ({ ...exportStateSchema.parse(JSON.parse(state)), deliveredTo }));
  }

  put(state: ExportState): void {
    this.#put.run({ id: state.id, at: state.at, state: JSON.stringify(state) });
  }

  delivered(id: string, folder: string): void {
    this.#deliver.run({ id, folder });
  }

  remove(id: string): void {
    this.#remove.run(id);
  }
}
