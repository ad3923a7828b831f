import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { buildIfStale } from '../../build/bundles.ts';
import { createChildProcessHost } from '../../electron/hosts/index.ts';
import type { HostedProcess } from '../../electron/hosts/processHost.ts';
import { type EngineRequest, engineMessageSchema } from '../../shared/processes/engine.ts';
import { waitFor } from './installation.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A data folder with twelve records. */
const recorded = join(root, 'tests', 'fixtures', 'dataFolders', '0.1.0', 'data');

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
  let frames: { kind: string; id?: number; output?: unknown }[];

  beforeAll(() => buildIfStale('node'));

  beforeEach(async () => {
    dataFolder = mkdtempSync(join(tmpdir(), 'sigmaline-engine-'));
    cpSync(recorded, dataFolder, { recursive: true });
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
    // What a killed engine had started may write for a moment longer.
    await rm(dataFolder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  });

  const tell = (request: EngineRequest): void => engine.send(request);

  let lastId = 0;

  async function ask(name: string, input: object): Promise<unknown> {
    lastId += 1;
    const id = lastId;
    tell({ kind: 'frame', channel: 'window', frame: { kind: 'request', id, name, input } });
    await waitFor(() => frames.some((frame) => frame.kind === 'result' && frame.id === id));
    return frames.find((frame) => frame.id === id)?.output;
  }

  async function laneIsIdle(): Promise<void> {
    for (let state: string | undefined; state !== 'idle'; ) {
      const { lanes } = (await ask('station.status', {})) as { lanes: { state: string }[] };
      state = lanes[0]?.state;
    }
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
    await laneIsIdle();
  });

  it('reads its records, by itself and on its thread for reading', async () => {
    const page = await ask('feed.page', { before: 4, limit: 2 });
    expect(page).toMatchObject({ total: 12, items: [{ number: 3 }, { number: 2 }] });
    await ask('export.start', {});
    await vi.waitFor(
      async () => expect(await ask('export.list', {})).toMatchObject([{ state: 'done', rows: { done: 12 } }]),
      20_000,
    );
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
