import { statfs } from 'node:fs/promises';
import { stationSubject } from '../../../shared/domain/index.ts';
import type { Kernel, Statement, Work } from '../kernel/index.ts';

export interface DiskSpace {
  readonly freeBytes: number;
  readonly totalBytes: number;
  /** How many more files the disk can hold, and how many in all; 0 of 0 where it does not count them. */
  readonly freeFiles: number;
  readonly totalFiles: number;
}

const WORST = ['ok', 'low', 'full'] as const;
export type DiskState = (typeof WORST)[number];

/** What of a disk can come to its end. */
type Room = 'bytes' | 'files';

/** How far the room reaches at the rate of the last hour, by whichever ends first. */
export interface DiskOutlook {
  readonly room: Room;
  readonly parts: number;
  readonly seconds: number;
}

/** How much was free at a moment, and how many records there were. */
export interface DiskSample extends DiskSpace {
  readonly atMs: number;
  readonly records: number;
}

/** Records are small; a map and a thumbnail take about 100 kB a part, and two files. */
const FULL_BELOW = { bytes: 100 * 1024 * 1024, files: 2000 };
const LOW_BELOW = { bytes: 2 * 1024 * 1024 * 1024, files: 40_000 };
/** On a small disk those figures would never be met. */
const FULL_BELOW_SHARE = 0.01;
const LOW_BELOW_SHARE = 0.1;
const SAMPLE_EVERY_MS = 60_000;
const SAMPLES = 60;
/** Less than this tells nothing of a rate. */
const SHORTEST_MS = 2 * 60_000;
const DISK_EVERY_MS = 5000;
const BYTES_PER_MB = 1e6;

const CODES = {
  full: { bytes: 'station.disk-full', files: 'station.disk-files-full' },
  low: { bytes: 'station.disk-low', files: 'station.disk-files-low' },
  ending: { bytes: 'station.disk-ending', files: 'station.disk-files-ending' },
} as const;

export function diskStateOf(space: DiskSpace): DiskState {
  return stateOf(space, scarceRoom(space));
}

/** What decides on the disk's state: its bytes, unless its files are nearer to their end. One that does not count its files takes any number of them. */
function scarceRoom(space: DiskSpace): Room {
  const [bytes, files] = [WORST.indexOf(stateOf(space, 'bytes')), WORST.indexOf(stateOf(space, 'files'))];
  return space.totalFiles > 0 && files > bytes ? 'files' : 'bytes';
}

function stateOf(space: DiskSpace, room: Room): DiskState {
  if (untilFull(space, room) < 0) return 'full';
  return freeOf(space, room) < Math.min(LOW_BELOW[room], totalOf(space, room) * LOW_BELOW_SHARE) ? 'low' : 'ok';
}

const freeOf = (space: DiskSpace, room: Room): number => (room === 'bytes' ? space.freeBytes : space.freeFiles);
const totalOf = (space: DiskSpace, room: Room): number => (room === 'bytes' ? space.totalBytes : space.totalFiles);

/** Negative where the disk counts as full. */
function untilFull(space: DiskSpace, room: Room): number {
  return freeOf(space, room) - Math.min(FULL_BELOW[room], totalOf(space, room) * FULL_BELOW_SHARE);
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
  const elapsedMs = now.atMs - first.atMs;
  const parts = now.records - first.records;
  if (elapsedMs < SHORTEST_MS || parts <= 0) return null;
  const outlooks = (['bytes', 'files'] as const).flatMap((room): DiskOutlook[] => {
    const used = freeOf(first, room) - freeOf(now, room);
    const share = untilFull(now, room) / used;
    return used <= 0
      ? []
      : [{ room, parts: Math.floor(parts * share), seconds: Math.floor((elapsedMs / 1000) * share) }];
  });
  return outlooks.sort((one, other) => one.seconds - other.seconds)[0] ?? null;
}

/** The room on the disk of a folder, for programs without special rights. */
export async function measureDiskSpace(folder: string): Promise<DiskSpace> {
  const { bavail, blocks, bsize, ffree, files } = await statfs(folder);
  return { freeBytes: bavail * bsize, totalBytes: blocks * bsize, freeFiles: ffree, totalFiles: files };
}

/** How many bytes can be written into a folder before its disk counts as full. */
export async function spareBytesIn(folder: string): Promise<number> {
  return untilFull(await measureDiskSpace(folder), 'bytes');
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

  get scarce(): Room {
    return scarceRoom(this.#space);
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
    const { state, scarce } = this;
    if (state === 'ok') return [];
    const subject = stationSubject();
    const details = { folder: this.#kernel.dataFolder };
    if (state === 'full') return [{ code: CODES.full[scarce], details, subject, severity: 'alarm' }];
    const left = {
      ...details,
      megabytes: Math.floor(this.#space.freeBytes / BYTES_PER_MB),
      left: this.#space.freeFiles,
    };
    const outlook = diskOutlook(this.#samples, this.#sample());
    if (outlook === null) return [{ code: CODES.low[scarce], details: left, subject, severity: 'warning' }];
    const { room, parts, seconds } = outlook;
    const hours = (seconds / 3600).toFixed(seconds < 36_000 ? 1 : 0);
    return [{ code: CODES.ending[room], details: { ...left, parts, hours }, subject, severity: 'warning' }];
  }
}
