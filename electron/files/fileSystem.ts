import { statfs } from 'node:fs/promises';

/** What can be relied upon where a folder lies. */
export interface FileSystem {
  /** Other machines write there, and nothing tells of it. */
  readonly isShare: boolean;
  /** A file keeps its number for as long as it exists. */
  readonly keepsIds: boolean;
  /** The time of the last change is written down, and not made up. */
  readonly keepsChangeTimes: boolean;
}

const LOCAL: FileSystem = { isShare: false, keepsIds: true, keepsChangeTimes: true };
/** FAT has no numbers of files: they are given anew whenever a file is looked up after it was out of memory, and its other times follow its clock. */
const FAT: FileSystem = { isShare: false, keepsIds: false, keepsChangeTimes: false };
/** What lies behind it is anybody's program: most number files as they come, and some have no time of change. */
const FUSE: FileSystem = { isShare: true, keepsIds: false, keepsChangeTimes: false };
/** Servers tell the time of change, but not all of them the number of a file: the client makes one up then. */
const SMB: FileSystem = { isShare: true, keepsIds: false, keepsChangeTimes: true };
const SHARE: FileSystem = { isShare: true, keepsIds: true, keepsChangeTimes: true };

/** By what Linux calls them: FAT, exFAT; FUSE (sshfs, gvfs); SMB, CIFS; NFS, 9P, AFS, Ceph, Coda. All others keep what they say. */
const BY_TYPE: ReadonlyMap<number, FileSystem> = new Map([
  ...[0x4d44, 0x2011bab0].map((type) => [type, FAT] as const),
  [0x65735546, FUSE],
  ...[0x517b, 0xff534d42, 0xfe534d42].map((type) => [type, SMB] as const),
  ...[0x6969, 0x01021997, 0x5346414f, 0x00c36400, 0x73757245].map((type) => [type, SHARE] as const),
]);

/** @throws the file system's error */
export async function fileSystemOf(path: string): Promise<FileSystem> {
  if (process.platform === 'win32') return path.startsWith('\\\\') ? SMB : LOCAL;
  if (process.platform !== 'linux') return LOCAL;
  return BY_TYPE.get((await statfs(path)).type >>> 0) ?? LOCAL;
}

/** Another stick may be put in where one was, and then has its number. */
const REMEMBERED_MS = 10_000;
const remembered = new Map<bigint, { readonly fileSystem: FileSystem; readonly untilMs: number }>();

/** The same, of something that is looked at often. @param device what its `stat` calls the disk that it lies on */
export async function fileSystemOnDevice(device: bigint, path: string): Promise<FileSystem> {
  const known = remembered.get(device);
  const nowMs = performance.now();
  if (known !== undefined && nowMs < known.untilMs) return known.fileSystem;
  const fileSystem = await fileSystemOf(path);
  remembered.set(device, { fileSystem, untilMs: nowMs + REMEMBERED_MS });
  return fileSystem;
}
