import { type DiskSpace, type DiskState, diskStateOf } from './diskSpace.ts';

export interface DiskWatch {
  state(): DiskState;
  space(): DiskSpace;
  stop(): void;
}

export interface DiskWatchOptions {
  readonly measure: () => Promise<DiskSpace>;
  readonly everyMs: number;
  /** The state became another one. */
  readonly onChanged: () => void;
  readonly onTrouble: (error: unknown) => void;
}

/** Measures the room on the disk now and then. The first measurement is made before this returns. */
export async function watchDisk({ measure, everyMs, onChanged, onTrouble }: DiskWatchOptions): Promise<DiskWatch> {
  let space: DiskSpace = await measure();
  let isMeasuring = false;

  async function look(): Promise<void> {
    if (isMeasuring) return;
    isMeasuring = true;
    try {
      const before = diskStateOf(space);
      space = await measure();
      if (diskStateOf(space) !== before) onChanged();
    } catch (thrown) {
      onTrouble(thrown);
    } finally {
      isMeasuring = false;
    }
  }

  const clock = setInterval(() => void look(), everyMs);
  return { state: () => diskStateOf(space), space: () => space, stop: () => clearInterval(clock) };
}
