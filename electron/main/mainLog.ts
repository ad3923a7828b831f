import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';

const LARGEST_BYTES = 1_000_000;

/**
 * The log of the main process, `logs/window.log` in the data folder: few lines, so they are written at once. A full file is kept as `window.old.log`.
 * A log that cannot be written must not stop the station, so it goes to the standard error stream all the same.
 */
export function openMainLog(dataFolder: string): (line: string) => void {
  const folder = join(dataFolder, 'logs');
  const file = join(folder, 'window.log');
  return (line) => {
    const entry = `${new Date().toISOString()} ${line}\n`;
    process.stderr.write(entry);
    try {
      mkdirSync(folder, { recursive: true });
      if (sizeOf(file) > LARGEST_BYTES) renameSync(file, join(folder, 'window.old.log'));
      appendFileSync(file, entry);
    } catch {
      // The data folder is away or full; the engine says so by itself.
    }
  };
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
