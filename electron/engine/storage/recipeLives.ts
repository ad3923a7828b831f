import { existsSync } from 'node:fs';
import { z } from 'zod';
import { openReadOnlyConnection, type Statement, type StationDatabase } from './database.ts';
import { storagePlaces } from './places.ts';

/** Something that happened to a recipe (version null) or to a version of it; `protected` is about all recipes, and has no id. */
export const lifeRowSchema = z.object({
  recipeId: z.string(),
  version: z.number().int().positive().nullable(),
  what: z.enum(['protected', 'fitted', 'imported', 'cloned', 'approved', 'retired', 'planned', 'unplanned', 'renamed']),
  at: z.string(),
  /** As in the audit chain: a sign-in id, or what stands in its place. */
  actor: z.string(),
  name: z.string().nullable(),
  role: z.string().nullable(),
  reason: z.string().nullable(),
  details: z.record(z.string(), z.unknown()),
});
export type LifeRow = z.infer<typeof lifeRowSchema>;

type StoredRow = Omit<LifeRow, 'details'> & { readonly details: string };

const COLUMNS = 'recipe_id AS recipeId, version, what, at, actor, name, role, reason, details';

/** The table of what happened to recipes. Rows are only ever added. */
export class RecipeLifeTable {
  readonly #all: Statement<StoredRow>;
  readonly #of: Statement<StoredRow>;
  readonly #add: Statement<never>;

  constructor(database: StationDatabase) {
    this.#all = database.prepare(`SELECT ${COLUMNS} FROM recipe_life ORDER BY id`);
    this.#of = database.prepare(`SELECT ${COLUMNS} FROM recipe_life WHERE recipe_id = ? ORDER BY id`);
    this.#add = database.prepare(
      `INSERT INTO recipe_life (recipe_id, version, what, at, actor, name, role, reason, details)
        VALUES (:recipeId, :version, :what, :at, :actor, :name, :role, :reason, :details)`,
    );
  }

  all(): readonly LifeRow[] {
    return this.#all.all().map(rowIn);
  }

  /** The oldest first. @param recipeId empty for what is about all recipes */
  of(recipeId: string): readonly LifeRow[] {
    return this.#of.all(recipeId).map(rowIn);
  }

  add(row: LifeRow): void {
    this.#add.run({ ...row, details: JSON.stringify(row.details) });
  }

  /** Adds what another table has, where this one is the beginning of it. */
  takeOver(rows: readonly LifeRow[]): void {
    const known = new Set(this.all().map((row) => JSON.stringify(row)));
    for (const row of rows) if (!known.has(JSON.stringify(lifeRowSchema.parse(row)))) this.add(row);
  }
}

function rowIn({ details, ...row }: StoredRow): LifeRow {
  return lifeRowSchema.parse({ ...row, details: JSON.parse(details) as unknown });
}

/** All that happened to the recipes of a data folder, also while its station runs. */
export function readRecipeLives(dataFolder: string): readonly LifeRow[] {
  const { database: file } = storagePlaces(dataFolder);
  if (!existsSync(file)) return [];
  const database = openReadOnlyConnection(file);
  try {
    return livesIn(database);
  } finally {
    database.close();
  }
}

/** Of a database that may be older than the table. */
export function livesIn(database: StationDatabase): readonly LifeRow[] {
  const table = database.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'recipe_life'").get();
  return table === undefined ? [] : new RecipeLifeTable(database).all();
}
