import { open, readdir, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Gives a finished folder its name in one step, after its content is on the disk: a power cut leaves it whole or not at all. */
export async function publishFolder(folder: string, place: string): Promise<void> {
  await flushFiles(folder);
  await rename(folder, place);
  await flushFolder(dirname(place));
}

/** The content must be on the disk before the name is: otherwise a power cut leaves a folder with empty files. */
async function flushFiles(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    await flushFile(join(folder, name));
  }
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

/** Windows cannot open a folder to flush it, and orders renames by itself. */
export async function flushFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
