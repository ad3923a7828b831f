import type { Migration } from '../migrate.ts';

export const partsReopened: Migration = {
  version: 461,
  sql: `
    -- Whether a view came when its time was over: its verdict is not that of the part at the line.
    ALTER TABLE part ADD COLUMN reopened INTEGER NOT NULL DEFAULT 0;
    -- Parts of sources that were removed are held from now on. Those that were removed before have left the screen long ago.
    UPDATE source SET held_after = NULL WHERE position IS NULL;
  `,
};
