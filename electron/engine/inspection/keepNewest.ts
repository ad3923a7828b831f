import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Removes the oldest files of a folder that is only a cache, down to `count`. A little more are removed than need be, so that it is seldom done. */
export async function keepNewest(folder: string, count: number): Promise<void> {
  const names = await readdir(folder);
  if (names.length <= count) return;
  const files = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: 0 }));
      return { path, mtimeMs };
    }),
  );
  files.sort((first, second) => second.mtimeMs - first.mtimeMs);
  await Promise.all(files.slice(Math.ceil(count * 0.9)).map(({ path }) => rm(path, { force: true })));
}
