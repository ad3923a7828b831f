import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { SigmalineError } from '../../shared/domain/index.ts';
import {
  createInspectionRecords,
  createRecordFiles,
  type InspectionRecords,
  type RecordFiles,
} from './inspection/index.ts';
import { createLedger, createSourceRegister, type Ledger, type SourceRegister } from './intake/index.ts';
import { type Logger, openLog } from './log/index.ts';
import { adoptRegisteredIds, openSettings, type SettingsStore } from './settings/index.ts';
import { lockStation, openStationDatabase } from './storage/index.ts';

/** Everything that lies in the data folder, opened; nothing of it moves yet. */
export interface StationData {
  readonly logger: Logger;
  readonly settings: SettingsStore;
  readonly ledger: Ledger;
  readonly register: SourceRegister;
  readonly records: InspectionRecords;
  readonly files: RecordFiles;
}

/** What was opened and has to be closed, in the opposite order. */
export type Closers = (() => void | Promise<void>)[];

/**
 * Opens a data folder, which is made where it does not exist, for this process alone.
 *
 * @throws SigmalineError `station.data-folder`, `station.locked`, `storage.*`
 */
export async function openStationData(dataFolder: string, closers: Closers): Promise<StationData> {
  makeFolder(dataFolder);
  closers.push(lockStation(join(dataFolder, 'station.lock'), dataFolder));
  const log = openLog(dataFolder);
  closers.push(() => log.close());
  const database = openStationDatabase(dataFolder);
  closers.push(() => database.close());

  const settings = await openSettings(dataFolder);
  const register = createSourceRegister(database);
  await adoptRegisteredIds(settings, register);
  const ledger = createLedger(database);
  ledger.giveBackAllClaimed();
  return {
    logger: log.logger,
    settings,
    ledger,
    register,
    records: createInspectionRecords(database),
    files: createRecordFiles(dataFolder),
  };
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    throw new SigmalineError('station.data-folder', { folder, reason }, thrown);
  }
}
