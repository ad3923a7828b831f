import type { Migration } from '../migrate.ts';

/** Sources, the ledger of every file seen, and the inspections. */
export const initial: Migration = {
  version: 10,
  sql: `
    -- A folder keeps its id for ever: a source that is removed and added again continues where it stopped.
    CREATE TABLE source (
      id TEXT PRIMARY KEY,
      folder TEXT NOT NULL UNIQUE
    ) STRICT;

    -- One row for each content that a name in a source has had. 'arrival' counts from 1 and rises where a file that was recorded as missing came back.
    CREATE TABLE ledger (
      id INTEGER PRIMARY KEY,
      source_id TEXT NOT NULL REFERENCES source (id),
      path TEXT NOT NULL,
      size INTEGER NOT NULL,
      modified_us INTEGER NOT NULL,
      arrival INTEGER NOT NULL DEFAULT 1,
      state TEXT NOT NULL CHECK (state IN ('seen', 'settled', 'claimed', 'recorded', 'error')),
      seen_at TEXT NOT NULL,
      lane_deaths INTEGER NOT NULL DEFAULT 0,
      -- Given once, before the lane writes its files: a second try writes over the first one's.
      inspection_id TEXT NOT NULL UNIQUE,
      UNIQUE (source_id, path, size, modified_us, arrival)
    ) STRICT;

    CREATE INDEX ledger_waiting ON ledger (source_id, state, id) WHERE state IN ('seen', 'settled', 'claimed');

    CREATE TABLE inspection (
      sequence INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE REFERENCES ledger (inspection_id),
      recorded_at TEXT NOT NULL,
      source_id TEXT NOT NULL REFERENCES source (id),
      source_name TEXT NOT NULL,
      file TEXT NOT NULL,
      sha256 TEXT,
      recipe_id TEXT,
      recipe_version INTEGER,
      backbone_id TEXT,
      limit_fail REAL,
      limit_review REAL,
      verdict TEXT NOT NULL CHECK (verdict IN ('pass', 'review', 'fail', 'error')),
      score REAL,
      part_distance REAL,
      patch_score REAL,
      map_maximum REAL,
      map_maximum_x REAL,
      map_maximum_y REAL,
      image_width_px INTEGER,
      image_height_px INTEGER,
      duration_ms REAL,
      execution_provider TEXT,
      software_version TEXT NOT NULL,
      error_code TEXT,
      error_message TEXT,
      -- Folder below maps/ and thumbnails/ where this inspection's files lie; null where there are none.
      files_folder TEXT,
      CHECK ((verdict = 'error') = (error_code IS NOT NULL)),
      CHECK (verdict = 'error' OR (score IS NOT NULL AND limit_fail IS NOT NULL AND recipe_version IS NOT NULL))
    ) STRICT;

    CREATE INDEX inspection_recorded_at ON inspection (recorded_at);

    CREATE TRIGGER inspection_is_never_changed BEFORE UPDATE ON inspection
    BEGIN SELECT RAISE(ABORT, 'an inspection is never changed'); END;

    CREATE TRIGGER inspection_is_never_deleted BEFORE DELETE ON inspection
    BEGIN SELECT RAISE(ABORT, 'an inspection is never deleted'); END;

    CREATE TRIGGER inspection_has_no_gap BEFORE INSERT ON inspection
    WHEN NEW.sequence <> (SELECT COALESCE(MAX(sequence), 0) + 1 FROM inspection)
    BEGIN SELECT RAISE(ABORT, 'sequence numbers have no gap'); END;
  `,
};
