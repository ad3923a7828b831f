import { mkdir, open, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from './random.ts';

/** How a camera writes one file. */
export type Way =
  /** At once under its last name. */
  | 'whole'
  /** Under its last name, piece by piece with pauses. */
  | 'chunks'
  /** Under another name first. */
  | 'renamed';

const LONGEST_PAUSE_MS = 40;
const MOST_CHUNKS = 5;
/** Names that nothing is judged under, as programs take them before they rename. */
const TEMPORARY = [(name: string) => `${name}.tmp`, (name: string) => `${name}.part`] as const;

/** Writes one file in one way; the folder is made where it is missing. */
export async function deliver(path: string, bytes: Buffer, way: Way, random: Random): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  switch (way) {
    case 'whole':
      return writeFile(path, bytes);
    case 'chunks':
      return deliverInChunks(path, bytes, random);
    case 'renamed': {
      const temporary = random.pick(TEMPORARY)(path);
      await writeFile(temporary, bytes);
      await pause(random.between(0, LONGEST_PAUSE_MS));
      return rename(temporary, path);
    }
  }
}

async function deliverInChunks(path: string, bytes: Buffer, random: Random): Promise<void> {
  const chunks = random.between(2, MOST_CHUNKS);
  const size = Math.ceil(bytes.length / chunks);
  const file = await open(path, 'w');
  try {
    for (let start = 0; start < bytes.length; start += size) {
      if (start > 0) await pause(random.between(1, LONGEST_PAUSE_MS));
      await file.write(bytes.subarray(start, start + size));
    }
  } finally {
    await file.close();
  }
}
