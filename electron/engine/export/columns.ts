import type { Inspection } from '../../../shared/domain/index.ts';
import { formulaSafe } from './formulaSafe.ts';
import { localTime } from './localTime.ts';

export type Cell = string | number | null;

/** The columns of an export in their order. A name is never changed or reused: spreadsheets and scripts depend on it. */
const COLUMNS: readonly (readonly [name: string, cell: (inspection: Inspection, station: string) => Cell])[] = [
  ['sequence', (inspection) => inspection.number],
  ['time_utc', (inspection) => inspection.recordedAt],
  ['time_local', (inspection) => localTime(new Date(inspection.recordedAt))],
  ['station', (_, station) => station],
  ['source', (inspection) => inspection.sourceName],
  ['file', (inspection) => inspection.file],
  ['sha256', (inspection) => inspection.sha256],
  ['recipe', (inspection) => inspection.recipeId],
  ['recipe_version', (inspection) => inspection.recipeVersion],
  ['backbone', (inspection) => inspection.backboneId],
  ['verdict', (inspection) => inspection.verdict],
  ['score', (inspection) => inspection.score],
  ['limit', (inspection) => inspection.limit],
  ['part_distance', (inspection) => inspection.partDistance],
  ['patch_score', (inspection) => inspection.patchScore],
  ['map_maximum', (inspection) => inspection.mapMaximum],
  // Shares of the image's width and height, from its upper left corner.
  ['map_maximum_x', (inspection) => inspection.mapMaximumX],
  ['map_maximum_y', (inspection) => inspection.mapMaximumY],
  ['image_width_px', (inspection) => inspection.imageWidthPx],
  ['image_height_px', (inspection) => inspection.imageHeightPx],
  ['duration_ms', (inspection) => inspection.durationMs],
  ['software_version', (inspection) => inspection.softwareVersion],
  ['execution_provider', (inspection) => inspection.executionProvider],
  ['execution_device', (inspection) => inspection.executionDevice],
  ['serial', (inspection) => inspection.serial],
  ['lot', (inspection) => inspection.lot],
  ['view', (inspection) => inspection.view],
  // Ids of other records: the same bytes under another name, and the error that was written while this file was incomplete.
  ['same_content_as', (inspection) => inspection.sameContentAs],
  ['follows_error', (inspection) => inspection.followsError],
  ['error_code', (inspection) => inspection.error?.code ?? null],
  ['id', (inspection) => inspection.id],
];

export const COLUMN_NAMES: readonly string[] = COLUMNS.map(([name]) => name);

/** The cells of one inspection; what an error left unknown is an empty cell. */
export function rowOf(inspection: Inspection, station: string): readonly Cell[] {
  return COLUMNS.map(([, cell]) => {
    const value = cell(inspection, station);
    return typeof value === 'string' ? formulaSafe(value) : value;
  });
}
