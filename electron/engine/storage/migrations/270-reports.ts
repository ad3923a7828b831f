import type { Migration } from '../migrate.ts';

/** Reports that were asked for, and how far shifts got theirs. */
export const reports: Migration = {
  version: 270,
  sql: `
    CREATE TABLE report (
      id TEXT PRIMARY KEY,
      at TEXT NOT NULL,
      -- JSON.
      subject TEXT NOT NULL CHECK (json_valid(subject)),
      cause TEXT NOT NULL CHECK (cause IN ('asked', 'shift-end')),
      -- The printed name of whoever asked; null at an open station, and where nobody did.
      asked_by TEXT,
      state TEXT NOT NULL CHECK (state IN ('waiting', 'made', 'failed')),
      -- JSON: its name, hash and size; and why there is none.
      file TEXT CHECK (json_valid(file)),
      error TEXT CHECK (json_valid(error)),
      -- Whether a folder outside of the data folder is still to get it, and the one that has it.
      is_outgoing INTEGER NOT NULL DEFAULT 0 CHECK (is_outgoing IN (0, 1)),
      delivered_to TEXT
    ) STRICT;

    CREATE INDEX report_at ON report (at, id);
    CREATE INDEX report_waiting ON report (at) WHERE state = 'waiting';
    CREATE INDEX report_outgoing ON report (at) WHERE is_outgoing = 1;

    -- The end of the last shift whose report was asked for, or was not to be made.
    CREATE TABLE report_schedule (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      shift_end TEXT NOT NULL
    ) STRICT;
  `,
};
