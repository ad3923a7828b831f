/** What commands do in the place of a station that does not run. While one runs, it alone may write. */
import { join } from 'node:path';
import { makeFolderSync } from '../files/index.ts';
import { People } from './access/index.ts';
import { openChain } from './audit/index.ts';
import { actingAsCommand, Kernel } from './kernel/index.ts';
import { SILENT } from './log/index.ts';
import { VersionsInUse } from './recipes/index.ts';
import { lockStation, openStationDatabase } from './storage/index.ts';

/**
 * Decides which version of a recipe judges.
 *
 * @param decide is told whether the station is protected
 * @throws SigmalineError `station.locked`, `storage.*`, and what `decide` throws
 */
export function decideForStation<Result>(
  dataFolder: string,
  decide: (versions: VersionsInUse, isProtected: boolean) => Result,
): Promise<Result> {
  return inPlaceOfStation(dataFolder, (kernel) => decide(new VersionsInUse(kernel), new People(kernel).isProtected));
}

/** Sees to the people of a station, which is made where there is none. @throws SigmalineError `station.locked`, `storage.*`, and what `work` throws */
export function manageStationPeople<Result>(
  dataFolder: string,
  work: (people: People) => Result | Promise<Result>,
): Promise<Result> {
  return inPlaceOfStation(dataFolder, (kernel) => work(new People(kernel)));
}

async function inPlaceOfStation<Result>(
  dataFolder: string,
  work: (kernel: Kernel) => Result | Promise<Result>,
): Promise<Result> {
  makeFolderSync(dataFolder);
  const release = lockStation(join(dataFolder, 'station.lock'), dataFolder);
  try {
    const database = openStationDatabase(dataFolder);
    try {
      const kernel = new Kernel({ dataFolder, database, log: SILENT });
      openChain(kernel, null);
      return await actingAsCommand(() => work(kernel));
    } finally {
      database.close();
    }
  } finally {
    release();
  }
}
