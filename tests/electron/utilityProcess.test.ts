import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildIfStale } from '../../build/bundles.ts';
import { createUtilityProcessHost, type HostedProcess } from '../../electron/hosts/index.ts';
import { type EngineRequest, engineMessageSchema } from '../../shared/processes/engine.ts';
import { waitFor } from './installation.ts';
import { utilityProcess } from './standIn/utilityProcess.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Processes of this one that run `script`. */
function childrenRunning(script: string): number[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.map(Number).filter((pid) => {
    try {
      const isOurs = readFileSync(`/proc/${pid}/status`, 'utf8').includes(`PPid:\t${process.pid}\n`);
      return isOurs && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(script);
    } catch {
      return false;
    }
  });
}

/** How engine and lanes run on Windows and on a Mac. */
describe.skipIf(process.platform !== 'linux')('the engine in a utility process (stand-in)', () => {
  let dataFolder: string;
  let engine: HostedProcess;
  let frames: { kind: string; output?: { lanes: { state: string }[] } }[];

  beforeAll(() => buildIfStale('node'));

  beforeEach(async () => {
    dataFolder = mkdtempSync(join(tmpdir(), 'sigmaline-utility-'));
    frames = [];
    engine = createUtilityProcessHost(utilityProcess, join(root, 'out', 'node')).start('engine');
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
    const ended = new Promise((resolve) => engine.onExit(resolve));
    if (engine.pid !== undefined) {
      engine.kill();
      await ended;
    }
    rmSync(dataFolder, { recursive: true, force: true });
  });

  const tell = (request: EngineRequest): void => engine.send(request);

  async function laneIsIdle(): Promise<void> {
    await waitFor(() => {
      tell({ kind: 'frame', channel: 'window', frame: { kind: 'request', id: 1, name: 'station.status', input: {} } });
      return frames.some(({ kind, output }) => kind === 'result' && output?.lanes[0]?.state === 'idle');
    });
  }

  it('has its lane started by the main process, and talks to it', async () => {
    await laneIsIdle();
    expect(childrenRunning('lane.js')).toHaveLength(1);
  });

  it('gets another lane for one that was killed', async () => {
    await laneIsIdle();
    const [lane] = childrenRunning('lane.js');
    process.kill(lane as number, 'SIGKILL');
    await waitFor(() => childrenRunning('lane.js').some((pid) => pid !== lane));
    frames = [];
    await laneIsIdle();
  });

  it('takes its lane with it when it is killed', async () => {
    await laneIsIdle();
    engine.kill();
    await waitFor(() => childrenRunning('lane.js').length === 0);
  });

  it('stops in peace', async () => {
    const ended = new Promise<number | null>((resolve) => engine.onExit(resolve));
    tell({ kind: 'stop' });
    expect(await ended).toBe(0);
    expect(existsSync(join(dataFolder, 'station.sqlite'))).toBe(true);
    await waitFor(() => childrenRunning('lane.js').length === 0);
  });
});
