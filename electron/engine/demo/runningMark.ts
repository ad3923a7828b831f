import { existsSync, rmSync, writeFileSync } from 'node:fs';

/** A file that lies there while the sample line runs: found at a start, it says that the station was killed meanwhile. */
export interface RunningMark {
  isSet(): boolean;
  set(): void;
  clear(): void;
}

/** @param onTrouble a disk that is full keeps the line from being continued after a crash, not from running */
export function createRunningMark(file: string, onTrouble: (error: unknown) => void): RunningMark {
  const attempt = (work: () => void): void => {
    try {
      work();
    } catch (thrown) {
      onTrouble(thrown);
    }
  };
  return {
    isSet: () => existsSync(file),
    set: () => attempt(() => writeFileSync(file, '')),
    clear: () => attempt(() => rmSync(file, { force: true })),
  };
}
