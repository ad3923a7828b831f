import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import type { Condition } from '../../../shared/domain/index.ts';
import { openStationDatabase, type StationDatabase } from '../storage/index.ts';
import { Kernel } from './kernel.ts';
import type { ReadClock } from './stationClock.ts';

/** The real kernel on a folder of a test, which also says what was reported to it. */
export interface TestKernel {
  readonly kernel: Kernel;
  readonly reported: unknown[];
  /** The codes of all that is wrong, each once, the worst first. */
  codes(): Condition['code'][];
  readonly close: () => void;
}

export function openTestKernel(dataFolder: string, readClock?: ReadClock): TestKernel {
  const reported: unknown[] = [];
  const log = pino({
    hooks: {
      logMethod([entry]) {
        reported.push(typeof entry === 'object' && entry !== null && 'err' in entry ? entry.err : entry);
      },
    },
  });
  const database = openCopiedDatabase(dataFolder);
  const kernel = new Kernel({ dataFolder, database, log }, readClock);
  return {
    kernel,
    reported,
    codes: () => kernel.conditions.current().map(({ code }) => code),
    close: () => database.close(),
  };
}

let empty: Buffer | null = null;

/** Making a database takes ten times as long as copying an empty one. */
function openCopiedDatabase(dataFolder: string): StationDatabase {
  const file = join(dataFolder, 'station.sqlite');
  if (existsSync(file)) return openStationDatabase(dataFolder);
  if (empty === null) {
    openStationDatabase(dataFolder).close();
    empty = readFileSync(file);
  } else writeFileSync(file, empty);
  return openStationDatabase(dataFolder);
}
