import { existsSync } from 'node:fs';
import { z } from 'zod';
import { type RecipeId, recipeUseSchema } from '../../../shared/domain/index.ts';
import { openReadOnlyConnection, type Statement, type StationDatabase } from './database.ts';
import { storagePlaces } from './places.ts';

export const storedUseSchema = recipeUseSchema.extend({ recipeId: z.string() });
export type StoredUse = z.infer<typeof storedUseSchema>;

interface Row {
  readonly recipeId: string;
  readonly version: number;
  readonly since: string;
  readonly person: string | null;
  readonly role: string | null;
  readonly channel: string | null;
}

/** The table of which version of each recipe judges. Rows are only ever added. */
export class RecipeUseTable {
  readonly #current: Statement<Row>;
  readonly #add: Statement<never>;
  readonly #database: StationDatabase;

  constructor(database: StationDatabase) {
    this.#database = database;
    this.#current = database.prepare(
      `SELECT recipe_id AS recipeId, version, since, person, role, channel FROM recipe_use
        WHERE id IN (SELECT MAX(id) FROM recipe_use GROUP BY recipe_id) ORDER BY recipe_id`,
    );
    this.#add = database.prepare(
      `INSERT INTO recipe_use (recipe_id, version, since, person, role, channel)
        VALUES (:recipeId, :version, :since, :person, :role, :channel)`,
    );
  }

  /** What holds for each recipe. */
  current(): readonly StoredUse[] {
    return this.#current.all().map(({ recipeId, version, since, person, role, channel }) => ({
      recipeId,
      version,
      since,
      by: role === null || channel === null ? null : { person, role, channel },
    }));
  }

  add({ recipeId, version, since, by }: StoredUse): void {
    const { person, role, channel } = by ?? { person: null, role: null, channel: null };
    this.#add.run({ recipeId, version, since, person, role, channel });
  }

  /** Adds what differs from what holds. */
  takeOver(uses: readonly StoredUse[]): void {
    const known = new Map(this.current().map((use) => [use.recipeId, use]));
    for (const use of uses) {
      const before = known.get(use.recipeId);
      if (before?.version !== use.version || before.since !== use.since) this.add(use);
    }
  }

  /** Whether images of a source are judged by the recipe, or wait for that. */
  judgesSource(id: RecipeId): boolean {
    const source = this.#database.prepare(
      `SELECT 1 WHERE EXISTS (SELECT 1 FROM source WHERE position IS NOT NULL AND recipe_id = :id)
        OR EXISTS (SELECT 1 FROM source, json_each(source.options, '$.recipeByName.table') AS named
          WHERE position IS NOT NULL AND json_extract(named.value, '$.recipeId') = :id)
        OR EXISTS (SELECT 1 FROM ledger WHERE state IN ('seen', 'settled', 'claimed') AND recipe_id = :id)`,
    );
    return source.get({ id }) !== undefined;
  }
}

/** What holds for each recipe of a data folder, also while its station runs; nothing where no station of this version has opened it yet. */
export function readRecipeUses(dataFolder: string): readonly StoredUse[] {
  const { database: file } = storagePlaces(dataFolder);
  if (!existsSync(file)) return [];
  const database = openReadOnlyConnection(file);
  try {
    return usesIn(database);
  } finally {
    database.close();
  }
}

/** Of a database that may be older than the table. */
export function usesIn(database: StationDatabase): readonly StoredUse[] {
  const table = database.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'recipe_use'").get();
  return table === undefined ? [] : new RecipeUseTable(database).current();
}
