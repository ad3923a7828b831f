import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import type { LaneGoal } from '../../../shared/domain/index.ts';
import type { LaneSplit } from './lane.ts';
import { LEAST_POLITE_BYTES, SHARE_OF_ALL_LANES } from './memory.ts';

/** A network gains nothing from more threads: its layers are too small to be cut into more pieces. */
const MOST_THREADS = 8;
/** More lanes than this would wait for the disk and for each other. */
const MOST_LANES = 16;

/** What the lanes share. */
export interface SharedMachine {
  /** Physical cores that this process may use. */
  readonly cores: number;
  readonly memoryBytes: number;
}

/**
 * How lanes share the machine. One lane with all cores gives the verdict of one part soonest; lanes with one thread each judge the most parts, because
 * a network never keeps several threads as busy as several networks do.
 */
export function laneSplitFor(goal: LaneGoal, { cores, memoryBytes }: SharedMachine): LaneSplit {
  switch (goal) {
    case 'latency':
      return { lanes: 1, threads: Math.min(cores, MOST_THREADS) };
    case 'throughput': {
      const lanesThatFit = Math.max(1, Math.floor((SHARE_OF_ALL_LANES * memoryBytes) / LEAST_POLITE_BYTES));
      return { lanes: Math.min(cores, lanesThatFit, MOST_LANES), threads: 1 };
    }
  }
}

const LINUX_PROCESSORS = '/sys/devices/system/cpu';

/**
 * How many physical cores this process may use. Node tells only logical ones, and the second thread of a core adds little to arithmetic that keeps
 * its units busy. Linux tells which logical processors share a core. Elsewhere every ARM core is taken as one, because none of them has a second
 * thread, and of the logical processors of an x64 machine every second one is. A limit that is set for the process (affinity, a container's share)
 * counts in any case.
 */
export function physicalCores(processors = LINUX_PROCESSORS): number {
  const usable = availableParallelism();
  if (process.platform === 'linux') return Math.min(usable, coresOfLinux(processors) ?? usable);
  const all = process.arch === 'x64' ? Math.ceil(cpus().length / 2) : cpus().length;
  return Math.max(1, Math.min(usable, all));
}

/** Each core is named by the list of its logical processors. Null where the system does not tell, as in some containers. */
function coresOfLinux(processors: string): number | null {
  const cores = new Set<string>();
  try {
    for (const name of readdirSync(processors).filter((entry) => /^cpu\d+$/.test(entry))) {
      cores.add(readFileSync(join(processors, name, 'topology', 'thread_siblings_list'), 'utf8').trim());
    }
  } catch {
    return null;
  }
  return cores.size === 0 ? null : cores.size;
}
