import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ErrorReport, growingMs } from '../../shared/domain/index.ts';
import { createChildProcessHost } from './childProcessHost.ts';
import { EngineSupervisor } from './engineSupervisor.ts';

/** What the engine's process does with each message, as the body of a function of `message`. */
type Script = string;

const STARTS = "if (message.kind === 'start') process.send({ kind: 'started', url: null });";
const STOPS = "if (message.kind === 'stop') process.exit(0);";
const ECHOES = "if (message.kind === 'frame') process.send(message);";
const CRASHES = "if (message.kind === 'frame') process.exit(3);";

describe('the supervisor of the engine', () => {
  let folder: string;
  let engine: EngineSupervisor | null;
  let log: string[];
  let failures: ErrorReport[];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sigmaline-supervisor-'));
    engine = null;
    log = [];
    failures = [];
  });

  afterEach(async () => {
    await engine?.stop();
    rmSync(folder, { recursive: true });
  });

  function supervise(
    script: Script,
    timing = { firstMs: 10, longestMs: 40, settledAfterMs: 10_000 },
    watch = { intervalMs: 10_000, silentIntervals: 6 },
  ) {
    write(script);
    const supervised = new EngineSupervisor({
      host: createChildProcessHost({ bundleFolder: folder }),
      start: { kind: 'start', dataFolder: folder, resourcesFolder: folder, http: null },
      timing,
      watch,
      stopGraceMs: 200,
      onFailure: (error) => failures.push(error),
      log: (line) => log.push(line),
    });
    engine = supervised;
    return supervised;
  }

  function write(script: Script): void {
    writeFileSync(join(folder, 'engine.js'), `process.on('message', (message) => { ${script} });`);
  }

  const opened = (supervised: EngineSupervisor) =>
    new Promise<void>((resolve) => {
      if (supervised.isOpen) resolve();
      else supervised.onOpen(resolve);
    });
  const closed = (supervised: EngineSupervisor) => new Promise<void>((resolve) => supervised.onClose(resolve));

  it('carries the frames of both channels, each to its own listeners', async () => {
    const supervised = supervise(STARTS + STOPS + ECHOES);
    await opened(supervised);
    const frames: unknown[] = [];
    const both = new Promise<void>((resolve) => {
      supervised.onFrame('window', (frame) => frames.push(['window', frame]));
      supervised.onFrame('host', (frame) => {
        frames.push(['host', frame]);
        resolve();
      });
    });
    supervised.send('window', { id: 1 });
    supervised.send('host', { id: 2 });
    await both;
    expect(frames).toEqual([
      ['window', { id: 1 }],
      ['host', { id: 2 }],
    ]);
  });

  it('starts an engine that crashed again, and tells of both', async () => {
    const supervised = supervise(STARTS + STOPS + CRASHES);
    await opened(supervised);
    const lost = closed(supervised);
    supervised.send('host', {});
    await lost;
    expect(supervised.isOpen).toBe(false);
    await opened(supervised);
    expect(log).toEqual(['The engine ended (exit code 3); it starts again in 10 ms.']);
  });

  it('tries again later and later while the engine cannot start, and says why each time', async () => {
    const supervised = supervise(
      "if (message.kind === 'start') process.send({ kind: 'failed', error: { code: 'station.disk-full', message: 'full', details: { folder: '/' } } });",
    );
    await waitUntil(() => log.length >= 4);
    expect(log.map((line) => Number(/in (\d+) ms/.exec(line)?.[1])).slice(0, 4)).toEqual([10, 20, 40, 40]);
    expect(failures[0]?.code).toBe('station.disk-full');
    write(STARTS + STOPS);
    await opened(supervised);
  });

  it('counts anew after the engine was well for a while', async () => {
    const timing = { firstMs: 10, longestMs: 1000, settledAfterMs: 0 };
    const supervised = supervise(STARTS + STOPS + CRASHES, timing);
    for (let crash = 0; crash < 3; crash += 1) {
      await opened(supervised);
      const lost = closed(supervised);
      supervised.send('host', {});
      await lost;
    }
    expect(log.every((line) => line.endsWith('in 10 ms.'))).toBe(true);
  });

  it('lets the engine stop by itself, and does not start it again', async () => {
    const note = join(folder, 'stopped');
    const supervised = supervise(
      `${STARTS} if (message.kind === 'stop') import('node:fs').then((fs) => { fs.writeFileSync(${JSON.stringify(note)}, 'in peace'); process.exit(0); });`,
    );
    await opened(supervised);
    await supervised.stop();
    expect(readFileSync(note, 'utf8')).toBe('in peace');
    expect(supervised.isOpen).toBe(false);
    expect(log).toEqual([]);
  });

  it('ends an engine by force that does not stop in time', async () => {
    const supervised = supervise(STARTS);
    await opened(supervised);
    const began = performance.now();
    await supervised.stop();
    expect(performance.now() - began).toBeGreaterThan(150);
    expect(supervised.isOpen).toBe(false);
  });

  it('stops while it waits for the next try', async () => {
    const supervised = supervise('process.exit(1);', {
      firstMs: 60_000,
      longestMs: 60_000,
      settledAfterMs: 1,
    });
    await waitUntil(() => log.length > 0);
    await supervised.stop();
    expect(log).toHaveLength(1);
  });

  it('ends an engine that hangs by force, and starts it again', async () => {
    const hangs = "if (message.kind === 'frame' && message.frame.name === 'hang') for (;;);";
    const timing = { firstMs: 10, longestMs: 40, settledAfterMs: 10_000 };
    const supervised = supervise(STARTS + STOPS + ECHOES + hangs, timing, { intervalMs: 50, silentIntervals: 4 });
    await opened(supervised);
    const lost = closed(supervised);
    supervised.send('host', { name: 'hang' });
    await lost;
    await opened(supervised);
    expect(log).toEqual([
      'The engine hangs; it is ended by force.',
      'The engine ended (killed); it starts again in 10 ms.',
    ]);
  });

  it('leaves an engine alone that has nothing to say but answers', async () => {
    const timing = { firstMs: 10, longestMs: 40, settledAfterMs: 10_000 };
    const supervised = supervise(STARTS + STOPS + ECHOES, timing, { intervalMs: 50, silentIntervals: 3 });
    await opened(supervised);
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect([supervised.isOpen, log]).toEqual([true, []]);
  });

  it('passes over what is no message of an engine', async () => {
    const supervised = supervise(
      `process.send('nonsense'); process.send({ kind: 'frame', channel: 'elsewhere' }); ${STARTS} ${STOPS}`,
    );
    await opened(supervised);
    expect(failures).toEqual([]);
  });
});

describe('the delay before a restart', () => {
  it('doubles up to its longest', () => {
    const timing = { firstMs: 500, longestMs: 30_000, settledAfterMs: 60_000 };
    expect([0, 1, 2, 5, 6, 2000].map((ends) => growingMs(ends, timing))).toEqual([
      500, 1000, 2000, 16_000, 30_000, 30_000,
    ]);
  });
});

async function waitUntil(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10));
}
