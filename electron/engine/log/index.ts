/** The station's log: one JSON object per line, in a few files of limited size in `logs/`. Failures that matter are shown on screen too. */
import { join } from 'node:path';
import { type Logger, pino } from 'pino';
import { RotatingFile } from './rotatingFile.ts';

export type { Logger } from 'pino';

const LARGEST_FILE_BYTES = 5 * 1024 * 1024;
const FILES = 5;

/** For commands, which say themselves what fails. */
export const SILENT: Logger = pino({ level: 'silent' });

export interface StationLog {
  readonly logger: Logger;
  close(): void;
}

export function openLog(dataFolder: string): StationLog {
  const folder = join(dataFolder, 'logs');
  const file = new RotatingFile({
    path: join(folder, 'station.log'),
    largestBytes: LARGEST_FILE_BYTES,
    files: FILES,
  });
  const logger = pino({ base: { pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime }, file);
  return { logger, close: () => file.close() };
}
