import type { Migration } from '../migrate.ts';

/** What tells which part an image shows, whatever the clock said and whoever changed a source since it came. */
export const viewsOverTime: Migration = {
  version: 462,
  sql: `
    -- When the station saw the file, in the time of operation. Null of older rows.
    ALTER TABLE ledger ADD COLUMN lived_ms INTEGER;
    -- How the images of a source were put together, from when on. A source that never showed views has no row.
    CREATE TABLE views_rule (
      id INTEGER PRIMARY KEY,
      source_id TEXT NOT NULL,
      -- In the time of operation; 0 of what held when the first was written down.
      from_ms INTEGER NOT NULL,
      -- The source that puts them together, and how, as JSON; null where each image shows a part of its own.
      rule TEXT
    ) STRICT;
  `,
};
