import type { Migration } from '../migrate.ts';

/** When a source was given another recipe, in the time of operation: which part arrived behind it does not depend on a clock that somebody sets. */
export const recipeChangeLived: Migration = {
  version: 455,
  sql: `
    -- Null in changes from before: theirs is what the clock said.
    ALTER TABLE recipe_change ADD COLUMN lived_ms INTEGER;
  `,
};
