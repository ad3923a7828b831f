import type { Migration } from '../migrate.ts';

/**
 * A draft has no limit, so its records have none: their verdict is `review`, and nothing else may be recorded without a limit. The constraint is relaxed as
 * https://www.sqlite.org/lang_altertable.html (section 8) says, without copying the table.
 */
export const recordsOfDrafts: Migration = {
  version: 200,
  redefines: true,
  sql: `
    UPDATE sqlite_schema
    SET sql = replace(sql, 'limit_fail IS NOT NULL AND', '(limit_fail IS NOT NULL OR verdict = ''review'') AND')
    WHERE type = 'table' AND name = 'inspection'
  `,
};
