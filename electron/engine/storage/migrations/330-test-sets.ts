import type { Migration } from '../migrate.ts';

/** Sets of images with known truth, and the tests of versions by them. What is locked never changes: the database itself refuses it. */
export const testSets: Migration = {
  version: 330,
  sql: `
    CREATE TABLE test_set (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      name TEXT NOT NULL,
      recipe_id TEXT NOT NULL,
      created_at TEXT NOT NULL,
      created_by TEXT,
      criteria TEXT CHECK (json_valid(criteria)),
      labels_each INTEGER NOT NULL DEFAULT 1 CHECK (labels_each IN (1, 2)),
      locked_at TEXT,
      locked_by TEXT,
      hash TEXT,
      withdrawn_at TEXT,
      withdrawn_by TEXT,
      withdrawn_reason TEXT
    ) STRICT;

    CREATE TABLE test_image (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      test_set INTEGER NOT NULL REFERENCES test_set (id),
      file TEXT NOT NULL,
      -- The name of the copy in the folder of the set.
      stored TEXT NOT NULL,
      sha256 TEXT NOT NULL,
      origin TEXT NOT NULL CHECK (origin IN ('folder', 'upload', 'record', 'source')),
      inspection INTEGER,
      serial TEXT,
      is_challenge INTEGER NOT NULL DEFAULT 0,
      excluded_reason TEXT,
      excluded_by TEXT,
      UNIQUE (test_set, sha256)
    ) STRICT;
    CREATE INDEX test_image_bytes ON test_image (sha256);

    -- What each person said last; at an open station nobody is known, and the id is empty.
    CREATE TABLE test_label (
      image INTEGER NOT NULL REFERENCES test_image (id) ON DELETE CASCADE,
      person TEXT NOT NULL,
      name TEXT NOT NULL,
      at TEXT NOT NULL,
      truth TEXT NOT NULL CHECK (truth IN ('good', 'defect')),
      defect TEXT,
      PRIMARY KEY (image, person)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE test_run (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      test_set INTEGER NOT NULL REFERENCES test_set (id),
      set_hash TEXT NOT NULL,
      recipe_id TEXT NOT NULL,
      version INTEGER NOT NULL,
      graph_sha256 TEXT NOT NULL,
      software TEXT NOT NULL,
      provider TEXT,
      started_at TEXT NOT NULL,
      name TEXT,
      state TEXT NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'looking', 'passed', 'failed', 'stopped', 'broken')),
      ended_at TEXT,
      error TEXT CHECK (json_valid(error)),
      outcome TEXT CHECK (json_valid(outcome))
    ) STRICT;
    CREATE INDEX test_run_version ON test_run (recipe_id, version);

    CREATE TABLE test_result (
      run INTEGER NOT NULL REFERENCES test_run (id),
      image INTEGER NOT NULL REFERENCES test_image (id),
      verdict TEXT,
      score REAL,
      limit_fail REAL,
      error TEXT CHECK (json_valid(error)),
      has_map INTEGER NOT NULL DEFAULT 0,
      must_look INTEGER NOT NULL DEFAULT 0,
      looked_at TEXT,
      looked_by TEXT,
      PRIMARY KEY (run, image)
    ) STRICT, WITHOUT ROWID;

    CREATE TRIGGER test_image_locked_insert BEFORE INSERT ON test_image
      WHEN (SELECT locked_at FROM test_set WHERE id = NEW.test_set) IS NOT NULL
      BEGIN SELECT RAISE(ABORT, 'the test set is locked'); END;
    CREATE TRIGGER test_image_locked_update BEFORE UPDATE ON test_image
      WHEN (SELECT locked_at FROM test_set WHERE id = OLD.test_set) IS NOT NULL
      BEGIN SELECT RAISE(ABORT, 'the test set is locked'); END;
    CREATE TRIGGER test_image_locked_delete BEFORE DELETE ON test_image
      WHEN (SELECT locked_at FROM test_set WHERE id = OLD.test_set) IS NOT NULL
      BEGIN SELECT RAISE(ABORT, 'the test set is locked'); END;
    CREATE TRIGGER test_label_locked_insert BEFORE INSERT ON test_label
      WHEN (SELECT locked_at FROM test_set JOIN test_image ON test_set = test_set.id WHERE test_image.id = NEW.image) IS NOT NULL
      BEGIN SELECT RAISE(ABORT, 'the test set is locked'); END;
    CREATE TRIGGER test_label_locked_update BEFORE UPDATE ON test_label
      WHEN (SELECT locked_at FROM test_set JOIN test_image ON test_set = test_set.id WHERE test_image.id = OLD.image) IS NOT NULL
      BEGIN SELECT RAISE(ABORT, 'the test set is locked'); END;
    CREATE TRIGGER test_label_locked_delete BEFORE DELETE ON test_label
      WHEN (SELECT locked_at FROM test_set JOIN test_image ON test_set = test_set.id WHERE test_image.id = OLD.image) IS NOT NULL
      BEGIN SELECT RAISE(ABORT, 'the test set is locked'); END;
    CREATE TRIGGER test_set_locked BEFORE UPDATE OF name, recipe_id, criteria, labels_each, locked_at, locked_by, hash ON test_set
      WHEN OLD.locked_at IS NOT NULL
      BEGIN SELECT RAISE(ABORT, 'the test set is locked'); END;
  `,
};
