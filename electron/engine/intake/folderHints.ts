import { type FSWatcher, watch } from 'node:fs';
import { join, sep } from 'node:path';
import type { ErrorFact } from '../../../shared/domain/index.ts';
import { errnoReason, fileSystemOf } from '../../files/index.ts';

/** Tells which names in a folder may have changed. Only hints: some never come, and what counts is what the next walk finds. */
export interface FolderHints {
  /** These folders are there now, relative to the source's, which is ''. */
  follow(folders: readonly string[]): void;
  /** Why hints do not come although they could; null where all is well. */
  problem(): ErrorFact | null;
  close(): void;
}

export interface FolderHintsOptions {
  readonly folder: string;
  /** `path` is relative to the folder, with forward slashes. */
  readonly onHint: (path: string) => void;
}

/** Each folder costs a watch, of which a system has not many; those beyond are listed all the same. */
const MOST_FOLDERS = 256;

/** Elsewhere one watch sees all that lies below, and one more in each folder would keep it from being removed. */
const ONE_WATCH_SEES_ALL = process.platform === 'win32' || process.platform === 'darwin';

/**
 * Watches folders, never files: a hundred thousand files cost nothing.
 *
 * @returns hints that never come where the folder lies on a share: none reports what other machines write, and a watch on one may hang
 */
export async function watchFolder(options: FolderHintsOptions): Promise<FolderHints> {
  return (await fileSystemOf(options.folder)).isShare ? NO_HINTS : followFolders(options);
}

const NO_HINTS: FolderHints = { follow: () => undefined, problem: () => null, close: () => undefined };

function followFolders({ folder, onHint }: FolderHintsOptions): FolderHints {
  const watchers = new Map<string, FSWatcher>();
  let problem: ErrorFact | null = null;

  function begin(inside: string): void {
    try {
      const watcher = watch(join(folder, inside), { persistent: false, recursive: ONE_WATCH_SEES_ALL }, (_, name) => {
        if (name !== null) onHint([inside, ...name.split(sep)].filter((part) => part !== '').join('/'));
      });
      watchers.set(inside, watcher);
      // A folder that goes away ends its watch; the next walk says what is there.
      watcher.on('error', () => end(inside));
    } catch (thrown) {
      const reason = errnoReason(thrown);
      if (reason !== 'ENOENT')
        problem = { code: 'source.unwatched', details: { folder: join(folder, inside), reason } };
    }
  }

  function end(inside: string): void {
    watchers.get(inside)?.close();
    watchers.delete(inside);
  }

  return {
    follow(folders) {
      const wanted = new Set(ONE_WATCH_SEES_ALL ? [''] : folders.slice(0, MOST_FOLDERS));
      for (const inside of watchers.keys()) if (!wanted.has(inside)) end(inside);
      problem = null;
      for (const inside of wanted) if (!watchers.has(inside)) begin(inside);
    },
    problem: () => problem,
    close() {
      for (const inside of [...watchers.keys()]) end(inside);
    },
  };
}
