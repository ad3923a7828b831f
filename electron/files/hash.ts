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

/** The hash of a piece from the middle of a file that is open; of a small file, that of all its bytes. */
export async function sampleOf(handle: FileHandle, size: number): Promise<string> {
  const length = Math.min(SAMPLE_BYTES, size);
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, (size - length) >> 1);
  return sha256Of(buffer.subarray(0, bytesRead)).slice(0, 16);
}

/** The same of a file of this size. @throws the file system's error */
export async function sampleOfFile(path: string, size: number): Promise<string> {
  const handle = await openReleased(path);
  try {
    return await sampleOf(handle, size);
  } finally {
    await handle.close();
  }
}
