import type { Inspection, RecipeId } from '../../../shared/domain/index.ts';
import type { StationDatabase } from '../storage/index.ts';

export type ReleasedRecord = Pick<Inspection, 'id' | 'number' | 'sourceId' | 'file' | 'sha256' | 'serial'>;

/** Parts of a recipe that people released and did not take back, the oldest first: each content once. */
export function releasedRecords(database: StationDatabase, recipe: RecipeId): ReleasedRecord[] {
  return database
    .prepare<ReleasedRecord>(
      `SELECT inspection.id AS id, MIN(sequence) AS number, source_id AS sourceId, file, sha256, part_serial AS serial
       FROM disposition JOIN inspection ON sequence = inspection WHERE decision = 'released' AND recipe_id = ? AND sha256 IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM disposition AS later WHERE later.inspection = disposition.inspection AND later.id > disposition.id)
       GROUP BY sha256 ORDER BY number`,
    )
    .all(recipe);
}
