import type { Migration } from '../migrate.ts';

/** What engineers decide about the station and its sources: it was a file that no transaction could include. */
export const settingsAndSources: Migration = {
  version: 100,
  sql: `
    -- One row for each setting that was ever changed. The value is JSON; what it may be, the settings' schema says.
    CREATE TABLE setting (
      name TEXT PRIMARY KEY,
      value TEXT NOT NULL CHECK (json_valid(value))
    ) STRICT, WITHOUT ROWID;

    -- A source that is not watched any more keeps its row, for its folder keeps its id; it has no position then.
    ALTER TABLE source ADD COLUMN position INTEGER;
    ALTER TABLE source ADD COLUMN name TEXT;
    ALTER TABLE source ADD COLUMN recipe_id TEXT;
    ALTER TABLE source ADD COLUMN options TEXT CHECK (options IS NULL OR json_valid(options));
  `,
};
