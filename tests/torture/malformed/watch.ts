import { readFile } from 'node:fs/promises';
import type { EngineProcess } from '../station/engineProcess.ts';

/** The processes of the station as they were seen from outside while they worked. */
export interface ProcessWatch {
  look(): Promise<void>;
  /** The most memory that any process held at once; null where the system does not tell. */
  largestBytes(): number | null;
}

export function watchProcesses(engine: EngineProcess): ProcessWatch {
  let largest: number | null = null;
  return {
    async look() {
      for (const pid of [engine.pid, ...engine.lanes()]) {
        const bytes = await peakBytes(pid);
        if (bytes !== null) largest = Math.max(largest ?? 0, bytes);
      }
    },
    largestBytes: () => largest,
  };
}

/** The high-water mark of resident memory, which Linux keeps for each process. */
async function peakBytes(pid: number): Promise<number | null> {
  try {
    const status = await readFile(`/proc/${pid}/status`, 'utf8');
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
    return kilobytes === undefined ? null : Number(kilobytes) * 1024;
  } catch {
    return null;
  }
}
