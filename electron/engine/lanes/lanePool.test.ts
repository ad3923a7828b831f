import { afterEach, describe, expect, it } from 'vitest';
import type { GoldenResult, LaneRequest } from '../../../shared/processes/lane.ts';
import type { ProcessHost } from '../../hosts/index.ts';
import type { HostedProcess } from '../../hosts/processHost.ts';
import { Work } from '../kernel/index.ts';
import type { LaneSplit } from './lane.ts';
import { LanePool } from './lanePool.ts';

const MEGABYTE = 1024 ** 2;
const GOLDEN: GoldenResult = { runs: [], executionProvider: 'webgpu' };

let pool: LanePool | undefined;
afterEach(() => pool?.stop());

/** What a lane does instead of a job. */
type Fault = 'dies' | 'hangs';

/** Lanes that do at once whatever they are told, and what each of those that are there was configured to. */
function obedientLanes(
  offeredProviders: readonly string[] = ['cpu'],
  faultOf: (job: LaneRequest['job']) => Fault | null = () => null,
) {
  const configured = new Map<number, unknown>();
  let pid = 0;
  const host: ProcessHost = {
    start() {
      pid += 1;
      const own = pid;
      // Jobs are answered in their order: none behind the one that it fails on is.
      let fault: Fault | null = null;
      const tell: ((message: unknown) => void)[] = [];
      const exit: ((code: number | null) => void)[] = [];
      const say = (message: unknown): void => {
        for (const listener of tell) listener(message);
      };
      const process: HostedProcess = {
        pid: undefined,
        onMessage: (listener) => void tell.push(listener),
        onExit: (listener) => void exit.push(listener),
        send(message) {
          const { id, job } = message as LaneRequest;
          if (job.kind === 'configure') configured.set(own, { threads: job.threads, memoryBytes: job.memoryBytes });
          fault ??= faultOf(job);
          if (fault === 'dies') setImmediate(() => this.kill());
          const result = job.kind === 'golden' ? GOLDEN : null;
          if (fault === null) queueMicrotask(() => say({ kind: 'done', id, result }));
        },
        kill() {
          configured.delete(own);
          queueMicrotask(() => {
            for (const listener of exit) listener(null);
          });
        },
      };
      const ready = { kind: 'ready', executionProvider: 'cpu', runtime: { version: '1', offeredProviders } };
      setImmediate(() => say(ready));
      return process;
    },
  };
  return { host, configured: () => [...configured.values()] };
}

function poolOf(host: ProcessHost, split: LaneSplit): LanePool {
  const report = (error: unknown): void => {
    throw error;
  };
  const kernel = { changed: () => undefined, report, work: () => new Work(report) };
  pool = new LanePool(kernel, {
    host,
    split,
    memory: (lanes) => ({ politeBytes: (600 * MEGABYTE) / lanes, hardBytes: (1200 * MEGABYTE) / lanes }),
  });
  return pool;
}

describe('the memory that each lane may take', () => {
  it('is divided anew among the lanes when their number changes, for those that are kept as well', async () => {
    const { host, configured } = obedientLanes();
    const lanes = poolOf(host, { lanes: 1, threads: 4 });
    await lanes.runtime();
    expect(configured()).toEqual([{ threads: 4, memoryBytes: 600 * MEGABYTE }]);
    await lanes.arrange({ lanes: 3, threads: 4 });
    expect(configured()).toEqual(Array(3).fill({ threads: 4, memoryBytes: 200 * MEGABYTE }));
    await lanes.arrange({ lanes: 2, threads: 4 });
    expect(configured()).toEqual(Array(2).fill({ threads: 4, memoryBytes: 300 * MEGABYTE }));
  });

  it('costs no lane its process where nothing changes', async () => {
    const { host, configured } = obedientLanes();
    let started = 0;
    const counting: ProcessHost = {
      start(role) {
        started += 1;
        return host.start(role);
      },
    };
    const lanes = poolOf(counting, { lanes: 2, threads: 1 });
    await expect.poll(() => configured().length).toBe(2);
    await lanes.arrange({ lanes: 2, threads: 1 });
    expect(started).toBe(2);
  });
});

describe('what networks may be run on', () => {
  it('is told as the first lane tells it, and is nothing before', async () => {
    const lanes = poolOf(obedientLanes(['cpu', 'webgpu']).host, { lanes: 1, threads: 1 });
    expect(lanes.offeredProviders()).toEqual([]);
    await lanes.runtime();
    expect(lanes.offeredProviders()).toEqual(['cpu', 'webgpu']);
  });
});

describe('golden pictures behind an image', () => {
  const run = { recipeFolder: '/recipes/ring/1', executionProvider: 'webgpu' };
  const golden = { kind: 'golden', ...run, runs: 1 } as const;
  const image = { kind: 'inspect', imagePath: '/camera/part.png', mapPath: null, thumbnailPath: null, ...run } as const;

  async function poolThat(faultOf: (job: LaneRequest['job']) => Fault | null): Promise<LanePool> {
    const lanes = poolOf(obedientLanes(['webgpu'], faultOf).host, { lanes: 1, threads: 1 });
    await lanes.runtime();
    return lanes;
  }

  it('are without an answer where the lane ends on the image, and have one of the next lane', async () => {
    const lanes = await poolThat(({ kind }) => (kind === 'inspect' ? 'dies' : null));
    const inspected = lanes.inspect(image, { alone: false });
    expect(await Promise.all([inspected, lanes.golden(golden)])).toMatchObject([{ kind: 'lost', blamed: true }, null]);
    expect(await lanes.golden(golden)).toEqual(GOLDEN);
  });

  it('are to blame where the lane ends on them', async () => {
    const lanes = await poolThat(({ kind }) => (kind === 'golden' ? 'dies' : null));
    await expect(lanes.golden(golden)).rejects.toMatchObject({ code: 'lane.crashed' });
  });

  it('are without an answer where the station stops meanwhile', async () => {
    const lanes = await poolThat(({ kind }) => (kind === 'golden' ? 'hangs' : null));
    const asked = lanes.golden(golden);
    await lanes.stop();
    expect(await asked).toBeNull();
  });
});
