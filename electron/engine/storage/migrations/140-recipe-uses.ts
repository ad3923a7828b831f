import type { Migration } from '../migrate.ts';

/** Which version of each recipe judges: before, that was always the newest one on the disk. */
export const recipeUses: Migration = {
  version: 140,
  sql: `
    -- One row for each change. The last row of a recipe holds; those before it tell what judged when.
    CREATE TABLE recipe_use (
      id INTEGER PRIMARY KEY,
      recipe_id TEXT NOT NULL,
      version INTEGER NOT NULL CHECK (version > 0),
      since TEXT NOT NULL,
      -- Who chose it. All null where the station took it itself; the person alone is null at an open station.
      person TEXT,
      role TEXT,
      channel TEXT
    ) STRICT;

    CREATE INDEX recipe_use_of ON recipe_use (recipe_id, id);
  `,
};
