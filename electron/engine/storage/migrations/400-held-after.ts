import type { Migration } from '../migrate.ts';

/** Since when a source holds parts that did not pass. Which parts are held follows from it, the records and the dispositions. */
export const heldAfter: Migration = {
  version: 400,
  sql: `
    -- The number of the last record before an engineer switched hold on fail on; null while it is off.
    ALTER TABLE source ADD COLUMN held_after INTEGER;
  `,
};
