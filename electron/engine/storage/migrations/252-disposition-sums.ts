import type { Migration } from '../migrate.ts';

/** What was decided about the records of each hour, beside their verdicts; and which dispositions wait for an entry of the audit chain. */
export const dispositionSums: Migration = {
  version: 252,
  sql: `
    ALTER TABLE record_sum ADD COLUMN confirmed INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE record_sum ADD COLUMN released INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE record_sum ADD COLUMN rework INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE record_sum ADD COLUMN scrap INTEGER NOT NULL DEFAULT 0;

    CREATE INDEX disposition_unproven ON disposition (id) WHERE entry = 0;
  `,
};
