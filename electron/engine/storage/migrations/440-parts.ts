import type { Migration } from '../migrate.ts';

/** Parts of several views. Both tables stay empty where every image shows a part of its own. */
export const parts: Migration = {
  version: 440,
  sql: `
    CREATE TABLE part (
      -- That of the record of its first view.
      number INTEGER PRIMARY KEY,
      -- The one that says how parts are put together.
      source_id TEXT NOT NULL,
      serial TEXT,
      lot TEXT,
      -- What held when it began: the names of its views as a JSON array, and what it is without one.
      expected TEXT NOT NULL,
      incomplete TEXT NOT NULL CHECK (incomplete IN ('review', 'error')),
      -- When its first view arrived, by the clock of then, since 1970.
      arrived_ms INTEGER NOT NULL,
      -- In the time of operation: until when it waits for a view, and until when one that is missing still joins it.
      due_ms INTEGER NOT NULL,
      open_until_ms INTEGER NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('waiting', 'complete', 'incomplete')),
      -- Null while it waits: it does not count yet.
      verdict TEXT CHECK (verdict IN ('pass', 'review', 'fail', 'error')),
      -- What was decided about it last; null again where a view came since that changed it.
      decision TEXT,
      -- Counts the changes of all parts.
      change INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX part_of_serial ON part (source_id, serial, number);
    CREATE INDEX part_change ON part (change);
    CREATE INDEX part_waiting ON part (due_ms) WHERE state = 'waiting';

    -- Which part a record shows, and which view of it.
    CREATE TABLE part_view (
      record INTEGER PRIMARY KEY,
      part INTEGER NOT NULL REFERENCES part (number),
      -- Empty where its path tells none.
      view TEXT NOT NULL,
      -- The record that took its place: its image was incomplete, and came whole later.
      replaced_by INTEGER
    ) STRICT;
    CREATE INDEX part_view_of_part ON part_view (part);
  `,
};
