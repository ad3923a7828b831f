import type { Migration } from '../migrate.ts';

/** What another version would have said of inspections: nothing of it is a record, and people may remove it. */
export const comparisons: Migration = {
  version: 350,
  sql: `
    CREATE TABLE comparison (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      kind TEXT NOT NULL CHECK (kind IN ('stored', 'shadow')),
      recipe_id TEXT NOT NULL,
      -- The version that judged, and the one that judges as well.
      against INTEGER NOT NULL,
      version INTEGER NOT NULL,
      started_at TEXT NOT NULL,
      until TEXT,
      name TEXT,
      state TEXT NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'done', 'stopped', 'failed')),
      -- A fact, as JSON.
      error TEXT CHECK (json_valid(error)),
      skipped INTEGER NOT NULL DEFAULT 0
    ) STRICT;

    CREATE TABLE compared (
      comparison INTEGER NOT NULL REFERENCES comparison (id) ON DELETE CASCADE,
      inspection INTEGER NOT NULL REFERENCES inspection (sequence),
      state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'judged', 'lacking')),
      verdict TEXT,
      score REAL,
      -- Above which the version fails a part; null for a draft.
      limit_fail REAL,
      has_map INTEGER NOT NULL DEFAULT 0,
      -- Where its map lies in the image, as JSON; null where it covers all of it.
      placement TEXT CHECK (json_valid(placement)),
      -- Milliseconds of one image, by the version that judged and by this one; only of the first few.
      against_ms REAL,
      version_ms REAL,
      PRIMARY KEY (comparison, inspection)
    ) STRICT, WITHOUT ROWID;

    CREATE INDEX compared_waiting ON compared (comparison, inspection) WHERE state = 'waiting';
  `,
};
