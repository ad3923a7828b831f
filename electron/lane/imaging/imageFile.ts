import { createHash } from 'node:crypto';
import { close, fstat, open, readFile } from 'node:fs';
import { promisify } from 'node:util';
import { type Fingerprint, fingerprintOf, SigmalineError, sameFingerprint } from '../../../shared/domain/index.ts';

export interface ImageBytes {
  readonly path: string;
  readonly bytes: Buffer<ArrayBuffer>;
}

/** One image file, read exactly once: what is hashed is what is judged, whatever happens to the file afterwards. */
export interface ImageFile extends ImageBytes {
  /** Of the very file that was read, whatever has its name by now. */
  readonly content: Fingerprint;
}

/** They read straight into one buffer; those of node:fs/promises put pieces together, in thrice the time. */
const openFile = promisify(open);
const statFile = promisify(fstat);
const readWhole = promisify(readFile);
const closeFile = promisify(close);

/** @throws SigmalineError image.not-found, image.unreadable */
export async function readImageFile(path: string): Promise<ImageFile> {
  try {
    return await readOpened(path);
  } catch (cause) {
    throw readFailure(path, cause);
  }
}

async function readOpened(path: string): Promise<ImageFile> {
  const handle = await openFile(path, 'r');
  try {
    const stats = await statFile(handle);
    // Node reads nothing from an opened folder, and says nothing either.
    if (stats.isDirectory()) throw Object.assign(new Error('it is a folder'), { code: 'EISDIR' });
    const before = fingerprintOf(stats);
    const bytes = await readWhole(handle);
    const content = fingerprintOf(await statFile(handle));
    // Bytes of two contents are no content at all. Only files keep a time of their content.
    if (stats.isFile() && !sameFingerprint(before, content)) throw new Error('it changed while it was read');
    return { path, bytes, content };
  } finally {
    // What it holds has been read.
    await closeFile(handle).catch(() => undefined);
  }
}

/** SHA-256 in hexadecimal. On this thread, without a copy of the bytes: handing them to another costs half as much again. */
export function sha256Of({ bytes }: ImageBytes): string {
  return createHash('sha256').update(bytes).digest('hex');
}

const REASONS: Readonly<Record<string, string>> = {
  EISDIR: 'it is a folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EBUSY: 'another program holds it',
  ERR_FS_FILE_TOO_LARGE: 'the file is larger than 2 GB',
};

function readFailure(path: string, cause: unknown): SigmalineError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (code === 'ENOENT' || code === 'ENOTDIR') return new SigmalineError('image.not-found', { file: path }, cause);
  const reason = REASONS[code] ?? (cause instanceof Error ? cause.message : String(cause));
  return new SigmalineError('image.unreadable', { file: path, reason }, cause);
}
