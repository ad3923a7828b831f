import type { Migration } from '../migrate.ts';

/** When people switched inspection off, why and for how long; and how many parts of each hour were not inspected because of it. */
export const bypass: Migration = {
  version: 430,
  sql: `
    CREATE TABLE bypass (
      id TEXT PRIMARY KEY,
      -- Null for all sources; and what the source was called then.
      source TEXT,
      source_name TEXT,
      reason TEXT NOT NULL,
      comment TEXT,
      began_at TEXT NOT NULL,
      until_at TEXT NOT NULL,
      person TEXT,
      name TEXT,
      signature TEXT,
      ended_at TEXT,
      ended_by TEXT,
      ended_early INTEGER NOT NULL DEFAULT 0,
      -- Those that were recorded without being inspected.
      parts INTEGER NOT NULL DEFAULT 0,
      CHECK (until_at > began_at AND (ended_at IS NULL OR (ended_at >= began_at AND ended_at <= until_at)))
    ) STRICT;

    CREATE INDEX bypass_by_time ON bypass (began_at);
    CREATE INDEX bypass_lasting ON bypass (began_at) WHERE ended_at IS NULL;

    CREATE TRIGGER bypass_only_ends BEFORE UPDATE OF id, source, source_name, reason, comment, began_at, until_at, person, name, signature ON bypass
    BEGIN SELECT RAISE(ABORT, 'a by-pass is never changed'); END;
    CREATE TRIGGER bypass_ends_once BEFORE UPDATE OF ended_at, ended_by, ended_early ON bypass WHEN OLD.ended_at IS NOT NULL
    BEGIN SELECT RAISE(ABORT, 'a by-pass ends once'); END;
    CREATE TRIGGER bypass_is_never_deleted BEFORE DELETE ON bypass
    BEGIN SELECT RAISE(ABORT, 'a by-pass is never deleted'); END;

    ALTER TABLE record_sum ADD COLUMN bypassed INTEGER NOT NULL DEFAULT 0;
  `,
};
