import { dirname } from 'node:path';
import { errnoCode } from '../../files/index.ts';
import type { FileActions } from './fileActions.ts';

/**
 * Gives a file another name and never overwrites what has that name: atomically by a second name where the disk knows such, else by an empty file
 * that reserves the name.
 *
 * @throws the file system's error, `EEXIST` where the name is taken, `EXDEV` where it lies on another disk
 */
export async function place(from: string, to: string, files: FileActions): Promise<void> {
  try {
    await files.link(from, to);
  } catch (thrown) {
    if (!CANNOT_LINK.has(errnoCode(thrown) ?? '')) throw thrown;
    await placeReserved(from, to, files);
    return;
  }
  await files.flushFolder(dirname(to));
  await files.remove(from);
}

/** File systems without links, links to files of other users, and shares that refuse them. */
const CANNOT_LINK: ReadonlySet<string> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EINVAL']);

async function placeReserved(from: string, to: string, files: FileActions): Promise<void> {
  await files.reserve(to);
  try {
    await files.rename(from, to);
  } catch (thrown) {
    await files.remove(to);
    throw thrown;
  }
  await files.flushFolder(dirname(to));
}
