import { readStationDatabase } from '../../../electron/engine/storage/index.ts';

/** How many lanes ended over an image that was tried again afterwards; of an image that ends a second one the record says so. */
export function laneDeathsOf(dataFolder: string): number {
  const database = readStationDatabase(dataFolder);
  try {
    return (
      database.prepare<{ deaths: number | null }>('SELECT SUM(lane_deaths) AS deaths FROM ledger').get()?.deaths ?? 0
    );
  } finally {
    database.close();
  }
}
