import type { Migration } from '../migrate.ts';

/** What people decided about versions of recipes: before, any version could judge, and nobody had to approve it. */
export const recipeLife: Migration = {
  version: 320,
  sql: `
    -- One row for each thing that happened to a recipe or to one of its versions. What holds follows from the last ones.
    CREATE TABLE recipe_life (
      id INTEGER PRIMARY KEY,
      -- Empty where it is about all recipes.
      recipe_id TEXT NOT NULL,
      -- Null where it is about the recipe.
      version INTEGER CHECK (version > 0),
      what TEXT NOT NULL CHECK (what IN ('protected', 'fitted', 'imported', 'cloned', 'approved', 'retired', 'planned', 'unplanned', 'renamed')),
      at TEXT NOT NULL,
      -- As in the audit chain.
      actor TEXT NOT NULL,
      name TEXT,
      role TEXT,
      reason TEXT,
      details TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(details))
    ) STRICT;

    CREATE INDEX recipe_life_of ON recipe_life (recipe_id, id);

    CREATE TRIGGER recipe_life_is_never_changed BEFORE UPDATE ON recipe_life
    BEGIN SELECT RAISE(ABORT, 'the life of a recipe is never changed'); END;
    CREATE TRIGGER recipe_life_is_never_deleted BEFORE DELETE ON recipe_life
    BEGIN SELECT RAISE(ABORT, 'the life of a recipe is never deleted'); END;
  `,
};
