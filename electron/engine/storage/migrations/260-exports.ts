import type { Migration } from '../migrate.ts';

/** Exports that were made or are being made, and how far scheduled ones have come. */
export const exportsMade: Migration = {
  version: 260,
  sql: `
    CREATE TABLE export (
      id TEXT PRIMARY KEY,
      at TEXT NOT NULL,
      -- As screens see it.
      state TEXT NOT NULL CHECK (json_valid(state)),
      -- The folder outside of the station that has its files; null where they lie in the data folder.
      delivered_to TEXT
    ) STRICT;

    CREATE TABLE export_schedule (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      state TEXT NOT NULL CHECK (json_valid(state))
    ) STRICT;
  `,
};
