/** What commands do in the place of a station that does not run. While one runs, it alone may write. */
import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { openStationCaller, type RequestInput, type RequestOutput } from '../../shared/contract/index.ts';
import { SigmalineError } from '../../shared/domain/index.ts';
import { makeFolderSync } from '../files/index.ts';
import type { ProcessHost } from '../hosts/index.ts';
import { People } from './access/index.ts';
import { type BegunChain, openChain } from './audit/index.ts';
import { BackboneStore } from './backbones/index.ts';
import { actingAsCommand, Kernel } from './kernel/index.ts';
import { SILENT } from './log/index.ts';
import { openRecipes, type RecipeRequest, storedLives, VersionsInUse } from './recipes/index.ts';
import { openSettings } from './settings/index.ts';
import { isStationLocked, lockStation, openStationDatabase } from './storage/index.ts';

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
  const lives = storedLives(dataFolder);
  return inPlaceOfStation(dataFolder, (kernel) =>
    decide(new VersionsInUse(kernel, (id, used) => lives.isSettled(id, used)), new People(kernel).isProtected),
  );
}

/**
 * Acts on the recipes of a station that does not run and that nobody protects: the requests of a station, answered here.
 *
 * @throws SigmalineError `station.locked`, `access.station-stopped`, `storage.*`, and what `work` throws
 */
export function withRecipes<Result>(
  {
    dataFolder,
    resourcesFolder,
    host,
  }: { readonly dataFolder: string; readonly resourcesFolder: string; readonly host: ProcessHost },
  work: (
    ask: <N extends RecipeRequest>(name: N, input: RequestInput<N>) => Promise<RequestOutput<N>>,
  ) => Promise<Result>,
): Promise<Result> {
  return inPlaceOfStation(dataFolder, async (kernel, chain) => {
    if (new People(kernel).isProtected) throw new SigmalineError('access.station-stopped');
    const settings = await openSettings(kernel);
    const recipes = openRecipes(kernel, {
      host,
      backbones: new BackboneStore({ resourcesFolder, dataFolder }),
      stationKey: () => chain.key.current,
      stationName: () => settings.current().stationName,
    });
    const caller = openStationCaller('window', randomUUID());
    try {
      return await work(async (name, input) => recipes.handlers[name](input as never, caller));
    } finally {
      await recipes.stop();
    }
  });
}

/**
 * Sees to the people of a station.
 *
 * @param makes whether a station is made where there is none
 * @throws SigmalineError `station.locked`, `storage.not-found`, `storage.*`, and what `work` throws
 */
export async function manageStationPeople<Result>(
  dataFolder: string,
  makes: boolean,
  work: (people: People) => Result | Promise<Result>,
): Promise<Result> {
  if (!makes && (!existsSync(dataFolder) || readdirSync(dataFolder).length === 0))
    throw new SigmalineError('storage.not-found', { file: join(dataFolder, 'station.sqlite') });
  return inPlaceOfStation(dataFolder, (kernel) => work(new People(kernel)));
}

/** Whether a station runs on the data folder. */
export function isStationRunning(dataFolder: string): boolean {
  return isStationLocked(lockFile(dataFolder));
}

const lockFile = (dataFolder: string): string => join(dataFolder, 'station.lock');

async function inPlaceOfStation<Result>(
  dataFolder: string,
  work: (kernel: Kernel, chain: BegunChain) => Result | Promise<Result>,
): Promise<Result> {
  makeFolderSync(dataFolder);
  const release = lockStation(lockFile(dataFolder), dataFolder);
  try {
    const database = openStationDatabase(dataFolder);
    try {
      const kernel = new Kernel({ dataFolder, database, log: SILENT });
      const chain = openChain(kernel, null);
      return await actingAsCommand(() => work(kernel, chain));
    } finally {
      database.close();
    }
  } finally {
    release();
  }
}
