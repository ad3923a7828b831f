import type { Migration } from '../migrate.ts';

/** A list of the parts that did not pass is read without walking over all that did. */
export const partsNotPassed: Migration = {
  version: 452,
  sql: `CREATE INDEX part_not_passed ON part (number, verdict) WHERE verdict <> 'pass';`,
};
