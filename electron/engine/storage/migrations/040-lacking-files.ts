import type { Migration } from '../migrate.ts';

/** What a file still had not got when its time was up. */
export const lackingFiles: Migration = {
  version: 40,
  sql: `
    -- Its own end, or its camera's word that it is whole; null for a file that was whole.
    ALTER TABLE ledger ADD COLUMN lack TEXT CHECK (lack IN ('end', 'release'));

    CREATE INDEX ledger_unreleased ON ledger (source_id) WHERE lack = 'release';
  `,
};
