import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { messageOf, SigmalineError } from '../../shared/domain/index.ts';
import { isDiskFull, writeWholeSync } from '../files/index.ts';

export interface WriteOptions {
  /** Wait until the content is on the disk: for what cannot be computed again. */
  readonly flush?: boolean;
}

/**
 * Writes what a process has made, whole or not at all. Missing folders are made.
 *
 * It blocks this thread: beside a network and a decoder that want every core, each of five calls handed to another thread would wait its turn there, several
 * times as long as a small file takes.
 *
 * @throws SigmalineError station.disk-full, lane.unwritable
 */
export function writeResult(path: string, content: Uint8Array | string, { flush = false }: WriteOptions = {}): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeWholeSync(path, content, flush);
  } catch (cause) {
    if (isDiskFull(cause)) throw new SigmalineError('station.disk-full', { folder: dirname(path) }, cause);
    throw new SigmalineError('lane.unwritable', { file: path, reason: messageOf(cause) }, cause);
  }
}
