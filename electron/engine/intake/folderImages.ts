import { open } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type ErrorFact, SigmalineError, sourceOptionsSchema } from '../../../shared/domain/index.ts';
import { atMost, walkFolder } from '../../files/index.ts';
import { BROWSER_HEAD_BYTES, recognise } from '../../formats/index.ts';
import { createFileSelection } from './fileSelection.ts';
import { mayBeForeign } from './foreignFiles.ts';

/** Paths are relative to the folder, with forward slashes, "part-2" before "part-10". */
export interface FolderImages {
  readonly images: readonly string[];
  /** What is no image. */
  readonly leftOut: readonly string[];
  /** What a source does not read either, and tells of: links, folders that are refused, names that are no text. */
  readonly remarks: readonly ErrorFact[];
}

const naturalOrder = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
const READS_AT_ONCE = 8;

/**
 * The images of a folder and of all folders in it, by what they begin with, as a source without any options would find them.
 *
 * @throws SigmalineError `folder.not-found`, `folder.not-a-folder`, `folder.unreadable`, `folder.no-images`
 */
export async function imagesBelow(folder: string): Promise<FolderImages> {
  const path = resolve(folder);
  const found: string[] = [];
  const { remarks } = await walkFolder(path, {
    selection: createFileSelection(sourceOptionsSchema.parse({})),
    onFiles: async (paths) => {
      found.push(...paths);
    },
    onRelease: () => undefined,
    onProgress: () => undefined,
  });
  found.sort(naturalOrder.compare);
  const looks = await atMost(READS_AT_ONCE, found, async (file) => ({ file, isImage: await isPart(join(path, file)) }));
  const images = looks.filter(({ isImage }) => isImage).map(({ file }) => file);
  if (images.length === 0) throw new SigmalineError('folder.no-images', { folder: path });
  return { images, leftOut: looks.filter(({ isImage }) => !isImage).map(({ file }) => file), remarks };
}

/** Whether a file of a source is judged. One that cannot be read is: whoever judges it says why it cannot be judged. */
export async function isPart(path: string): Promise<boolean> {
  if (!mayBeForeign(path)) return true;
  try {
    const handle = await open(path, 'r');
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(BROWSER_HEAD_BYTES));
      return recognise(buffer.subarray(0, bytesRead)).kind !== 'no-image';
    } finally {
      await handle.close();
    }
  } catch {
    return true;
  }
}
