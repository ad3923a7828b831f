import type { Migration } from '../migrate.ts';

/** The time of operation, by which images age, and when the clock was in doubt. */
export const clock: Migration = {
  version: 130,
  sql: `
    -- What the station knew of the time when it looked last, as JSON. Up to now the time of operation is what the clock said.
    CREATE TABLE clock (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      state TEXT NOT NULL CHECK (json_valid(state))
    ) STRICT;
    INSERT INTO clock (id, state)
      SELECT 1, json_object('livedMs', at, 'wallMs', at, 'uptimeMs', 9007199254740991, 'boot', NULL, 'offsetMs', 0, 'doubt', NULL)
      FROM (SELECT CAST(unixepoch(recorded_at, 'subsec') * 1000 AS INTEGER) AS at FROM inspection ORDER BY sequence DESC LIMIT 1)
      WHERE at IS NOT NULL;

    -- Every doubt that has ended: between two times of operation, and by how much the clock was ahead of that time as it was believed in the end.
    CREATE TABLE clock_doubt (
      since_lived_ms INTEGER PRIMARY KEY,
      until_lived_ms INTEGER NOT NULL,
      offset_ms INTEGER NOT NULL,
      -- 1 where what was recorded meanwhile may carry a wrong time.
      has_jumped INTEGER NOT NULL CHECK (has_jumped IN (0, 1)),
      -- How long the machine was off before it, as far as that counts.
      shutdown_ms INTEGER NOT NULL,
      said_before TEXT NOT NULL,
      said_after TEXT NOT NULL,
      ended TEXT NOT NULL CHECK (ended IN ('held', 'returned', 'confirmed'))
    ) STRICT;

    -- A duty is due, and tried again, by the time of operation. 'recorded_at' stays what the record says.
    ALTER TABLE duty ADD COLUMN lived_ms INTEGER;
    ALTER TABLE duty ADD COLUMN retry_lived_ms INTEGER;
    UPDATE duty SET lived_ms = CAST(unixepoch(recorded_at, 'subsec') * 1000 AS INTEGER) WHERE state = 'owed';
    DROP INDEX duty_owed;
    DROP INDEX duty_in_trouble;
    ALTER TABLE duty DROP COLUMN retry_at;
    CREATE INDEX duty_owed ON duty (source_id, action, lived_ms) WHERE state = 'owed';
    CREATE INDEX duty_in_trouble ON duty (source_id, action, retry_lived_ms) WHERE state = 'owed' AND problem IS NOT NULL;
  `,
};
