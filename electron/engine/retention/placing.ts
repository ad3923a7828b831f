import { readdir } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import { errnoCode } from '../../files/index.ts';
import type { FileActions } from './fileActions.ts';

/** The folder of an archive for a moment: YYYY/MM/DD of the local day. */
export function dayFolder(archive: string, recordedAt: string): string {
  const time = new Date(recordedAt);
  const twoDigits = (value: number): string => String(value).padStart(2, '0');
  const year = String(time.getFullYear()).padStart(4, '0');
  return join(archive, year, twoDigits(time.getMonth() + 1), twoDigits(time.getDate()));
}

/** The folders of an archive from the local day of a moment on. */
export async function dayFoldersFrom(archive: string, first: Date | null): Promise<string[]> {
  const from = first === null ? 0 : first.getFullYear() * 10_000 + (first.getMonth() + 1) * 100 + first.getDate();
  const days: string[] = [];
  for (const year of await numberedFolders(archive, 4)) {
    for (const month of await numberedFolders(join(archive, year), 2)) {
      for (const day of await numberedFolders(join(archive, year, month), 2)) {
        if (Number(year + month + day) >= from) days.push(join(archive, year, month, day));
      }
    }
  }
  return days;
}

async function numberedFolders(folder: string, digits: number): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const isNumber = ({ name }: { name: string }): boolean => name.length === digits && /^\d+$/.test(name);
  return entries.filter((entry) => entry.isDirectory() && isNumber(entry)).map(({ name }) => name);
}

/** The n-th name for a file whose earlier names are taken: "ring.png", "ring-2.png", "ring-3.png". */
export function numbered(path: string, number: number): string {
  if (number === 1) return path;
  const { base, ext } = posix.parse(path.replaceAll('\\', '/'));
  return `${path.slice(0, path.length - ext.length)}-${number}${base === ext ? '' : ext}`;
}

/**
 * Gives a file another name and never overwrites what has that name: atomically by a second name if the disk knows such, else by an empty file
 * that reserves the name.
 *
 * @throws the file system's error, `EEXIST` if the name is taken, `EXDEV` if it lies on another disk
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

/** What a copy holds is not what was to be moved. */
export class CopyDiffers extends Error {}

/**
 * As `place`, also to another disk: there a copy is made under a name of its own, compared with what is to be moved, and only then the original
 * removed.
 *
 * @throws CopyDiffers, and the file system's error, `EEXIST` if the name is taken
 */
export async function placeOnAnyDisk(
  from: string,
  to: string,
  {
    files,
    copy,
    sha256,
  }: { readonly files: FileActions; readonly copy: string; readonly sha256: () => string | Promise<string> },
): Promise<void> {
  try {
    await place(from, to, files);
    return;
  } catch (thrown) {
    if (errnoCode(thrown) !== 'EXDEV') throw thrown;
  }
  await removeLeftCopy(copy, files);
  try {
    await files.copy(from, copy);
    if ((await files.sha256(copy)) !== (await sha256())) throw new CopyDiffers();
    await place(copy, to, files);
  } catch (thrown) {
    // The original is there still. Where even that fails, the next try removes it.
    await removeLeftCopy(copy, files).catch(() => undefined);
    throw thrown;
  }
  await files.remove(from);
}

/** What an interrupted try left. It may be a second name of a file that was placed by now: it is removed, and never written to. */
export async function removeLeftCopy(copy: string, files: FileActions): Promise<void> {
  if ((await files.probe(copy)).kind !== 'missing') await files.remove(copy);
}
