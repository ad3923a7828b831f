import { arch, availableParallelism, cpus, release, totalmem, type } from 'node:os';

/** Where an evaluation ran: times are of no worth without it. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly system: string;
  readonly node: string;
}

export function thisMachine(): Machine {
  return {
    processor: cpus()[0]?.model.trim() || 'unknown',
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    system: `${type()} ${release()}, ${arch()}`,
    node: process.versions.node,
  };
}
