import { readdir, readFile } from 'node:fs/promises';

/** What a process holds at one time, seen from outside. */
export interface ProcessSample {
  readonly residentMegabytes: number;
  readonly handles: number;
  readonly threads: number;
}

/** @returns null where the process is gone, or the system has no /proc */
export async function sampleProcess(pid: number): Promise<ProcessSample | null> {
  try {
    const status = await readFile(`/proc/${pid}/status`, 'utf8');
    const handles = await readdir(`/proc/${pid}/fd`);
    return {
      residentMegabytes: numberIn(status, /^VmRSS:\s+(\d+) kB$/m) / 1024,
      handles: handles.length,
      threads: numberIn(status, /^Threads:\s+(\d+)$/m),
    };
  } catch {
    return null;
  }
}

function numberIn(text: string, pattern: RegExp): number {
  return Number(pattern.exec(text)?.[1] ?? Number.NaN);
}
