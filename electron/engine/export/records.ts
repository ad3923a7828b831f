import type { Placement, RecordFilter } from '../../../shared/domain/index.ts';
import { openSearch } from '../search/index.ts';
import { readStationName } from '../settings/index.ts';
import { readStationDatabase } from '../storage/index.ts';
import { fieldOf } from './columns.ts';
import { createExportBounds, type ExportBounds, ExportRows } from './exportRows.ts';
import { pictureFinder } from './pictureFiles.ts';

/** What the heatmap of an inspection is drawn from; null where nothing was judged, or where the camera's image is gone. */
export interface HeatmapFiles {
  readonly number: number;
  readonly verdict: string;
  readonly file: string;
  readonly imagePath: string | null;
  readonly mapPath: string | null;
  readonly placement: Placement | null;
}

/** The records of a data folder for reading, while its station runs or not. */
export interface Records {
  readonly dataFolder: string;
  /** What an export of now can hold. */
  asOf(): { readonly station: string; readonly bounds: ExportBounds; readonly checkpoint: string | null };
  /** In the order of their numbers. */
  heatmaps(filter: RecordFilter): AsyncIterable<HeatmapFiles>;
  close(): void;
}

/** @throws SigmalineError `storage.*` */
export async function openRecords(dataFolder: string): Promise<Records> {
  const database = readStationDatabase(dataFolder);
  const bounds = createExportBounds(database);
  const checkpoint = database.prepare<{ note: string }>('SELECT note FROM audit_checkpoint ORDER BY size DESC LIMIT 1');
  const asOf: Records['asOf'] = () => ({
    station: readStationName(database),
    bounds: bounds(),
    checkpoint: checkpoint.get()?.note ?? null,
  });
  return {
    dataFolder,
    asOf,
    async *heatmaps(filter) {
      const rows = new ExportRows(database, dataFolder, bounds(), false);
      const finder = pictureFinder(database, dataFolder);
      const search = openSearch(dataFolder);
      try {
        for (const portion of rows.read(search.numbers(filter))) {
          for (const row of portion) {
            yield {
              number: Number(fieldOf(row, 'sequence')),
              verdict: String(fieldOf(row, 'verdict')),
              file: String(fieldOf(row, 'file')),
              imagePath: await finder.imageOf(row),
              mapPath: finder.mapOf(row),
              placement: finder.placementOf(row),
            };
          }
        }
      } finally {
        search.close();
      }
    },
    close: () => database.close(),
  };
}
