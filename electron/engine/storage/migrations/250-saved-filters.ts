import type { Migration } from '../migrate.ts';

/** Filters of records that people gave a name. */
export const savedFilters: Migration = {
  version: 250,
  sql: `
    CREATE TABLE saved_filter (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      name TEXT NOT NULL UNIQUE,
      -- JSON, both.
      filter TEXT NOT NULL,
      "order" TEXT NOT NULL
    ) STRICT;
  `,
};
