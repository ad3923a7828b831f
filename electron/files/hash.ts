import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { openReleased } from './probe.ts';

/** SHA-256 in hexadecimal, on this thread and without a copy: handing bytes to another thread takes half as long again. */
export function sha256Of(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}

/** SHA-256 of a file's bytes in hexadecimal, read in pieces. */
export async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/** A few rows of a camera's picture: no two pictures of parts are the same there, by the noise of the sensor alone. */
const SAMPLE_BYTES = 4096;

/** A piece of a file, and the hash by which it is known again. */
export interface Sample {
  readonly offset: number;
  readonly bytes: Buffer;
  readonly hash: string;
}

/** Of a piece from the middle of a file that is open; of a small file, of all its bytes. */
export async function sampleOf(handle: FileHandle, size: number): Promise<Sample> {
  const length = Math.min(SAMPLE_BYTES, size);
  const offset = (size - length) >> 1;
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, offset);
  const bytes = buffer.subarray(0, bytesRead);
  return { offset, bytes, hash: sha256Of(bytes).slice(0, 16) };
}

/** The hash of the sample of a file of this size. @throws the file system's error */
export async function sampleOfFile(path: string, size: number): Promise<string> {
  const handle = await openReleased(path);
  try {
    return (await sampleOf(handle, size)).hash;
  } finally {
    await handle.close();
  }
}
