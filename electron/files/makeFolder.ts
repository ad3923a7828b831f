import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { isMissing } from './errno.ts';

/**
 * Makes a folder, and those above it that are missing. Node's own `recursive` (24.21) tries for ever if a folder exists and calls every new name in
 * it missing, as /proc does.
 */
export function makeFolderSync(folder: string): void {
  try {
    mkdirSync(folder);
  } catch (thrown) {
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true) return;
    const parent = dirname(folder);
    if (!isMissing(thrown) || parent === folder || existsSync(parent)) throw thrown;
    makeFolderSync(parent);
    makeFolderSync(folder);
  }
}
