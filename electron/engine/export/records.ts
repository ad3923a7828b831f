import type { Inspection } from '../../../shared/domain/index.ts';
import { createInspectionRecords } from '../inspection/index.ts';
import { readStationName } from '../settings/index.ts';
import { readStationDatabase } from '../storage/index.ts';
import { inspectionsIn, type RecordRange } from './inspectionReader.ts';

/** The records of a data folder for reading, while its station runs or not. */
export interface Records {
  readonly stationName: string;
  /** In the order of their sequence numbers. */
  inspections(range: RecordRange): Iterable<Inspection>;
  close(): void;
}

/** @throws SigmalineError `storage.*` */
export async function openRecords(dataFolder: string): Promise<Records> {
  const database = readStationDatabase(dataFolder);
  try {
    const records = createInspectionRecords(database);
    return {
      stationName: await readStationName(dataFolder),
      inspections: (range) => inspectionsIn(records, range),
      close: () => database.close(),
    };
  } catch (thrown) {
    database.close();
    throw thrown;
  }
}
