import { bytesUntilFull, type DiskSpace } from './diskSpace.ts';

/** How much was free at a moment, and how many records there were. */
export interface DiskSample extends DiskSpace {
  readonly atMs: number;
  readonly records: number;
}

/** How far the room reaches at the rate of the last hour. */
export interface DiskOutlook {
  readonly parts: number;
  readonly seconds: number;
}

const SAMPLE_EVERY_MS = 60_000;
const SAMPLES = 60;
/** Less than this tells nothing of a rate. */
const SHORTEST_MS = 2 * 60_000;

/** The samples with one more, of which one a minute is kept, for an hour. */
export function withSample(samples: readonly DiskSample[], sample: DiskSample): readonly DiskSample[] {
  const last = samples.at(-1);
  if (last !== undefined && sample.atMs - last.atMs < SAMPLE_EVERY_MS) return samples;
  return [...samples, sample].slice(-SAMPLES);
}

/** Null where nothing was recorded, or where the room did not shrink: then there is no end in sight. */
export function diskOutlook(samples: readonly DiskSample[], now: DiskSample): DiskOutlook | null {
  const [first] = samples;
  if (first === undefined) return null;
  const usedBytes = first.freeBytes - now.freeBytes;
  const elapsedMs = now.atMs - first.atMs;
  const parts = now.records - first.records;
  if (usedBytes <= 0 || elapsedMs < SHORTEST_MS || parts <= 0) return null;
  const share = bytesUntilFull(now) / usedBytes;
  return { parts: Math.floor(parts * share), seconds: Math.floor((elapsedMs / 1000) * share) };
}
