import { constants } from 'node:fs';
import { access, type FileHandle, lstat, open } from 'node:fs/promises';
import { type Fingerprint, fingerprintOf } from '../../shared/domain/index.ts';
import { isMissing } from './errno.ts';
import { fileSystemOnDevice } from './fileSystem.ts';

/** What lies under a name now. `refused` is no ordinary file: a link, a folder, a pipe. */
export type Probe =
  | { readonly kind: 'file'; readonly fingerprint: Fingerprint }
  | { readonly kind: 'missing' }
  | { readonly kind: 'refused' };

/** Says nothing of a file that its file system does not keep. @throws the file system's error unless it is that nothing is there */
export async function probeFile(path: string): Promise<Probe> {
  try {
    const stats = await lstat(path, { bigint: true });
    if (!stats.isFile()) return { kind: 'refused' };
    const { keepsIds, keepsChangeTimes } = await fileSystemOnDevice(stats.dev, path);
    const found = fingerprintOf(stats);
    const isKept = keepsIds && keepsChangeTimes;
    const kept = { changedUs: keepsChangeTimes ? found.changedUs : null, fileId: keepsIds ? found.fileId : null };
    return { kind: 'file', fingerprint: isKept ? found : { ...found, ...kept } };
  } catch (thrown) {
    if (isMissing(thrown)) return { kind: 'missing' };
    throw thrown;
  }
}

/** libuv's flag for exclusive opening has no name in Node. */
const WINDOWS_EXCLUSIVE = 0x10000000;
const OPEN_FLAGS =
  process.platform === 'win32'
    ? constants.O_RDONLY | WINDOWS_EXCLUSIVE
    : constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/**
 * Opens a file to read it. On Windows one that its writer still holds is refused; elsewhere links and pipes that took a file's place are not followed.
 *
 * @throws the file system's error
 */
export function openReleased(path: string): Promise<FileHandle> {
  return open(path, OPEN_FLAGS);
}

/** Whether something lies there that may be looked at. */
export function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
