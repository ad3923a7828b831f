import { open, readdir, readFile, rm } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { listImages } from '../recipes/index.ts';
import { sampleOrder } from './sampleOrder.ts';

export interface CameraPace {
  /** In how many pieces an image is written. */
  readonly chunks?: number;
  /** Between two pieces. */
  readonly chunkPauseMs?: number;
}

export interface LinePace extends CameraPace {
  /** From one part to the next. */
  readonly partPauseMs?: number;
  /** As a camera's own storage: beyond so many files the oldest are removed, long after they were judged. */
  readonly keptFiles?: number;
}

const SEED = 280;
const PART_NAME = /^part-(\d+)\./;

/**
 * Lets a simulated camera deliver the test parts of the sample product into a folder until it is stopped. Its numbering goes on where the folder's
 * newest file left it.
 *
 * @param samplesFolder holds test/good and test/bad
 * @param signal the part at hand is finished before the line stops, so that none is cut
 */
export async function deliverSamples(
  samplesFolder: string,
  folder: string,
  pace: LinePace,
  signal: AbortSignal,
): Promise<void> {
  const { partPauseMs = 1800, keptFiles = 2000 } = pace;
  const good = await listImages(join(samplesFolder, 'test', 'good'));
  const bad = await listImages(join(samplesFolder, 'test', 'bad'));
  const written = await writtenParts(folder);
  let number = Math.max(0, ...written.map((part) => part.number));
  for (const part of sampleOrder({ good, bad }, SEED)) {
    if (signal.aborted) return;
    number += 1;
    const name = `part-${String(number).padStart(6, '0')}${extname(part)}`;
    await writeLikeACamera(part, join(folder, name), pace);
    written.push({ number, name });
    for (const { name: oldest } of written.splice(0, Math.max(0, written.length - keptFiles))) {
      await rm(join(folder, oldest), { force: true });
    }
    await pause(partPauseMs, undefined, { signal }).catch(() => undefined);
  }
}

async function writtenParts(folder: string): Promise<{ number: number; name: string }[]> {
  const names = await readdir(folder);
  return names
    .flatMap((name) => {
      const number = PART_NAME.exec(name)?.[1];
      return number === undefined ? [] : [{ number: Number(number), name }];
    })
    .sort((a, b) => a.number - b.number);
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
