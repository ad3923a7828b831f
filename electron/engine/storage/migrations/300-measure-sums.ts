import type { Migration } from '../migrate.ts';

/**
 * What the images of each hour were like, for trends: of each source and version of a recipe the number of images and, as JSON, the sum of each measure in
 * standard deviations of the good images. It is counted with the records from this version on, and may be lost without losing a record.
 */
export const measureSums: Migration = {
  version: 300,
  sql: `
    CREATE TABLE measure_sum (
      source_id TEXT NOT NULL,
      recipe_id TEXT NOT NULL,
      recipe_version INTEGER NOT NULL,
      hour INTEGER NOT NULL,
      images INTEGER NOT NULL,
      sums TEXT NOT NULL,
      PRIMARY KEY (source_id, recipe_id, recipe_version, hour)
    ) STRICT, WITHOUT ROWID
  `,
};
