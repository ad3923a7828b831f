import type { Migration } from '../migrate.ts';

/** What tells one content of a name from another, and which recipe judges it. In rows of older versions all of it is unknown. */
export const arrivals: Migration = {
  version: 120,
  sql: `
    -- When anything of the file was changed last, and the file's number on its disk; null where the file system says nothing that holds.
    ALTER TABLE ledger ADD COLUMN changed_us INTEGER;
    ALTER TABLE ledger ADD COLUMN file_id TEXT;
    -- The hash of a piece of the content as it was when the file was found whole: until a lane has read it, it tells an overwritten file.
    ALTER TABLE ledger ADD COLUMN sample TEXT;

    -- The recipe that the source had when the file arrived; null where it had none: then the one that it has by now.
    ALTER TABLE ledger ADD COLUMN recipe_id TEXT;
    CREATE INDEX ledger_settled ON ledger (source_id, COALESCE(recipe_id, ''), id) WHERE state = 'settled';

    -- The hash of what was left is learnt in time.
    ALTER TABLE left_file ADD COLUMN changed_us INTEGER;
    ALTER TABLE left_file ADD COLUMN file_id TEXT;
    ALTER TABLE left_file ADD COLUMN sha256 TEXT;
  `,
};
