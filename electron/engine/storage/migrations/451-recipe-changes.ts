import type { Migration } from '../migrate.ts';

/** Which sources were given another recipe by hand, and what came of it. Before, only the set-up changed it. */
export const recipeChanges: Migration = {
  version: 451,
  sql: `
    CREATE TABLE recipe_change (
      id INTEGER PRIMARY KEY,
      source_id TEXT NOT NULL,
      from_recipe TEXT NOT NULL,
      to_recipe TEXT NOT NULL,
      -- What the recipes were called then.
      from_name TEXT NOT NULL,
      to_name TEXT NOT NULL,
      at TEXT NOT NULL,
      by TEXT NOT NULL
    ) STRICT;

    CREATE INDEX recipe_change_of_source ON recipe_change (source_id, id);

    -- One row at most for each thing that follows from a change.
    CREATE TABLE recipe_change_step (
      change INTEGER NOT NULL REFERENCES recipe_change (id),
      what TEXT NOT NULL CHECK (what IN ('first-part', 'confirmed', 'undone')),
      -- Of the first part that was judged by the new recipe.
      inspection_id TEXT,
      at TEXT NOT NULL,
      by TEXT NOT NULL,
      PRIMARY KEY (change, what)
    ) STRICT;

    CREATE TRIGGER recipe_change_is_never_changed BEFORE UPDATE ON recipe_change
    BEGIN SELECT RAISE(ABORT, 'a change of the recipe is never changed'); END;
    CREATE TRIGGER recipe_change_is_never_deleted BEFORE DELETE ON recipe_change
    BEGIN SELECT RAISE(ABORT, 'a change of the recipe is never deleted'); END;
    CREATE TRIGGER recipe_change_step_is_never_changed BEFORE UPDATE ON recipe_change_step
    BEGIN SELECT RAISE(ABORT, 'what followed from a change of the recipe is never changed'); END;
    CREATE TRIGGER recipe_change_step_is_never_deleted BEFORE DELETE ON recipe_change_step
    BEGIN SELECT RAISE(ABORT, 'what followed from a change of the recipe is never deleted'); END;
  `,
};
