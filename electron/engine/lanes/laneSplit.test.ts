import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { laneSplitFor, physicalCores } from './laneSplit.ts';

const GIGABYTE = 1024 ** 3;

describe('the lanes of a station', () => {
  it('are one with all cores where the time to a verdict is to be short', () => {
    expect(laneSplitFor('latency', { cores: 6, memoryBytes: 32 * GIGABYTE })).toEqual({ lanes: 1, threads: 6 });
    expect(laneSplitFor('latency', { cores: 1, memoryBytes: 4 * GIGABYTE })).toEqual({ lanes: 1, threads: 1 });
    expect(laneSplitFor('latency', { cores: 64, memoryBytes: 128 * GIGABYTE })).toEqual({ lanes: 1, threads: 8 });
  });

  it('are as many as there are cores, with one thread each, where most parts are to be judged', () => {
    expect(laneSplitFor('throughput', { cores: 6, memoryBytes: 32 * GIGABYTE })).toEqual({ lanes: 6, threads: 1 });
    expect(laneSplitFor('throughput', { cores: 64, memoryBytes: 128 * GIGABYTE })).toEqual({ lanes: 16, threads: 1 });
  });

  it('are no more than the memory holds, and always one', () => {
    expect(laneSplitFor('throughput', { cores: 8, memoryBytes: 8 * GIGABYTE })).toEqual({ lanes: 3, threads: 1 });
    expect(laneSplitFor('throughput', { cores: 8, memoryBytes: 1 * GIGABYTE })).toEqual({ lanes: 1, threads: 1 });
  });
});

describe.skipIf(process.platform !== 'linux' || availableParallelism() < 2)('the physical cores of a machine', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sigmaline-cores-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** @param siblings for each logical processor, those of its core */
  async function machineOf(...siblings: string[]): Promise<string> {
    for (const [index, list] of siblings.entries()) {
      const topology = join(folder, `cpu${index}`, 'topology');
      await mkdir(topology, { recursive: true });
      await writeFile(join(topology, 'thread_siblings_list'), `${list}\n`);
    }
    await mkdir(join(folder, 'cpufreq'));
    return folder;
  }

  it('are counted once where two logical processors share one', async () => {
    expect(physicalCores(await machineOf('0,1', '0,1'))).toBe(1);
  });

  it('are all of them where none is shared', async () => {
    expect(physicalCores(await machineOf('0', '1'))).toBe(2);
  });

  it('are those that this process may use where the system does not tell', async () => {
    expect(physicalCores(join(folder, 'missing'))).toBe(availableParallelism());
  });
});
