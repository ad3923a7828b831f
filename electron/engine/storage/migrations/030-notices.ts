import type { Migration } from '../migrate.ts';

/** What people must be told of the station even when they were not there: it stays until an engineer has acknowledged it. */
export const notices: Migration = {
  version: 30,
  sql: `
    CREATE TABLE notice (
      id INTEGER PRIMARY KEY,
      at TEXT NOT NULL,
      -- An error code and its details as JSON: the sentence is made of them.
      code TEXT NOT NULL,
      details TEXT NOT NULL,
      acknowledged_at TEXT
    ) STRICT;
  `,
};
