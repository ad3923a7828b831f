import type { Migration } from '../migrate.ts';

/** Connections to machines and to others of the plant, how far the audit chain was sent over each, and what their receivers refused. */
export const connections: Migration = {
  version: 460,
  sql: `
    CREATE TABLE connection (
      id TEXT PRIMARY KEY,
      name TEXT NOT NULL UNIQUE,
      is_on INTEGER NOT NULL CHECK (is_on IN (0, 1)),
      -- JSON, without secrets.
      settings TEXT NOT NULL,
      -- The last entry of the audit chain that the receiver has, that was set aside, or that does not concern it.
      position INTEGER NOT NULL,
      -- So many messages were not sent because they were too old.
      too_old INTEGER NOT NULL DEFAULT 0
    ) STRICT;

    CREATE TABLE connection_set_aside (
      connection TEXT NOT NULL REFERENCES connection (id) ON DELETE CASCADE,
      sequence INTEGER NOT NULL,
      error TEXT NOT NULL,
      tries INTEGER NOT NULL,
      at TEXT NOT NULL,
      PRIMARY KEY (connection, sequence)
    ) STRICT, WITHOUT ROWID;

    -- Numbers by which machines know recipes: given once, never to another one.
    CREATE TABLE recipe_number (
      number INTEGER PRIMARY KEY,
      recipe TEXT NOT NULL UNIQUE
    ) STRICT;
  `,
};
