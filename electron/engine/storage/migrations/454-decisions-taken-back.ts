import type { Migration } from '../migrate.ts';

/**
 * A decision can be taken back, by a further row. What a column may hold cannot be changed, so the table is written anew: each row as it was, with its
 * number and its entry.
 */
export const decisionsTakenBack: Migration = {
  version: 454,
  sql: `
    CREATE TABLE disposition_anew (
      id INTEGER PRIMARY KEY,
      inspection INTEGER NOT NULL REFERENCES inspection (sequence),
      at TEXT NOT NULL,
      person TEXT,
      name TEXT,
      role TEXT,
      -- 'undecided' takes back what held until then.
      decision TEXT NOT NULL CHECK (decision IN ('confirmed', 'released', 'rework', 'scrap', 'undecided')),
      -- Empty where a decision is taken back.
      reason TEXT NOT NULL,
      comment TEXT,
      defect TEXT,
      region TEXT CHECK (json_valid(region)),
      together INTEGER NOT NULL,
      entry INTEGER NOT NULL,
      signature TEXT CHECK (json_valid(signature))
    ) STRICT;
    INSERT INTO disposition_anew (id, inspection, at, person, name, role, decision, reason, comment, defect, region, together, entry, signature)
      SELECT id, inspection, at, person, name, role, decision, reason, comment, defect, region, together, entry, signature FROM disposition ORDER BY id;
    DROP TABLE disposition;
    ALTER TABLE disposition_anew RENAME TO disposition;

    CREATE INDEX disposition_inspection ON disposition (inspection, id);
    CREATE INDEX disposition_unproven ON disposition (id) WHERE entry = 0;

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
