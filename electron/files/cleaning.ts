import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** So many more, as a share, may lie there before the oldest are removed: it is seldom done then. */
const TOLERATED = 0.1;

/**
 * Removes the oldest files and folders of a folder whose content can be made again; the newest `count` stay. What cannot be removed now (somebody reads
 * it, on Windows) is tried again next time.
 *
 * @param made what was just made, and is the newest whatever the clock says
 */
export async function keepNewest(folder: string, count: number, made?: string): Promise<void> {
  const names = await readdir(folder);
  if (names.length <= count * (1 + TOLERATED)) return;
  const entries = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: 0 }));
      return { path, mtimeMs: path === made ? Number.POSITIVE_INFINITY : mtimeMs };
    }),
  );
  entries.sort((first, second) => second.mtimeMs - first.mtimeMs);
  const oldest = entries.slice(count);
  await Promise.allSettled(oldest.map(({ path }) => rm(path, { recursive: true, force: true })));
}

/**
 * Removes what a power cut or a killed process left in a folder, once it is so old that nobody works on it any more. What is
 * as far in the future was left by a clock that was ahead.
 *
 * @param ages how old a file or folder may grow, by the beginning of its name
 */
export async function removeAbandoned(folder: string, ages: Readonly<Record<string, number>>): Promise<void> {
  for (const name of await readdir(folder)) {
    const [, oldestMs] = Object.entries(ages).find(([prefix]) => name.startsWith(prefix)) ?? [];
    if (oldestMs === undefined) continue;
    const path = join(folder, name);
    const { mtimeMs } = await stat(path);
    if (Math.abs(Date.now() - mtimeMs) > oldestMs) await rm(path, { recursive: true, force: true });
  }
}
