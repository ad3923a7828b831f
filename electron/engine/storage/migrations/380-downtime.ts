import type { Migration } from '../migrate.ts';

/** When sources did not inspect, and when the station was last known to run: what it was off since then is downtime too. */
export const downtime: Migration = {
  version: 380,
  sql: `
    CREATE TABLE downtime (
      id INTEGER PRIMARY KEY,
      source TEXT NOT NULL,
      -- What the source was called then.
      source_name TEXT NOT NULL,
      reason TEXT NOT NULL,
      began_at TEXT NOT NULL,
      ended_at TEXT,
      CHECK (ended_at IS NULL OR ended_at >= began_at)
    ) STRICT;

    CREATE UNIQUE INDEX downtime_open ON downtime (source) WHERE ended_at IS NULL;
    CREATE INDEX downtime_of_source ON downtime (source, began_at);
    CREATE INDEX downtime_by_time ON downtime (began_at);

    CREATE TRIGGER downtime_never_overlaps BEFORE INSERT ON downtime
    WHEN EXISTS (SELECT 1 FROM downtime WHERE source = NEW.source AND (ended_at IS NULL OR ended_at > NEW.began_at))
    BEGIN SELECT RAISE(ABORT, 'times without inspection never overlap'); END;
    CREATE TRIGGER downtime_only_ends BEFORE UPDATE ON downtime
    WHEN OLD.ended_at IS NOT NULL OR NEW.source <> OLD.source OR NEW.began_at <> OLD.began_at OR NEW.reason <> OLD.reason
    BEGIN SELECT RAISE(ABORT, 'a time without inspection is never changed'); END;
    CREATE TRIGGER downtime_is_never_deleted BEFORE DELETE ON downtime
    BEGIN SELECT RAISE(ABORT, 'a time without inspection is never deleted'); END;

    CREATE TABLE station_alive (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      at TEXT NOT NULL
    ) STRICT;
  `,
};
