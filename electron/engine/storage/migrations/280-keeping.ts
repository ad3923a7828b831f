import type { Migration } from '../migrate.ts';

/** What must not be removed, what rules have removed, and when. */
export const keeping: Migration = {
  version: 280,
  sql: `
    -- Nothing of what is on hold is removed. A hold is in force until it is lifted; both stay for ever.
    CREATE TABLE hold (
      id INTEGER PRIMARY KEY,
      kind TEXT NOT NULL CHECK (kind IN ('lot', 'serial', 'record')),
      -- The lot, the serial, or the record's id.
      value TEXT NOT NULL,
      reason TEXT NOT NULL,
      at TEXT NOT NULL,
      -- Sign-in id and printed name; null at an open station.
      person TEXT,
      name TEXT
    ) STRICT;

    CREATE INDEX hold_on ON hold (value, kind);

    CREATE TABLE hold_lift (
      hold INTEGER PRIMARY KEY REFERENCES hold (id),
      reason TEXT NOT NULL,
      at TEXT NOT NULL,
      person TEXT,
      name TEXT
    ) STRICT;

    CREATE TRIGGER hold_is_never_changed BEFORE UPDATE ON hold
    BEGIN SELECT RAISE(ABORT, 'a hold is never changed'); END;
    CREATE TRIGGER hold_is_never_deleted BEFORE DELETE ON hold
    BEGIN SELECT RAISE(ABORT, 'a hold is never deleted'); END;
    CREATE TRIGGER hold_lift_is_never_changed BEFORE UPDATE ON hold_lift
    BEGIN SELECT RAISE(ABORT, 'the end of a hold is never changed'); END;
    CREATE TRIGGER hold_lift_is_never_deleted BEFORE DELETE ON hold_lift
    BEGIN SELECT RAISE(ABORT, 'the end of a hold is never deleted'); END;

    CREATE TABLE keeping_run (
      id INTEGER PRIMARY KEY,
      cause TEXT NOT NULL CHECK (cause IN ('daily', 'disk', 'asked')),
      started_at TEXT NOT NULL,
      -- The time of operation, which no clock sets.
      lived_ms INTEGER NOT NULL,
      ended_at TEXT,
      outcome TEXT CHECK (outcome IN ('done', 'stopped', 'failed')),
      -- By rule and kind, as JSON.
      removed TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(removed)),
      CHECK ((ended_at IS NULL) = (outcome IS NULL))
    ) STRICT;

    -- A file that a rule removes. It is decided in the transaction of the entry that names it, and only then unlinked: what a crash leaves decided is
    -- taken up again. 'kept': it was put on hold, changed or could not be removed, and may be decided on anew.
    CREATE TABLE removal (
      id INTEGER PRIMARY KEY,
      run INTEGER NOT NULL REFERENCES keeping_run (id),
      rule TEXT NOT NULL,
      what TEXT NOT NULL CHECK (what IN ('images', 'maps', 'thumbnails', 'exports', 'reports')),
      -- The number of the record, or the id of the export or report.
      inspection INTEGER REFERENCES inspection (sequence),
      document TEXT,
      bytes INTEGER NOT NULL,
      -- The number of the entry that names it with its hash.
      entry INTEGER NOT NULL,
      state TEXT NOT NULL DEFAULT 'decided' CHECK (state IN ('decided', 'removed', 'kept')),
      CHECK ((inspection IS NULL) <> (document IS NULL))
    ) STRICT;

    CREATE UNIQUE INDEX removal_of_record ON removal (inspection, what) WHERE inspection IS NOT NULL AND state <> 'kept';
    CREATE UNIQUE INDEX removal_of_document ON removal (document, what) WHERE document IS NOT NULL AND state <> 'kept';
    CREATE INDEX removal_decided ON removal (id) WHERE state = 'decided';
  `,
};
