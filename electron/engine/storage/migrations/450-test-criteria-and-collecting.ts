import type { Migration } from '../migrate.ts';

/**
 * When the criteria of a test set were written and by whom, also those of a copy, and what is collected for it from a source. Of older sets the audit trail
 * tells it. Locking freezes the first as well.
 */
export const testCriteriaAndCollecting: Migration = {
  version: 450,
  sql: `
    ALTER TABLE test_set ADD COLUMN criteria_at TEXT;
    ALTER TABLE test_set ADD COLUMN criteria_by TEXT;
    -- The name of the set that they were copied from.
    ALTER TABLE test_set ADD COLUMN criteria_from TEXT;
    ALTER TABLE test_set ADD COLUMN collecting TEXT CHECK (json_valid(collecting));

    DROP TRIGGER test_set_locked;
    CREATE TRIGGER test_set_locked
      BEFORE UPDATE OF name, recipe_id, criteria, criteria_at, criteria_by, criteria_from, collecting, labels_each, locked_at, locked_by, hash ON test_set
      WHEN OLD.locked_at IS NOT NULL
      BEGIN SELECT RAISE(ABORT, 'the test set is locked'); END;
  `,
};
