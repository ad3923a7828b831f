import { open, readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';

export interface CameraPace {
  /** In how many pieces an image is written. */
  readonly chunks?: number;
  /** Between two pieces. */
  readonly chunkPauseMs?: number;
}

/**
 * Copies an image as a camera writes it: under its final name, piece by piece, so that for a while the file is there and incomplete.
 *
 * @param signal stops between two pieces and leaves a cut file, as a camera that loses its power
 * @throws the abort reason where it was stopped, the file system's error otherwise
 */
export async function writeLikeACamera(
  from: string,
  to: string,
  { chunks = 6, chunkPauseMs = 40 }: CameraPace = {},
  signal?: AbortSignal,
): Promise<void> {
  const content = await readFile(from);
  const size = Math.max(1, Math.ceil(content.length / chunks));
  const file = await open(to, 'wx');
  try {
    for (let start = 0; start < content.length; start += size) {
      if (start > 0) await pause(chunkPauseMs, undefined, { signal });
      await file.write(content.subarray(start, start + size));
    }
  } finally {
    await file.close();
  }
}
