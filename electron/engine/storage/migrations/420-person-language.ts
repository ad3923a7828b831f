import type { Migration } from '../migrate.ts';

/** The language that a person chose: it follows the person to each screen. */
export const personLanguage: Migration = {
  version: 420,
  sql: `
    -- Null while the person has chosen none.
    ALTER TABLE person ADD COLUMN language TEXT;
  `,
};
