import type { Migration } from '../migrate.ts';

/** Notes for the next shift, and who has read them. */
export const handover: Migration = {
  version: 431,
  sql: `
    CREATE TABLE handover_note (
      id INTEGER PRIMARY KEY,
      at TEXT NOT NULL,
      person TEXT,
      name TEXT,
      text TEXT NOT NULL
    ) STRICT;
    CREATE INDEX handover_note_by_time ON handover_note (at);

    CREATE TABLE handover_read (
      note INTEGER PRIMARY KEY REFERENCES handover_note (id),
      at TEXT NOT NULL,
      person TEXT,
      name TEXT
    ) STRICT;

    CREATE TRIGGER handover_note_never_changes BEFORE UPDATE ON handover_note
    BEGIN SELECT RAISE(ABORT, 'a note is never changed'); END;
    CREATE TRIGGER handover_note_is_never_deleted BEFORE DELETE ON handover_note
    BEGIN SELECT RAISE(ABORT, 'a note is never deleted'); END;
    CREATE TRIGGER handover_read_never_changes BEFORE UPDATE ON handover_read
    BEGIN SELECT RAISE(ABORT, 'who read a note is never changed'); END;
    CREATE TRIGGER handover_read_is_never_deleted BEFORE DELETE ON handover_read
    BEGIN SELECT RAISE(ABORT, 'who read a note is never deleted'); END;
  `,
};
