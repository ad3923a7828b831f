import type { Migration } from '../migrate.ts';

/** Whether the parts of a source that pass are still like the good parts of the calibration. */
export const goodPartsWatch: Migration = {
  version: 171,
  sql: `
    CREATE TABLE good_parts_watch (
      source_id TEXT NOT NULL REFERENCES source (id),
      recipe_id TEXT NOT NULL,
      recipe_version INTEGER NOT NULL,
      -- The number of the last record that was counted.
      counted INTEGER NOT NULL,
      -- JSON.
      evidence TEXT NOT NULL,
      -- What the alarm says, as JSON; null where there is none, or somebody has read it.
      alarm TEXT,
      PRIMARY KEY (source_id, recipe_id, recipe_version)
    ) STRICT, WITHOUT ROWID;
  `,
};
