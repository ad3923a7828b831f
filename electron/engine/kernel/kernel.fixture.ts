import { pino } from 'pino';
import type { Condition } from '../../../shared/domain/index.ts';
import { openStationDatabase } from '../storage/index.ts';
import { Kernel } from './kernel.ts';

/** The real kernel on a folder of a test, which also says what was reported to it. */
export interface TestKernel {
  readonly kernel: Kernel;
  readonly reported: unknown[];
  /** The codes of all that is wrong, each once, the worst first. */
  codes(): Condition['code'][];
  close(): void;
}

export function openTestKernel(dataFolder: string): TestKernel {
  const reported: unknown[] = [];
  const log = pino({
    hooks: {
      logMethod([entry]) {
        reported.push(typeof entry === 'object' && entry !== null && 'err' in entry ? entry.err : entry);
      },
    },
  });
  const database = openStationDatabase(dataFolder);
  const kernel = new Kernel({ dataFolder, database, log });
  return {
    kernel,
    reported,
    codes: () => kernel.conditions.current().map(({ code }) => code),
    close: () => database.close(),
  };
}
