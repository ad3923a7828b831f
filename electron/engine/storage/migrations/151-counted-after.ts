import type { Migration } from '../migrate.ts';

/** From where on runs of fails are counted. The columns of the records that they are counted from come with 150. */
export const countedAfter: Migration = {
  version: 151,
  sql: `
    -- The number of the last record before an engineer changed the source's recipe or options.
    ALTER TABLE source ADD COLUMN counted_after INTEGER NOT NULL DEFAULT 0;
  `,
};
