import { appendFile, writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { deflateSync } from 'node:zlib';

/** A small PNG; each `content` gives another one. */
export function png(content: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(8, 0);
  header.writeUInt32BE(8, 4);
  header.set([8, 0, 0, 0, 0], 8);
  const rows = Buffer.alloc(8 * 9);
  rows.writeUInt32BE(content, 1);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    // The one chunk that every reader looks for, with its fixed checksum.
    Buffer.from([0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82]),
  ]);
}

/** The test lane checks no checksums. */
function chunk(name: string, content: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  return Buffer.concat([length, Buffer.from(name), content, Buffer.alloc(4)]);
}

/** Writes a file in pieces with a pause after each, as a slow camera does. */
export async function writeSlowly(path: string, bytes: Buffer, pieces: number, pauseMs: number): Promise<void> {
  await writeFile(path, Buffer.alloc(0));
  const size = Math.ceil(bytes.length / pieces);
  for (let start = 0; start < bytes.length; start += size) {
    await appendFile(path, bytes.subarray(start, start + size));
    await pause(pauseMs);
  }
}
