import type { Migration } from '../migrate.ts';

/** What lay in a folder when its source was added, and was to be left alone. */
export const leftFiles: Migration = {
  version: 110,
  sql: `
    -- A content that is never entered in the ledger. Another one under the same name is.
    CREATE TABLE left_file (
      source_id TEXT NOT NULL REFERENCES source (id),
      path TEXT NOT NULL,
      size INTEGER NOT NULL,
      modified_us INTEGER NOT NULL,
      PRIMARY KEY (source_id, path)
    ) STRICT, WITHOUT ROWID;
  `,
};
