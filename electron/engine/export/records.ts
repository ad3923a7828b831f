import { createLedger } from '../intake/index.ts';
import {
  createInspectionRecords,
  createOriginalImageFinder,
  createRecordFiles,
  type InspectionRecords,
  type TimeRange,
} from '../records/index.ts';
import { createArchivedContents } from '../retention/index.ts';
import { readStationName } from '../settings/index.ts';
import { ConfigurationTables, type RecordedInspection, readStationDatabase } from '../storage/index.ts';

/** The records of a data folder for reading, while its station runs or not. */
export interface Records {
  readonly stationName: string;
  /** In the order of their numbers. */
  inspections(range: TimeRange): AsyncIterable<RecordedInspection>;
  /** What the heatmap of an inspection is drawn from; null where nothing was judged or the camera's image is gone. */
  heatmapFilesOf(
    inspection: RecordedInspection,
  ): Promise<{ readonly imagePath: string; readonly mapPath: string } | null>;
  close(): void;
}

/** @throws SigmalineError `storage.*` */
export async function openRecords(dataFolder: string): Promise<Records> {
  const database = readStationDatabase(dataFolder);
  try {
    const records = createInspectionRecords(database);
    const files = createRecordFiles(dataFolder);
    const sources = new ConfigurationTables(database);
    const archived = createArchivedContents(database);
    const findOriginal = createOriginalImageFinder({
      ledger: createLedger(database),
      folderOf: (id) => sources.folderOf(id),
      archivedAt: (id) => archived.placeOf(id),
    });
    return {
      stationName: readStationName(database),
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

/** Where inspections are read from, in this thread or another. */
export type PortionReader = {
  [Name in 'numbersIn' | 'between']: (
    ...asked: Parameters<InspectionRecords[Name]>
  ) => ReturnType<InspectionRecords[Name]> | Promise<ReturnType<InspectionRecords[Name]>>;
};

const PORTION = 500;

/** All inspections of a range in the order of their numbers, read in portions: between two of them the database is free. */
export async function* inspectionsIn(reader: PortionReader, range: TimeRange): AsyncGenerator<RecordedInspection> {
  // Records hold milliseconds; as texts, "10:00:00Z" and "10:00:00.000Z" would not compare as times.
  const exact = { from: toMilliseconds(range.from), to: toMilliseconds(range.to) };
  let numbers = await reader.numbersIn(exact);
  for (;;) {
    const portion = await reader.between(exact, numbers, PORTION);
    yield* portion;
    const last = portion.at(-1);
    if (last === undefined || portion.length < PORTION) return;
    numbers = { ...numbers, after: last.number };
  }
}

function toMilliseconds(time: string | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}
