import type { Migration } from '../migrate.ts';

/** What file names say of a part, how records of one content hang together, and what judged each image. */
export const partsAndDevices: Migration = {
  version: 20,
  sql: `
    ALTER TABLE inspection ADD COLUMN part_serial TEXT;
    ALTER TABLE inspection ADD COLUMN lot TEXT;
    ALTER TABLE inspection ADD COLUMN view TEXT;

    -- The first record of the very same bytes, under whatever name and in whatever source.
    ALTER TABLE inspection ADD COLUMN same_content_as TEXT REFERENCES inspection (id);
    -- The error record of this name that was written because the file stayed incomplete; it was completed later, and this is its judgement.
    ALTER TABLE inspection ADD COLUMN follows_error TEXT REFERENCES inspection (id);

    -- The device behind the execution provider, and why this provider was chosen.
    ALTER TABLE inspection ADD COLUMN execution_device TEXT;
    ALTER TABLE inspection ADD COLUMN execution_reason TEXT;

    CREATE INDEX inspection_sha256 ON inspection (sha256, sequence) WHERE sha256 IS NOT NULL;
    CREATE INDEX inspection_file ON inspection (source_id, file, sequence);
  `,
};
