import {
  closeSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { copyFile, mkdir, open, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { errnoCode, isMissing } from './errno.ts';

/**
 * The name under which a file is written before it gets its own. It is always the same: the next try after a crash takes up what the last one left,
 * and no source inspects files of this ending.
 */
export function unfinishedName(path: string): string {
  return `${path}.part`;
}

/** Shares and foreign file systems whose folders cannot be flushed say so with one of these. */
const UNFLUSHABLE: ReadonlySet<string> = new Set(['EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'EPERM', 'EACCES', 'EISDIR']);

function throwUnlessUnflushable(thrown: unknown): void {
  if (!UNFLUSHABLE.has(errnoCode(thrown) ?? '')) throw thrown;
}

/** Waits until a file's content is on the disk. */
export async function flushFile(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Waits until the names in a folder are on the disk. Windows cannot open a folder for this, and keeps renames in order by itself. */
export async function flushFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  try {
    const handle = await open(folder, 'r');
    await handle.sync().finally(() => handle.close());
  } catch (thrown) {
    throwUnlessUnflushable(thrown);
  }
}

/** Writes a small file whole or not at all, whenever the power goes: a reader finds the old text or the new one. Missing folders are made. */
export async function writeWhole(path: string, content: Uint8Array | string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await replaceWhole(path, (partial) => writeFile(partial, content), unfinishedName(path));
}

/**
 * Puts a file in its place in one step, after its content is on the disk; whoever opens the name meanwhile gets the old file or the new one.
 *
 * @param write writes the file under the name that it gets
 * @param partial that name; its own where several may be writing at the same time
 */
export async function replaceWhole(
  path: string,
  write: (partial: string) => Promise<void>,
  partial: string,
): Promise<void> {
  try {
    await write(partial);
    await flushFile(partial);
    await rename(partial, path);
  } catch (thrown) {
    // That its remains could not be removed either says no more.
    await rm(partial, { force: true }).catch(() => undefined);
    throw thrown;
  }
  await flushFolder(dirname(path));
}

/** Copies a file whole or not at all. A folder that is missing is not made: where a share is away, it would lie on the station's own disk. */
export async function copyWhole(from: string, to: string): Promise<void> {
  await replaceWhole(to, (partial) => copyFile(from, partial), unfinishedName(to));
}

/** Gives a finished folder its name in one step, after its content is on the disk: a power cut leaves it whole or not at all. */
export async function publishFolder(folder: string, place: string): Promise<void> {
  for (const name of await readdir(folder)) await flushFile(join(folder, name));
  await rename(folder, place);
  await flushFolder(dirname(place));
}

function flushFileSync(path: string): void {
  const descriptor = openSync(path, 'r+');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** As `flushFolder`. */
export function flushFolderSync(folder: string): void {
  if (process.platform === 'win32') return;
  try {
    const descriptor = openSync(folder, 'r');
    try {
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch (thrown) {
    throwUnlessUnflushable(thrown);
  }
}

/** Gives a finished file its name. After a power cut the new name is there with all of its content, or the old one is. */
export function publishFileSync(from: string, to: string): void {
  flushFileSync(from);
  renameSync(from, to);
  flushFolderSync(dirname(to));
  if (dirname(from) !== dirname(to)) flushFolderSync(dirname(from));
}

/**
 * Writes a file under a temporary name beside its place and renames it: whoever finds the name finds the whole file.
 *
 * @param isDurable also after a power cut, not only after a crash; for what cannot be computed again
 * @param mode who may read and write it
 */
export function writeWholeSync(path: string, content: Uint8Array | string, isDurable: boolean, mode?: number): void {
  const partial = unfinishedName(path);
  try {
    // A file that is there keeps its mode.
    if (mode !== undefined) rmSync(partial, { force: true });
    writeFileSync(partial, content, { mode });
    if (isDurable) publishFileSync(partial, path);
    else renameSync(partial, path);
  } catch (thrown) {
    try {
      rmSync(partial, { force: true });
    } catch {
      // As above.
    }
    throw thrown;
  }
}

/** Whoever finds the file finds all of it. */
export function writeJsonSync(path: string, value: unknown, mode?: number): void {
  writeWholeSync(path, `${JSON.stringify(value, null, 2)}\n`, true, mode);
}

/**
 * Adds a line to a file of lines. A process that is killed meanwhile leaves at most an unfinished last line, which `readLinesSync` leaves out; where the disk is full
 * nothing of it stays.
 */
export function appendLineSync(path: string, line: string, isDurable: boolean): void {
  const descriptor = openSync(path, 'a');
  try {
    const { size } = fstatSync(descriptor);
    try {
      writeSync(descriptor, `${line}\n`);
      if (isDurable) fsyncSync(descriptor);
    } catch (thrown) {
      ftruncateSync(descriptor, size);
      throw thrown;
    }
  } finally {
    closeSync(descriptor);
  }
}

/** The finished lines of a file, of which an unfinished last one is cut off; none where there is no such file. */
export function readLinesSync(path: string): string[] {
  try {
    const content = readFileSync(path);
    const end = content.lastIndexOf('\n') + 1;
    if (end < content.length) truncateSync(path, end);
    return content.toString('utf8', 0, end).split('\n').slice(0, -1);
  } catch (thrown) {
    if (isMissing(thrown)) return [];
    throw thrown;
  }
}

/** @returns undefined if there is no such file, or one that was never written to its end */
export function readJsonSync(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (thrown) {
    if (thrown instanceof SyntaxError || isMissing(thrown)) return undefined;
    throw thrown;
  }
}

/** After a power cut it is still gone. */
export function removeDurablySync(path: string): void {
  rmSync(path, { force: true });
  flushFolderSync(dirname(path));
}
