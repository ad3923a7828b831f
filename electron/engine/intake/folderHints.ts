import { relative, sep } from 'node:path';
import { watch } from 'chokidar';

/** Tells which names in a folder may have changed. Only hints: some never come, and what counts is the reconciler's listing. */
export interface FolderHints {
  close(): Promise<void>;
}

export interface FolderHintsOptions {
  readonly folder: string;
  /** `path` is relative to the folder, with forward slashes. */
  readonly onHint: (path: string) => void;
  readonly onTrouble: (error: unknown) => void;
}

export function watchFolder({ folder, onHint, onTrouble }: FolderHintsOptions): FolderHints {
  const watcher = watch(folder, {
    ignoreInitial: true,
    followSymlinks: false,
    ignorePermissionErrors: true,
    atomic: false,
  });
  const hint = (path: string): void => onHint(relative(folder, path).split(sep).join('/'));
  watcher.on('add', hint);
  watcher.on('change', hint);
  watcher.on('error', onTrouble);
  return { close: () => watcher.close() };
}
