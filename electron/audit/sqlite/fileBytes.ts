import { closeSync, openSync, readSync, statSync } from 'node:fs';

/** @returns fewer bytes where the file ends */
export function readAt(file: number, position: number, length: number): Buffer {
  const buffer = Buffer.allocUnsafe(length);
  let done = 0;
  for (let read = -1; read !== 0 && done < length; done += read)
    read = readSync(file, buffer, done, length - done, position + done);
  return buffer.subarray(0, done);
}

/** The first bytes of a file; fewer where it is shorter, none where it is not there. */
export function readFileStart(path: string, length: number): Buffer {
  if (bytesIn(path) === 0) return Buffer.alloc(0);
  const file = openSync(path, 'r');
  try {
    return readAt(file, 0, length);
  } finally {
    closeSync(file);
  }
}

/** 0 where there is no such file. */
export function bytesIn(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
