import type { Migration } from '../migrate.ts';

/** The sums of records count parts; where parts have several views, the images of an hour are more. */
export const imageSums: Migration = {
  version: 441,
  sql: `
    ALTER TABLE record_sum ADD COLUMN images INTEGER NOT NULL DEFAULT 0;
    UPDATE record_sum SET images = pass + review + fail + error;
  `,
};
