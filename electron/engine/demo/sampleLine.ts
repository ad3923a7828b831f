import { open, readdir, readFile, rm } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { listImages } from '../recipes/index.ts';

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

/** Bad parts in every round of good ones: about one part in eight, far more than on a real line, so that a newcomer sees some soon. */
const BAD_IN_A_ROUND = 3;

/**
 * The order in which the sample line delivers its parts, for ever: rounds in which every good part comes once and a few bad ones are strewn in,
 * until every bad one has come too, then from the beginning in a new order. The same seed gives the same order.
 */
export function* sampleOrder<Part>(
  parts: { readonly good: readonly Part[]; readonly bad: readonly Part[] },
  seed: number,
): Generator<Part, never> {
  if (parts.good.length + parts.bad.length === 0) throw new RangeError('a line needs parts');
  const random = createRandom(seed);
  let badToCome: Part[] = [];
  for (;;) {
    if (badToCome.length === 0) badToCome = shuffled(parts.bad, random);
    yield* shuffled([...parts.good, ...badToCome.splice(0, BAD_IN_A_ROUND)], random);
  }
}

/** Fisher and Yates. */
function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  const rest = [...items];
  const result: Item[] = [];
  while (rest.length > 0) result.push(...rest.splice(Math.floor(random() * rest.length), 1));
  return result;
}

/** Numbers in [0, 1) by the mulberry32 generator (T. Ettinger): small, and good enough to shuffle parts. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
