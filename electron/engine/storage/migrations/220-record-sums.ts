import type { Migration } from '../migrate.ts';

/** How many records of each verdict belong to each hour: counting a week of records one by one takes too long. */
export const recordSums: Migration = {
  version: 220,
  sql: `
    CREATE TABLE record_sum (
      -- Which of a record's times falls into the hour; hours count from 1970.
      time TEXT NOT NULL CHECK (time IN ('arrival', 'judgement', 'file')),
      hour INTEGER NOT NULL,
      -- Empty where none judged.
      recipe_id TEXT NOT NULL,
      pass INTEGER NOT NULL,
      review INTEGER NOT NULL,
      fail INTEGER NOT NULL,
      error INTEGER NOT NULL,
      -- How many of all these came after their source's deadline.
      late INTEGER NOT NULL,
      -- The lowest and the highest number among them.
      first INTEGER NOT NULL,
      last INTEGER NOT NULL,
      PRIMARY KEY (time, hour, recipe_id)
    ) STRICT, WITHOUT ROWID;

    -- The sums are those of the records in (after, up_to]. What was recorded before is added little by little while the station works.
    CREATE TABLE summed_records (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      after INTEGER NOT NULL,
      up_to INTEGER NOT NULL
    ) STRICT;
    INSERT INTO summed_records (id, after, up_to)
      SELECT 1, last, last FROM (SELECT COALESCE(MAX(sequence), 0) AS last FROM inspection);
  `,
};
