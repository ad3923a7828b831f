import type { Migration } from '../migrate.ts';

/** What people decided about records that did not pass. The newest of a record holds; older ones are its history. */
export const dispositions: Migration = {
  version: 251,
  sql: `
    CREATE TABLE disposition (
      id INTEGER PRIMARY KEY,
      -- The number of the record.
      inspection INTEGER NOT NULL REFERENCES inspection (sequence),
      at TEXT NOT NULL,
      -- Sign-in id, printed name and role; null at an open station.
      person TEXT,
      name TEXT,
      role TEXT,
      decision TEXT NOT NULL CHECK (decision IN ('confirmed', 'released', 'rework', 'scrap')),
      reason TEXT NOT NULL,
      comment TEXT,
      defect TEXT,
      -- Shares of the image's width and height, as JSON.
      region TEXT CHECK (json_valid(region)),
      -- With how many other records it was decided at once.
      together INTEGER NOT NULL,
      -- The number of its entry in the audit trail; 0 in those read from a damaged database, until the station has written one.
      entry INTEGER NOT NULL,
      -- JSON; null where none was asked for.
      signature TEXT CHECK (json_valid(signature))
    ) STRICT;

    CREATE INDEX disposition_inspection ON disposition (inspection, id);

    CREATE TRIGGER disposition_is_never_changed BEFORE UPDATE ON disposition
    WHEN OLD.entry <> 0 OR (OLD.id, OLD.inspection, OLD.at, OLD.person, OLD.name, OLD.role, OLD.decision, OLD.reason)
        IS NOT (NEW.id, NEW.inspection, NEW.at, NEW.person, NEW.name, NEW.role, NEW.decision, NEW.reason)
      OR (OLD.comment, OLD.defect, OLD.region, OLD.together, OLD.signature)
        IS NOT (NEW.comment, NEW.defect, NEW.region, NEW.together, NEW.signature)
    BEGIN SELECT RAISE(ABORT, 'a disposition is never changed'); END;

    CREATE TRIGGER disposition_is_never_deleted BEFORE DELETE ON disposition
    BEGIN SELECT RAISE(ABORT, 'a disposition is never deleted'); END;

    CREATE TRIGGER disposition_has_no_gap BEFORE INSERT ON disposition
    WHEN NEW.id <> (SELECT COALESCE(MAX(id), 0) + 1 FROM disposition)
    BEGIN SELECT RAISE(ABORT, 'dispositions have no gap'); END;
  `,
};
