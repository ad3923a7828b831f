import { createLedger } from '../intake/index.ts';
import { createOriginalImageFinder, type OriginalImageFinder } from '../records/index.ts';
import { ConfigurationTables, type StationDatabase } from '../storage/index.ts';
import { createArchivedContents } from './archivedContents.ts';

/** Finds the images that were judged, for programs that only read a station's database. */
export function storedOriginals(database: StationDatabase): OriginalImageFinder {
  const sources = new ConfigurationTables(database);
  const archived = createArchivedContents(database);
  return createOriginalImageFinder({
    ledger: createLedger(database),
    folderOf: (source) => sources.folderOf(source),
    archivedAt: (record) => archived.placeOf(record),
  });
}
