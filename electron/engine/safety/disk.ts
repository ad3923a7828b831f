import { statfs } from 'node:fs/promises';
import { stationSubject } from '../../../shared/domain/index.ts';
import type { Kernel, Statement, Work } from '../kernel/index.ts';

export interface DiskSpace {
  readonly freeBytes: number;
  readonly totalBytes: number;
}

export type DiskState = 'ok' | 'low' | 'full';

/** How far the room reaches at the rate of the last hour. */
export interface DiskOutlook {
  readonly parts: number;
  readonly seconds: number;
}

/** How much was free at a moment, and how many records there were. */
export interface DiskSample extends DiskSpace {
  readonly atMs: number;
  readonly records: number;
}

/** Records are small; maps and thumbnails take about 100 kB a part. */
const FULL_BELOW_BYTES = 100 * 1024 * 1024;
const LOW_BELOW_BYTES = 2 * 1024 * 1024 * 1024;
/** On a small disk those figures would never be met. */
const FULL_BELOW_SHARE = 0.01;
const LOW_BELOW_SHARE = 0.1;
const SAMPLE_EVERY_MS = 60_000;
const SAMPLES = 60;
/** Less than this tells nothing of a rate. */
const SHORTEST_MS = 2 * 60_000;
const DISK_EVERY_MS = 5000;
const BYTES_PER_MB = 1e6;

export function diskStateOf(space: DiskSpace): DiskState {
  if (bytesUntilFull(space) < 0) return 'full';
  return space.freeBytes < Math.min(LOW_BELOW_BYTES, space.totalBytes * LOW_BELOW_SHARE) ? 'low' : 'ok';
}

/** Negative where the disk counts as full. */
function bytesUntilFull({ freeBytes, totalBytes }: DiskSpace): number {
  return freeBytes - Math.min(FULL_BELOW_BYTES, totalBytes * FULL_BELOW_SHARE);
}

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

/** The room on the disk of a folder, for programs without special rights. */
export async function measureDiskSpace(folder: string): Promise<DiskSpace> {
  const { bavail, blocks, bsize } = await statfs(folder);
  return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
}

export interface DiskNeeds {
  /** The number of records. */
  readonly records: () => number;
  /** For tests of a full disk. */
  readonly measure?: (() => Promise<DiskSpace>) | undefined;
  readonly everyMs?: number | undefined;
}

/** Measures the room on the disk now and then. The first measurement is made before this resolves. */
export async function openDisk(kernel: Kernel, { records, measure, everyMs }: DiskNeeds): Promise<Disk> {
  const measureNow = measure ?? (() => measureDiskSpace(kernel.dataFolder));
  const disk = new Disk(kernel, await measureNow(), measureNow, records);
  disk.watch(everyMs ?? DISK_EVERY_MS);
  return disk;
}

export class Disk {
  readonly #kernel: Kernel;
  readonly #work: Work;
  readonly #measure: () => Promise<DiskSpace>;
  readonly #records: () => number;
  #space: DiskSpace;
  #samples: readonly DiskSample[] = [];

  constructor(kernel: Kernel, space: DiskSpace, measure: () => Promise<DiskSpace>, records: () => number) {
    this.#kernel = kernel;
    this.#work = kernel.work();
    this.#space = space;
    this.#measure = measure;
    this.#records = records;
    kernel.conditions.register(() => this.#statements());
  }

  get space(): DiskSpace {
    return this.#space;
  }

  get state(): DiskState {
    return diskStateOf(this.#space);
  }

  watch(everyMs: number): void {
    this.#work.repeat(everyMs, async () => {
      const before = this.state;
      this.#space = await this.#measure();
      this.#samples = withSample(this.#samples, this.#sample());
      if (this.state !== before) this.#kernel.changed();
    });
  }

  stop(): Promise<void> {
    return this.#work.stop(0);
  }

  #sample(): DiskSample {
    return { ...this.#space, atMs: performance.now(), records: this.#records() };
  }

  #statements(): Statement[] {
    const folder = this.#kernel.dataFolder;
    const subject = stationSubject();
    switch (this.state) {
      case 'ok':
        return [];
      case 'full':
        return [{ code: 'station.disk-full', details: { folder }, subject, severity: 'alarm' }];
      case 'low': {
        const megabytes = Math.floor(this.#space.freeBytes / BYTES_PER_MB);
        const outlook = diskOutlook(this.#samples, this.#sample());
        if (outlook === null) {
          return [{ code: 'station.disk-low', details: { folder, megabytes }, subject, severity: 'warning' }];
        }
        const hours = (outlook.seconds / 3600).toFixed(outlook.seconds < 36_000 ? 1 : 0);
        const details = { folder, megabytes, parts: outlook.parts, hours };
        return [{ code: 'station.disk-ending', details, subject, severity: 'warning' }];
      }
    }
  }
}
