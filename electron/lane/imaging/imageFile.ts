import { type BigIntStats, close, fstat, open, read, readFile } from 'node:fs';
import { promisify } from 'node:util';
import { type Fingerprint, fingerprintOf, messageOf, SigmalineError } from '../../../shared/domain/index.ts';
import { errnoCode, isMissing } from '../../files/index.ts';

export interface ImageBytes {
  readonly path: string;
  readonly bytes: Buffer<ArrayBuffer>;
  readonly memory?: FileMemory | undefined;
}

/** One image file, read exactly once: what is hashed is what is judged, whatever happens to the file afterwards. */
export interface ImageFile extends ImageBytes {
  /** Of the very file that was read, whatever has its name by now. */
  readonly content: Fingerprint;
}

/** They read straight into one buffer; those of node:fs/promises put pieces together, in thrice the time. */
const openFile = promisify(open);
const statFile = (handle: number): Promise<BigIntStats> => promisify(fstat)(handle, { bigint: true });
const readAll = promisify(readFile);
const readPart = promisify(read);
const closeFile = promisify(close);

/**
 * @param memory where the bytes may lie until the next file is read into it
 * @throws SigmalineError image.not-found, image.unreadable
 */
export async function readImageFile(path: string, memory?: FileMemory): Promise<ImageFile> {
  try {
    return await readOpened(path, memory);
  } catch (cause) {
    throw readFailure(path, cause);
  }
}

async function readOpened(path: string, memory: FileMemory | undefined): Promise<ImageFile> {
  const handle = await openFile(path, 'r');
  try {
    const stats = await statFile(handle);
    // Node reads nothing from an opened folder, and says nothing either.
    if (stats.isDirectory()) throw Object.assign(new Error('it is a folder'), { code: 'EISDIR' });
    const before = fingerprintOf(stats);
    const isFile = stats.isFile();
    const bytes = (isFile ? await readIntoMemory(handle, before.size, memory) : null) ?? (await readAll(handle));
    const content = fingerprintOf(await statFile(handle));
    // Bytes of two contents are no content at all. Only files keep a time of their content.
    if (isFile && (before.size !== content.size || before.modifiedUs !== content.modifiedUs))
      throw new Error('it changed while it was read');
    return { path, bytes, content, memory };
  } finally {
    // What it holds has been read.
    await closeFile(handle).catch(() => undefined);
  }
}

/** @returns null where there is no room for it, or more to read than its size says */
async function readIntoMemory(
  handle: number,
  size: number,
  memory: FileMemory | undefined,
): Promise<Buffer<ArrayBuffer> | null> {
  const room = memory?.room(size + 1) ?? null;
  if (room === null) return null;
  let length = 0;
  while (length <= size) {
    // By place: the file's own position stays at the beginning.
    const { bytesRead } = await readPart(handle, room, length, size + 1 - length, length);
    if (bytesRead === 0) return room.subarray(0, length);
    length += bytesRead;
  }
  return null;
}

const REASONS: Readonly<Record<string, string>> = {
  EISDIR: 'it is a folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EBUSY: 'another program holds it',
  ERR_FS_FILE_TOO_LARGE: 'the file is larger than 2 GB',
};

function readFailure(path: string, cause: unknown): SigmalineError {
  if (isMissing(cause)) return new SigmalineError('image.not-found', { file: path }, cause);
  const reason = REASONS[errnoCode(cause) ?? ''] ?? messageOf(cause);
  return new SigmalineError('image.unreadable', { file: path, reason }, cause);
}

/** Larger files get memory of their own. */
const MOST_KEPT_BYTES = 64 * 1024 ** 2;

/**
 * Memory that one file after the other is read into, and laid out anew for its decoder. A fresh buffer for each is quickly made, but V8 counts it and
 * collects all the garbage of its thread every few images: about a tenth of the time that decoding takes, on cores that a network wants.
 */
export class FileMemory {
  #read = Buffer.alloc(0);
  #laidOut = Buffer.alloc(0);

  /** What was read into it before is overwritten. @returns null where so much is not kept */
  room(bytes: number): Buffer<ArrayBuffer> | null {
    if (bytes > MOST_KEPT_BYTES) return null;
    if (bytes > this.#read.length) this.#read = Buffer.alloc(bytes);
    return this.#read;
  }

  /** Exactly so much, for the picture as its decoder takes it; what is left of the file before is overwritten. */
  layout(bytes: number): Buffer<ArrayBuffer> {
    if (bytes > MOST_KEPT_BYTES) return Buffer.allocUnsafe(bytes);
    if (bytes > this.#laidOut.length) this.#laidOut = Buffer.alloc(bytes);
    return this.#laidOut.subarray(0, bytes);
  }
}
