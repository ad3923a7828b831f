import { type DiskOutlook, type DiskSample, diskOutlook, withSample } from './diskOutlook.ts';
import { type DiskSpace, type DiskState, diskStateOf } from './diskSpace.ts';

export interface DiskWatch {
  state(): DiskState;
  space(): DiskSpace;
  /** How far the room reaches at the present rate; null where that cannot be told. */
  outlook(): DiskOutlook | null;
  stop(): void;
}

export interface DiskWatchOptions {
  readonly measure: () => Promise<DiskSpace>;
  /** The number of records. */
  readonly records: () => number;
  readonly everyMs: number;
  /** The state became another one. */
  readonly onChanged: () => void;
  readonly onTrouble: (error: unknown) => void;
}

/** Measures the room on the disk now and then. The first measurement is made before this returns. */
export async function watchDisk({
  measure,
  records,
  everyMs,
  onChanged,
  onTrouble,
}: DiskWatchOptions): Promise<DiskWatch> {
  let space: DiskSpace = await measure();
  let samples: readonly DiskSample[] = [];
  let isMeasuring = false;
  const sample = (): DiskSample => ({ ...space, atMs: performance.now(), records: records() });

  async function look(): Promise<void> {
    if (isMeasuring) return;
    isMeasuring = true;
    try {
      const before = diskStateOf(space);
      space = await measure();
      samples = withSample(samples, sample());
      if (diskStateOf(space) !== before) onChanged();
    } catch (thrown) {
      onTrouble(thrown);
    } finally {
      isMeasuring = false;
    }
  }

  const clock = setInterval(() => void look(), everyMs);
  return {
    state: () => diskStateOf(space),
    space: () => space,
    outlook: () => diskOutlook(samples, sample()),
    stop: () => clearInterval(clock),
  };
}
