import { readFile, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, posix, resolve, win32 } from 'node:path';
import type { RequestOutput } from '../../../shared/contract/index.ts';
import { isImageName, listFolder } from '../recipes/index.ts';

type Folders = RequestOutput<'bench.folders'>;
type Folder = Folders['folders'][number];

/** Where people put disks and shares. */
const MOUNT_FOLDERS = /^\/(media|mnt|run\/media|Volumes|srv|net)\//;
const DRIVES = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const naturalOrder = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** What is asked of the computer; tests ask another. */
export interface Computer {
  readonly platform: NodeJS.Platform;
  home(): string;
  isFolder(path: string): Promise<boolean>;
  /** The table of what is mounted, where the platform has one. */
  mounts(): Promise<string>;
}

const thisComputer: Computer = {
  platform: process.platform,
  home: homedir,
  isFolder: (path) =>
    stat(path).then(
      (found) => found.isDirectory(),
      () => false,
    ),
  mounts: () => readFile('/proc/self/mounts', 'utf8').catch(() => ''),
};

/** Where a person begins to look for images: the folders of sources, their own, and all disks. */
export async function knownPlaces(
  sources: readonly { readonly name: string; readonly folder: string }[],
  computer: Computer = thisComputer,
): Promise<Folders> {
  const isWindows = computer.platform === 'win32';
  const path = isWindows ? win32 : posix;
  const disks = isWindows ? await drives(computer) : [...(await mounted(computer)), '/'];
  const home = computer.home();
  const places: Folder[] = [
    ...sources.map(({ name, folder }) => ({ name, path: folder })),
    { name: path.basename(home) || home, path: home },
    ...disks.map((disk) => ({ name: path.basename(disk) || disk, path: disk })),
  ];
  const distinct = [...new Map(places.toReversed().map((place) => [place.path, place])).values()].reverse();
  return { path: null, parent: null, folders: distinct, images: null };
}

/** A drive that holds no medium takes its time to say so: all are asked at once. */
async function drives(computer: Computer): Promise<string[]> {
  const paths = [...DRIVES].map((letter) => `${letter}:\\`);
  const are = await Promise.all(paths.map((path) => computer.isFolder(path)));
  return paths.filter((_, index) => are[index]);
}

/** Paths stand in the second column, blanks in them as octal numbers. */
async function mounted(computer: Computer): Promise<string[]> {
  const paths = (await computer.mounts())
    .split('\n')
    .map((line) =>
      (line.split(' ')[1] ?? '').replace(/\\([0-7]{3})/g, (_, code: string) =>
        String.fromCharCode(Number.parseInt(code, 8)),
      ),
    )
    .filter((path) => MOUNT_FOLDERS.test(path));
  return [...new Set(paths)].sort(naturalOrder.compare);
}

/** The folders inside a folder, and how many images lie in itself. @throws SigmalineError `folder.*` */
export async function lookInto(path: string): Promise<Folders> {
  const folder = resolve(path);
  const entries = await listFolder(folder);
  const isShown = ({ name }: { readonly name: string }): boolean => !name.startsWith('.') && !name.startsWith('$');
  const folders = await Promise.all(
    entries.filter(isShown).map(async (entry): Promise<Folder[]> => {
      const inside = { name: entry.name, path: join(folder, entry.name) };
      if (entry.isDirectory()) return [inside];
      return entry.isSymbolicLink() && (await thisComputer.isFolder(inside.path)) ? [inside] : [];
    }),
  );
  const above = dirname(folder);
  return {
    path: folder,
    parent: above === folder ? null : above,
    folders: folders.flat().sort((one, other) => naturalOrder.compare(one.name, other.name)),
    images: entries.filter((entry) => !entry.isDirectory() && isImageName(entry.name)).length,
  };
}
