import { ConfigurationTables, readStationDatabase, type StationDatabase } from '../../electron/engine/storage/index.ts';
import type { SourceId } from '../../shared/domain/index.ts';

/** Rows of one transaction: the log stays short. */
const PORTION = 200_000;
/** A part every one and a half seconds: ten million are half a year. */
export const BETWEEN_PARTS_MS = 1500;
const WAITING = 2000;
const DUTIES = 200_000;

/**
 * Fills the database of a new station as years of work do: three cameras, two recipes, lots of 5000 parts with serials, scores without order, a few
 * fails, reviews and errors, parts that wait, and files that are to be deleted one day. The third camera wrote nothing but the very first parts.
 *
 * @param until when the newest was recorded
 * @returns a source that is at work, and the third
 */
export function fillWithRecords(
  database: StationDatabase,
  records: number,
  until: Date,
): { readonly busy: SourceId; readonly quiet: SourceId } {
  const configuration = new ConfigurationTables(database);
  const idOf = (camera: number): SourceId => configuration.idOf(`/cameras/${camera}`);
  const [first, second, third] = [idOf(1), idOf(2), idOf(3)];
  const beganMs = until.getTime() - records * BETWEEN_PARTS_MS;
  const statements = {
    ledger: ledgerRows(database),
    inspections: inspectionRows(database),
    duties: dutyRows(database),
  };
  database.pragma('cache_size = -1000000');
  database.pragma('foreign_keys = OFF');
  for (let after = 0; after < records; after += PORTION) {
    const upTo = Math.min(records, after + PORTION);
    database.transaction(() => {
      statements.ledger.run({ first, second, third, after, upTo, beganMs, state: 'recorded' });
      statements.inspections.run({ after, upTo });
      statements.duties.run({ after: Math.max(after, records - DUTIES), upTo });
    });
  }
  database.transaction(() => {
    statements.ledger.run({ first, second, third, after: records, upTo: records + WAITING, beganMs, state: 'settled' });
  });
  database.pragma('foreign_keys = ON');
  return { busy: first, quiet: third };
}

/** When the newest record of a data folder was recorded. */
export function newestIn(dataFolder: string): Date {
  const database = readStationDatabase(dataFolder);
  const newest = database.prepare<{ at: string }>(
    'SELECT recorded_at AS at FROM inspection ORDER BY sequence DESC LIMIT 1',
  );
  const at = newest.get()?.at ?? 0;
  database.close();
  return new Date(at);
}

const FIRST_ROWS_OF_THIRD = 100;

/** Ids and hashes begin with their number: in any other order the indexes of millions would take an hour. */
function ledgerRows(database: StationDatabase) {
  const time = `strftime('%Y-%m-%dT%H:%M:%fZ', (:beganMs + number * ${BETWEEN_PARTS_MS}) / 1000.0, 'unixepoch')`;
  return database.prepare(
    `WITH RECURSIVE part (number, random) AS (
       SELECT :after + 1, lower(hex(randomblob(16))) UNION ALL SELECT number + 1, lower(hex(randomblob(16))) FROM part WHERE number < :upTo)
     INSERT INTO ledger (id, source_id, path, size, modified_us, arrival, state, seen_at, lack, recipe_id, inspection_id)
     SELECT number, CASE WHEN number <= ${FIRST_ROWS_OF_THIRD} THEN :third WHEN number % 3 = 0 THEN :second ELSE :first END,
       substr(${time}, 1, 10) || '/part-' || number || '.png', 1000000 + number % 1000, (:beganMs + number * ${BETWEEN_PARTS_MS}) * 1000,
       1000000000000 + number, IIF(:state = 'recorded' AND number % 211 = 0, 'error', :state), ${time},
       IIF(number % 2110 = 0, 'end', NULL), IIF(number % 3 = 0, 'cap', 'ring'),
       printf('%08x-', number) || substr(random, 9, 4) || '-4' || substr(random, 14, 3) || '-8' || substr(random, 18, 3) || '-' || substr(random, 21)
     FROM part`,
  );
}

function inspectionRows(database: StationDatabase) {
  return database.prepare(
    `INSERT INTO inspection (sequence, id, recorded_at, lived_ms, arrived_at, file_time, station_name, source_id, source_name, file, sha256, recipe_id,
       recipe_version, backbone_id, limit_fail, limit_review, verdict, score, part_distance, patch_score, map_maximum, map_maximum_x, map_maximum_y,
       image_width_px, image_height_px, duration_ms, execution_provider, execution_device, software_version, error_code, error_details, files_folder,
       false_reject_bound, image_differences, among_good, image_deviations, unusual_share, p_value, part_share, lot, part_serial)
     SELECT id, inspection_id, seen_at, modified_us / 1000, seen_at, seen_at, 'Line 3', source_id, 'Camera', path, printf('%08x', id) || lower(hex(randomblob(28))), recipe_id,
       IIF(is_error, NULL, 1 + (id > 5000000)), 'scattering', IIF(is_error, NULL, 2.5), NULL,
       CASE WHEN is_error THEN 'error' WHEN id % 97 = 0 THEN 'fail' WHEN id % 61 = 0 THEN 'review' ELSE 'pass' END,
       IIF(is_error, NULL, 0.5 + (id % 97 = 0) * 3 + (id * 2654435761 % 4294967296) / 2147483648.0), 14.5, 17.25, 9.75, 0.25, 0.5, 1024, 768, 61.5, 'cpu', 'A processor', '0.1.0',
       IIF(is_error, IIF(id % 5 = 0, 'image.empty', 'image.truncated'), NULL), IIF(is_error, '{}', NULL), IIF(is_error, NULL, replace(substr(seen_at, 1, 10), '-', '/')), 0.14, '[]',
       '{"asUnusual":9,"count":60,"atLimit":1}', '{"brightness":0.5}', 0.1, 0.15, 0.25,
       'L' || printf('%05d', id / 5000), 'SN' || printf('%08X', id * 2654435761 % 4294967296)
     FROM (SELECT *, state = 'error' AS is_error FROM ledger WHERE id > :after AND id <= :upTo)`,
  );
}

function dutyRows(database: StationDatabase) {
  return database.prepare(
    `INSERT INTO duty (inspection_id, source_id, action, recorded_at, lived_ms)
     SELECT id, source_id, 'delete', recorded_at, lived_ms FROM inspection WHERE sequence > :after AND sequence <= :upTo`,
  );
}
