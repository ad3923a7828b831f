import type { Migration } from '../migrate.ts';

/** What is to become of image files once they are recorded. */
export const afterwards: Migration = {
  version: 50,
  sql: `
    -- Written in the transaction of its record: there is no duty towards a file that was not judged. An ended one stays, as evidence.
    -- 'replaced': the file was another one by then, and was left alone. 'missing': it was not there any more.
    CREATE TABLE duty (
      inspection_id TEXT PRIMARY KEY REFERENCES inspection (id),
      source_id TEXT NOT NULL REFERENCES source (id),
      action TEXT NOT NULL CHECK (action IN ('archive', 'delete')),
      recorded_at TEXT NOT NULL,
      state TEXT NOT NULL DEFAULT 'owed' CHECK (state IN ('owed', 'done', 'replaced', 'missing')),
      -- 1 from just before the file is taken aside for the first time.
      begun INTEGER NOT NULL DEFAULT 0 CHECK (begun IN (0, 1)),
      -- Where an archived image lies, or is about to.
      target TEXT,
      tries INTEGER NOT NULL DEFAULT 0,
      retry_at TEXT,
      problem TEXT,
      ended_at TEXT,
      CHECK ((state = 'owed') = (ended_at IS NULL)),
      CHECK (action = 'archive' OR target IS NULL)
    ) STRICT;

    CREATE INDEX duty_owed ON duty (source_id, action, recorded_at) WHERE state = 'owed';
    CREATE INDEX duty_in_trouble ON duty (source_id, action, retry_at) WHERE state = 'owed' AND problem IS NOT NULL;
    CREATE INDEX duty_begun ON duty (inspection_id) WHERE state = 'owed' AND begun = 1;
  `,
};
