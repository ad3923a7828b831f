/** Opens everything in the data folder, in the right order, for one process at a time. */
import { join } from 'node:path';
import { detailText, messageOf, SigmalineError } from '../../shared/domain/index.ts';
import { makeFolderSync } from '../files/index.ts';
import { type AuditQueries, type BegunChain, openChain, tellStart, tellStop } from './audit/index.ts';
import { createLedger, type Ledger } from './intake/index.ts';
import { Kernel, type ReadClock } from './kernel/index.ts';
import { openLog } from './log/index.ts';
import {
  createInspectionRecords,
  createOriginalImageFinder,
  createRecordFiles,
  type InspectionRecords,
  type OriginalImageFinder,
  type Reader,
  ReaderThread,
  type RecordFiles,
  type RecordQueries,
} from './records/index.ts';
import { type ArchivedContents, createArchivedContents, createDuties, type Duties } from './retention/index.ts';
import { openSettings, type SettingsStore } from './settings/index.ts';
import {
  createNotices,
  createRestorationNote,
  lockStation,
  type Notices,
  openStationDatabase,
  probeStorage,
  type RestorationNote,
  suspectDatabase,
} from './storage/index.ts';

/** What the health of the station needs of the database. */
export interface StoragePart {
  readonly file: string;
  /** The next start reads all of the database, and restores it where it is damaged. */
  suspect(reason: string): void;
  /** Writes to the database and beside it. @throws SigmalineError `station.disk-full`, `storage.*` */
  probe(): void;
  /** @throws SigmalineError `storage.moved` */
  requireInPlace(): void;
  /** Tells of every trouble that writing or reading meets from now on. */
  onTrouble(listener: (error: SigmalineError) => void): void;
}

/** Everything that lies in the data folder, opened; nothing of it moves yet. */
export interface StationData {
  readonly kernel: Kernel;
  readonly chain: BegunChain;
  readonly settings: SettingsStore;
  readonly ledger: Ledger;
  readonly records: InspectionRecords;
  /** For what may take long to find. */
  readonly reader: Reader<RecordQueries & AuditQueries>;
  readonly notices: Notices;
  readonly database: StoragePart;
  readonly files: RecordFiles;
  readonly duties: Duties;
  readonly archived: ArchivedContents;
  /** What is still to be done since the database was restored. */
  readonly restoration: RestorationNote;
  /** Where the very files lie that were judged. */
  readonly findOriginal: OriginalImageFinder;
}

/**
 * Opens a data folder, which is made where it does not exist, for this process alone.
 *
 * @throws SigmalineError `station.data-folder`, `station.locked`, `storage.*`
 */
export async function openStationData(
  dataFolder: string,
  stack: AsyncDisposableStack,
  {
    readClock,
    keySecret = null,
  }: { readonly readClock?: ReadClock | undefined; readonly keySecret?: Uint8Array | null } = {},
): Promise<StationData> {
  makeFolder(dataFolder);
  stack.defer(lockStation(join(dataFolder, 'station.lock'), dataFolder));
  const log = openLog(dataFolder);
  stack.defer(() => log.close());
  const listeners: ((error: SigmalineError) => void)[] = [];
  const onTrouble = (error: SigmalineError): void => {
    if (error.code === 'storage.corrupt') suspectDatabase(dataFolder, detailText(error.details.reason));
    for (const listener of listeners) listener(error);
  };
  const database = openStationDatabase(dataFolder, {
    onStep: (step) => log.logger.warn(step),
    onTrouble,
  });
  stack.defer(() => database.close());
  const reader = new ReaderThread<RecordQueries & AuditQueries>(dataFolder, onTrouble);
  stack.defer(() => reader.close());

  const kernel = new Kernel({ dataFolder, database, log: log.logger }, readClock);
  const chain = openChain(kernel, keySecret);
  tellStart(kernel);
  stack.defer(() => tellStop(kernel));
  const settings = await openSettings(kernel);
  const ledger = createLedger(database, () => kernel.clock.moment());
  ledger.giveBackAllClaimed();
  const archived = createArchivedContents(database);
  return {
    kernel,
    chain,
    settings,
    ledger,
    records: createInspectionRecords(database, () => kernel.clock.moment()),
    reader,
    notices: createNotices(database),
    database: {
      file: database.file,
      suspect: (reason) => suspectDatabase(dataFolder, reason),
      probe: () => probeStorage(database),
      requireInPlace: () => database.requireInPlace(),
      onTrouble: (listener) => void listeners.push(listener),
    },
    files: createRecordFiles(dataFolder),
    duties: createDuties(database, kernel.clock),
    archived,
    findOriginal: createOriginalImageFinder({
      ledger,
      folderOf: (id) => settings.folderOf(id),
      archivedAt: (id) => archived.placeOf(id),
    }),
    restoration: createRestorationNote(dataFolder),
  };
}

function makeFolder(folder: string): void {
  try {
    makeFolderSync(folder);
  } catch (thrown) {
    throw new SigmalineError('station.data-folder', { folder, reason: messageOf(thrown) }, thrown);
  }
}
