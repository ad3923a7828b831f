import type { Dirent } from 'node:fs';
import { opendir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { SigmalineError } from '../../../shared/domain/index.ts';
import { errnoCode } from './fileProbe.ts';

/** All the names of a source's folder, found by one reading of each folder in it. */
export interface FolderListing {
  /** Paths of files relative to the folder, with forward slashes. */
  readonly files: string[];
  /** False where a folder inside could not be read: a name that is not in `files` may be there all the same. */
  readonly isWhole: boolean;
  /** Changes where the folder itself was replaced or another disk was connected in its place. */
  readonly identity: string;
  /** Sentences on what lies there and is not inspected. */
  readonly remarks: string[];
}

/**
 * Lists a folder and all folders in it. Links and special files are refused: they could lead anywhere, or never end.
 *
 * @param onProgress called after each folder that was read
 * @throws SigmalineError `folder.not-found`, `folder.not-a-folder`, `folder.unreadable`
 */
export async function listFolder(folder: string, onProgress: () => void = () => undefined): Promise<FolderListing> {
  const files: string[] = [];
  const refused: string[] = [];
  const unreadable: string[] = [];
  const garbled: string[] = [];
  const pending = [''];
  const identity = await identityOf(folder);
  for (let inside = pending.pop(); inside !== undefined; inside = pending.pop()) {
    const entries = await read(folder, inside, unreadable);
    onProgress();
    for (const entry of entries) {
      const path = inside === '' ? entry.name : `${inside}/${entry.name}`;
      if (isTemporary(entry.name)) continue;
      // Such a name was no valid UTF-8: the file cannot be reached by what is left of it.
      if (entry.name.includes('\uFFFD')) garbled.push(path);
      else if (entry.isDirectory()) pending.push(path);
      else if (entry.isFile()) files.push(path);
      else refused.push(path);
    }
  }
  const remarks = [
    ...remark(refused, 'is a link or no ordinary file and is not inspected', folder),
    ...remark(garbled, 'has a name that cannot be read and is not inspected', folder),
    ...remark(unreadable, 'cannot be read; check its permissions', folder),
  ];
  return { files, isWhole: unreadable.length === 0, identity, remarks };
}

/** Why a folder cannot be listed at present; null where it can. It costs nothing even where the folder is large. */
export async function folderTrouble(folder: string): Promise<SigmalineError | null> {
  try {
    const directory = await opendir(folder);
    await directory.read();
    await directory.close();
    return null;
  } catch (thrown) {
    return folderError(thrown, folder);
  }
}

async function identityOf(folder: string): Promise<string> {
  try {
    const stats = await stat(folder, { bigint: true });
    if (!stats.isDirectory()) throw new SigmalineError('folder.not-a-folder', { folder });
    return `${stats.dev}:${stats.ino}`;
  } catch (thrown) {
    throw folderError(thrown, folder);
  }
}

/** A folder inside that vanishes while it is listed had nothing to list; the source's own folder must be readable. */
async function read(folder: string, inside: string, unreadable: string[]): Promise<Dirent[]> {
  try {
    return await readdir(join(folder, inside), { withFileTypes: true });
  } catch (thrown) {
    if (inside === '') throw folderError(thrown, folder);
    if (errnoCode(thrown) !== 'ENOENT') unreadable.push(inside);
    return [];
  }
}

export function folderError(thrown: unknown, folder: string): SigmalineError {
  if (thrown instanceof SigmalineError) return thrown;
  const code = errnoCode(thrown);
  if (code === 'ENOENT') return new SigmalineError('folder.not-found', { folder }, thrown);
  if (code === 'ENOTDIR') return new SigmalineError('folder.not-a-folder', { folder }, thrown);
  return new SigmalineError('folder.unreadable', { folder, reason: code ?? String(thrown) }, thrown);
}

/** Names under which programs write before they rename, and files that file browsers leave in a folder of pictures. */
const TEMPORARY_NAME = /^[.~]|\.(tmp|temp|part|partial|filepart|crdownload)$|^(thumbs\.db|desktop\.ini)$/i;

/** Whether a name, or a folder on the way to it, says that nothing of it is meant for inspection. */
export function isTemporary(path: string): boolean {
  return path.split('/').some((name) => TEMPORARY_NAME.test(name));
}

function remark(paths: readonly string[], sentence: string, folder: string): string[] {
  const [first] = paths;
  if (first === undefined) return [];
  const others = paths.length === 1 ? '' : ` (and ${paths.length - 1} more)`;
  return [`${join(folder, first)} ${sentence}${others}.`];
}
