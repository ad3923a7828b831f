import { createLedger, createSourceRegister } from '../intake/index.ts';
import { createInspectionRecords, createOriginalImageFinder, createRecordFiles } from '../records/index.ts';
import { createDuties } from '../retention/index.ts';
import { readStationName } from '../settings/index.ts';
import { type RecordedInspection, readStationDatabase } from '../storage/index.ts';
import { inspectionsIn, type RecordRange } from './inspectionReader.ts';

export interface HeatmapFiles {
  readonly imagePath: string;
  readonly mapPath: string;
}

/** The records of a data folder for reading, while its station runs or not. */
export interface Records {
  readonly stationName: string;
  /** In the order of their numbers. */
  inspections(range: RecordRange): AsyncIterable<RecordedInspection>;
  /** What the heatmap of an inspection is drawn from; null where nothing was judged or the camera's image is gone. */
  heatmapFilesOf(inspection: RecordedInspection): Promise<HeatmapFiles | null>;
  close(): void;
}

/** @throws SigmalineError `storage.*` */
export async function openRecords(dataFolder: string): Promise<Records> {
  const database = readStationDatabase(dataFolder);
  try {
    const records = createInspectionRecords(database);
    const files = createRecordFiles(dataFolder);
    const register = createSourceRegister(database);
    const duties = createDuties(database);
    const findOriginal = createOriginalImageFinder({
      ledger: createLedger(database),
      folderOf: (id) => register.folderOf(id),
      archivedAt: (id) => duties.archivedAt(id),
    });
    return {
      stationName: await readStationName(dataFolder),
      inspections: (range) => inspectionsIn(records, range),
      async heatmapFilesOf(inspection) {
        const { filesFolder } = inspection;
        const imagePath = await findOriginal(inspection);
        if (filesFolder === null || imagePath === null) return null;
        return { imagePath, mapPath: files.mapPath(filesFolder, inspection.id) };
      },
      close: () => database.close(),
    };
  } catch (thrown) {
    database.close();
    throw thrown;
  }
}
