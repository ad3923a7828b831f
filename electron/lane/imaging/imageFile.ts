import { webcrypto } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { SigmalineError } from '../../../shared/domain/index.ts';

/** One image file, read exactly once: what is hashed is what is judged, whatever happens to the file afterwards. */
export interface ImageFile {
  readonly path: string;
  readonly bytes: Buffer<ArrayBuffer>;
}

/** @throws SigmalineError image.not-found, image.unreadable */
export async function readImageFile(path: string): Promise<ImageFile> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw readFailure(path, cause);
  });
  return { path, bytes };
}

/** SHA-256 in hexadecimal. It is computed on another thread: beside a decoder, or a network, it costs this one nothing. */
export async function sha256Of({ bytes }: ImageFile): Promise<string> {
  return Buffer.from(await webcrypto.subtle.digest('SHA-256', bytes)).toString('hex');
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
