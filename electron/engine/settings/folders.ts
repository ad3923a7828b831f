import { realpath } from 'node:fs/promises';
import { isAbsolute, relative, sep } from 'node:path';
import { SigmalineError } from '../../../shared/domain/index.ts';
import { errnoReason, folderTrouble } from '../../files/index.ts';
import type { SourceSettings } from './settings.ts';

/** The one path of a folder that a person named, whatever links lead to it. @throws SigmalineError `folder.*` */
export async function realFolder(given: string): Promise<string> {
  if (!isAbsolute(given)) throw new SigmalineError('folder.relative', { folder: given });
  const trouble = await folderTrouble(given);
  if (trouble !== null) throw trouble;
  try {
    return await realpath(given);
  } catch (thrown) {
    throw new SigmalineError('folder.unreadable', { folder: given, reason: errnoReason(thrown) }, thrown);
  }
}

/** @throws SigmalineError `source.nested`, `source.holds-data` */
export async function requireForeignFolder(folder: string, dataFolder: string): Promise<void> {
  const data = await realpath(dataFolder);
  if (contains(data, folder)) throw new SigmalineError('source.nested', { folder });
  if (contains(folder, data)) throw new SigmalineError('source.holds-data', { folder });
}

/** @throws SigmalineError `source.duplicate`, `source.overlap`, `source.holds-archive` */
export function requireFreeFolder(folder: string, sources: readonly SourceSettings[]): void {
  for (const other of sources) {
    if (other.folder === folder) throw new SigmalineError('source.duplicate', { folder, source: other.name });
    if (overlap(other.folder, folder)) throw new SigmalineError('source.overlap', { folder, source: other.name });
    const { afterwards } = other.options;
    if (afterwards.kind === 'archive' && overlap(afterwards.folder, folder)) {
      throw new SigmalineError('source.holds-archive', { folder, source: other.name });
    }
  }
}

/** Whoever changes the records could change checkpoints in the same folder too. @throws SigmalineError `audit.checkpoint-relative`, `audit.checkpoint-in-data` */
export function requireOutside(folder: string | null, dataFolder: string): void {
  if (folder === null) return;
  if (!isAbsolute(folder)) throw new SigmalineError('audit.checkpoint-relative', { folder });
  if (overlap(dataFolder, folder)) throw new SigmalineError('audit.checkpoint-in-data', { folder });
}

/** Whether one is the other or lies in it. */
export function overlap(first: string, second: string): boolean {
  return contains(first, second) || contains(second, first);
}

/** Whether `inner` is `outer` or lies in it. */
function contains(outer: string, inner: string): boolean {
  const path = relative(outer, inner);
  return path === '' || (path !== '..' && !path.startsWith(`..${sep}`) && !isAbsolute(path));
}
