import type { Migration } from '../migrate.ts';

/** Where the heatmap of a tested image lies in it: the area of the recipe, as the part lay. */
export const testPlacements: Migration = {
  version: 331,
  sql: 'ALTER TABLE test_result ADD COLUMN placement TEXT CHECK (json_valid(placement));',
};
