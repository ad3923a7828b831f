import { constants } from 'node:fs';
import { copyFile, link, mkdir, open, rename, stat, unlink, utimes } from 'node:fs/promises';
import { flushFile, flushFolder, probeFile, sha256OfFile } from '../../files/index.ts';

/** All that is ever done to the files of sources and archives, one step of the disk each: tests end the station between any two. */
export interface FileActions {
  probe: typeof probeFile;
  sha256(path: string): Promise<string>;
  makeFolder(folder: string): Promise<void>;
  isFolder(folder: string): Promise<boolean>;
  /** Whether two names are of one file. */
  isOne(first: string, second: string): Promise<boolean>;
  /** A second name for a file. Fails where the name is taken, on another disk, and on disks that know no such thing. */
  link(from: string, to: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  /** Makes an empty file. Fails where the name is taken. */
  reserve(path: string): Promise<void>;
  remove(path: string): Promise<void>;
  /** Writes a copy with the same times under a name that is free, and returns when it is on the disk. */
  copy(from: string, to: string): Promise<void>;
  flushFolder(folder: string): Promise<void>;
}

export const diskActions: FileActions = {
  probe: probeFile,
  sha256: sha256OfFile,
  async makeFolder(folder) {
    await mkdir(folder, { recursive: true });
  },
  isFolder: (folder) =>
    stat(folder).then(
      (stats) => stats.isDirectory(),
      () => false,
    ),
  async isOne(first, second) {
    const [one, other] = await Promise.all([stat(first, { bigint: true }), stat(second, { bigint: true })]);
    return one.ino === other.ino && one.dev === other.dev && one.ino !== 0n;
  },
  link,
  rename,
  async reserve(path) {
    await (await open(path, 'wx')).close();
  },
  remove: unlink,
  async copy(from, to) {
    await copyFile(from, to, constants.COPYFILE_EXCL);
    const { atime, mtime } = await stat(from);
    await utimes(to, atime, mtime);
    await flushFile(to);
  },
  flushFolder,
};
