import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildIfStale } from '../../build/bundles.ts';
import { createChildProcessHost } from '../../electron/hosts/index.ts';
import type { HostedProcess } from '../../electron/hosts/processHost.ts';
import { type EngineRequest, engineMessageSchema } from '../../shared/processes/engine.ts';
import { waitFor } from './installation.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Processes that the process of this id started and that run `script`. */
function childrenRunning(script: string, starter: number | undefined): number[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.map(Number).filter((pid) => {
    try {
      const isOurs = readFileSync(`/proc/${pid}/status`, 'utf8').includes(`PPid:\t${starter}\n`);
      return isOurs && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(script);
    } catch {
      return false;
    }
  });
}

function isAlive(pid: number | undefined): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('lane.js');
  } catch {
    return false;
  }
}

/** As the window starts it: plain Node, from the bundles, with messages in JSON. */
describe.skipIf(process.platform !== 'linux')("the engine's process", () => {
  let dataFolder: string;
  let engine: HostedProcess;
  let exited: Promise<number | null>;
  let frames: { kind: string; output?: { lanes: { state: string }[] } }[];

  beforeAll(() => buildIfStale('node'));

  beforeEach(async () => {
    dataFolder = mkdtempSync(join(tmpdir(), 'sigmaline-engine-'));
    frames = [];
    engine = createChildProcessHost({ bundleFolder: join(root, 'out', 'node'), serialization: 'json' }).start('engine');
    exited = new Promise((resolve) => engine.onExit(resolve));
    const started = new Promise<void>((resolve) => {
      engine.onMessage((raw) => {
        const message = engineMessageSchema.parse(raw);
        if (message.kind === 'started') resolve();
        if (message.kind === 'frame') frames.push(message.frame as (typeof frames)[number]);
      });
    });
    tell({ kind: 'start', dataFolder, resourcesFolder: join(root, 'resources'), http: null });
    await started;
  });

  afterEach(async () => {
    engine.kill();
    await exited;
    rmSync(dataFolder, { recursive: true, force: true });
  });

  const tell = (request: EngineRequest): void => engine.send(request);

  async function laneIsIdle(): Promise<void> {
    await waitFor(() => {
      tell({ kind: 'frame', channel: 'window', frame: { kind: 'request', id: 1, name: 'station.status', input: {} } });
      return frames.some(({ kind, output }) => kind === 'result' && output?.lanes[0]?.state === 'idle');
    });
  }

  it('starts its lane and talks to it', async () => {
    await laneIsIdle();
    expect(childrenRunning('lane.js', engine.pid)).toHaveLength(1);
  });

  it('gets another lane for one that was killed', async () => {
    await laneIsIdle();
    const [lane] = childrenRunning('lane.js', engine.pid);
    process.kill(lane as number, 'SIGKILL');
    await waitFor(() => childrenRunning('lane.js', engine.pid).some((pid) => pid !== lane));
    frames = [];
    await laneIsIdle();
  });

  it('takes its lane with it when it is killed', async () => {
    await laneIsIdle();
    const [lane] = childrenRunning('lane.js', engine.pid);
    engine.kill();
    await waitFor(() => !isAlive(lane));
  });

  it('stops in peace', async () => {
    const [lane] = childrenRunning('lane.js', engine.pid);
    tell({ kind: 'stop' });
    expect(await exited).toBe(0);
    expect(existsSync(join(dataFolder, 'station.sqlite'))).toBe(true);
    await waitFor(() => !isAlive(lane));
  });
});
