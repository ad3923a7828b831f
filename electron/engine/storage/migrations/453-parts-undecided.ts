import type { Migration } from '../migrate.ts';

/** The next part of the review queue is found without walking over all that were decided. */
export const partsUndecided: Migration = {
  version: 453,
  sql: `CREATE INDEX part_undecided ON part (number) WHERE verdict <> 'pass' AND decision IS NULL;`,
};
