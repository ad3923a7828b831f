import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createChildProcessHost } from '../../../electron/hosts/index.ts';
import type { HostedProcess } from '../../../electron/hosts/processHost.ts';
import { ContractClient } from '../../../shared/contract/index.ts';
import { type EngineMessage, type EngineRequest, engineMessageSchema } from '../../../shared/processes/engine.ts';

let dataFolder: string;
const running: HostedProcess[] = [];

beforeEach(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'sigmaline-engine-'));
});

afterEach(async () => {
  for (const engine of running.splice(0)) engine.kill();
  await rm(dataFolder, { recursive: true, maxRetries: 5 });
});

interface EngineProcess {
  readonly ended: Promise<number | null>;
  send(message: EngineRequest): void;
  next(): Promise<EngineMessage>;
  client(): ContractClient;
}

function engineProcess(): EngineProcess {
  const hosted = createChildProcessHost().start('engine');
  running.push(hosted);
  const messages: EngineMessage[] = [];
  const waiting: ((message: EngineMessage) => void)[] = [];
  const frameListeners: ((frame: unknown) => void)[] = [];
  hosted.onMessage((raw) => {
    const message = engineMessageSchema.parse(raw);
    if (message.kind === 'frame') for (const listener of frameListeners) listener(message.frame);
    else (waiting.shift() ?? ((unasked) => messages.push(unasked)))(message);
  });
  const send = (message: EngineRequest): void => hosted.send(message);
  return {
    send,
    ended: new Promise((resolve) => hosted.onExit(resolve)),
    next: () => {
      const message = messages.shift();
      return message === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(message);
    },
    client: () =>
      new ContractClient({
        send: (frame) => send({ kind: 'frame', channel: 'window', frame }),
        onFrame: (listener) => frameListeners.push(listener),
        onClose: () => undefined,
        close: () => undefined,
      }),
  };
}

const start = (folder = dataFolder): EngineRequest => ({
  kind: 'start',
  dataFolder: folder,
  resourcesFolder: dataFolder,
  http: null,
});

describe("the engine's process", () => {
  it('serves the contract to its starter, and ends when it is told to', async () => {
    const engine = engineProcess();
    engine.send(start());
    expect(await engine.next()).toEqual({ kind: 'started', url: null });
    const status = await engine.client().request('station.status', {});
    expect(status).toMatchObject({ name: 'Station', sources: [], backlog: 0, demo: 'off' });
    engine.send({ kind: 'stop' });
    expect(await engine.ended).toBe(0);
  });

  it('says why it cannot start, and ends', async () => {
    const first = engineProcess();
    first.send(start());
    await first.next();
    const second = engineProcess();
    second.send(start());
    expect(await second.next()).toMatchObject({ kind: 'failed', error: { code: 'station.locked' } });
    expect(await second.ended).toBe(1);
  });

  it('does not guess where a relative path begins', async () => {
    const engine = engineProcess();
    engine.send(start('data'));
    expect(await engine.next()).toMatchObject({ kind: 'failed', error: { code: 'folder.relative' } });
  });
});
