import type { InspectionId, RecipeId, SourceId } from '../../../shared/domain/index.ts';
import type { Statement, StationDatabase } from './database.ts';

export interface RecipeChangeRow {
  readonly id: number;
  readonly sourceId: SourceId;
  readonly from: RecipeId;
  readonly to: RecipeId;
  readonly fromName: string;
  readonly toName: string;
  readonly at: string;
  readonly by: string;
  /** In the time of operation; null in rows from before that was kept. */
  readonly livedMs: number | null;
}

/** A change that nobody has confirmed or undone, with the first part that was judged by it. */
export interface OpenChangeRow extends RecipeChangeRow {
  readonly firstPart: InspectionId | null;
}

type Step =
  | { readonly what: 'first-part'; readonly inspectionId: InspectionId }
  | { readonly what: 'confirmed' | 'undone'; readonly inspectionId?: never };

/** The changes of recipes by hand. Rows are only ever added. */
export class RecipeChangeTable {
  readonly #add: Statement<{ id: number }>;
  readonly #step: Statement<never>;
  readonly #open: Statement<OpenChangeRow>;

  constructor(database: StationDatabase) {
    this.#add = database.prepare(
      `INSERT INTO recipe_change (source_id, from_recipe, to_recipe, from_name, to_name, at, by, lived_ms)
        VALUES (:sourceId, :from, :to, :fromName, :toName, :at, :by, :livedMs) RETURNING id`,
    );
    this.#step = database.prepare(
      `INSERT INTO recipe_change_step (change, what, inspection_id, at, by) VALUES (:change, :what, :inspectionId, :at, :by)`,
    );
    this.#open = database.prepare(
      `SELECT id, source_id AS sourceId, from_recipe AS "from", to_recipe AS "to", from_name AS fromName, to_name AS toName, at, by, lived_ms AS livedMs,
          (SELECT inspection_id FROM recipe_change_step WHERE change = id AND what = 'first-part') AS firstPart
        FROM recipe_change
        WHERE id IN (SELECT MAX(id) FROM recipe_change GROUP BY source_id)
          AND NOT EXISTS (SELECT 1 FROM recipe_change_step WHERE change = id AND what <> 'first-part')`,
    );
  }

  /** @returns its id */
  add(row: Omit<RecipeChangeRow, 'id'>): number {
    const added = this.#add.get({ ...row });
    if (added === undefined) throw new Error('a row that was added has an id');
    return added.id;
  }

  addStep(change: number, { what, inspectionId }: Step, { at, by }: Pick<RecipeChangeRow, 'at' | 'by'>): void {
    this.#step.run({ change, what, inspectionId: inspectionId ?? null, at, by });
  }

  /** The last change of each source, where nobody has confirmed or undone it. */
  open(): readonly OpenChangeRow[] {
    return this.#open.all();
  }
}
