import type { Dirent, Stats } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { dirname, extname, isAbsolute, join, resolve } from 'node:path';
import { SigmalineError } from '../../../shared/domain/index.ts';
import { errnoReason, folderError } from '../../files/index.ts';
import { IMAGE_EXTENSIONS } from '../../formats/index.ts';

/** A good image, and the part that it shows, where that is known. */
export interface ListedImage {
  readonly path: string;
  readonly part: string | null;
}

const naturalOrder = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

export function isImageName(name: string): boolean {
  // Names that begin with a dot are notes of file managers and half-written copies.
  return !name.startsWith('.') && IMAGE_EXTENSIONS.includes(extname(name).toLowerCase());
}

/**
 * The image files directly in a folder, as absolute paths, "part-2" before "part-10".
 *
 * @throws SigmalineError `folder.not-found`, `folder.not-a-folder`, `folder.unreadable`, `folder.no-images`
 */
export async function listImages(folder: string): Promise<readonly string[]> {
  const path = resolve(folder);
  const entries = await listFolder(path);
  const names: string[] = [];
  for (const entry of entries) {
    if (isImageName(entry.name) && (await isFile(path, entry))) names.push(entry.name);
  }
  if (names.length === 0) throw new SigmalineError('folder.no-images', { folder: path });
  return names.sort(naturalOrder.compare).map((name) => join(path, name));
}

/** The same of a folder that somebody names to a station, which stands in no folder of theirs. @throws SigmalineError `folder.*` */
export async function listNamedFolder(folder: string): Promise<readonly string[]> {
  if (!isAbsolute(folder)) throw new SigmalineError('folder.relative', { folder });
  return listImages(folder);
}

/**
 * The images that a text file names: one path on each line, from the file's own folder on where it is not absolute, and behind a tab the part that it shows.
 *
 * @throws SigmalineError `calibration.list`
 */
export async function readImageList(file: string): Promise<readonly ListedImage[]> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new SigmalineError('calibration.list', { file, reason: errnoReason(cause) }, cause);
  });
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const images = lines.flatMap((line): ListedImage[] => {
    const [path = '', part = null] = line.split('\t');
    return path.trim() === '' ? [] : [{ path: resolve(dirname(resolve(file)), path), part: part === '' ? null : part }];
  });
  if (images.length === 0) throw new SigmalineError('calibration.list', { file, reason: 'it names no image' });
  return images;
}

/** @throws SigmalineError `folder.not-found`, `folder.not-a-folder`, `folder.unreadable` */
export async function listFolder(folder: string): Promise<readonly Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (cause) {
    throw folderError(cause, folder);
  }
}

async function isFile(folder: string, entry: Dirent): Promise<boolean> {
  if (!entry.isSymbolicLink()) return entry.isFile();
  const target: Stats | null = await stat(join(folder, entry.name)).catch(() => null);
  return target?.isFile() === true;
}
