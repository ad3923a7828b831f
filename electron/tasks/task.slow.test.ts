import { fork } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TaskMessage, taskMessageSchema } from '../../shared/processes/task.ts';
import { openStationDatabase } from '../engine/storage/index.ts';
import { createChildProcessHost, runTask } from '../hosts/index.ts';
import type { HostedProcess } from '../hosts/processHost.ts';
import { fitTinyRecipe, type TinyRecipe, tinyRequest } from '../lane/testing/parts.fixture.ts';
import { jobs } from './index.ts';

const root = mkdtempSync(join(tmpdir(), 'sigmaline-tasks-'));
const host = createChildProcessHost();
let tiny: TinyRecipe;
beforeAll(async () => {
  tiny = await fitTinyRecipe(root);
});
afterAll(() => rmSync(root, { recursive: true }));

const exitOf = (process: HostedProcess): Promise<number | null> => new Promise((resolve) => process.onExit(resolve));

/** Has a task's process do a job, and keeps all that it says. */
async function saidOf(job: string, request: unknown): Promise<{ messages: TaskMessage[]; exit: number | null }> {
  const task = host.start('task');
  const messages: TaskMessage[] = [];
  task.onMessage((raw) => {
    const message = taskMessageSchema.parse(raw);
    messages.push(message);
    if (message.kind === 'ready') task.send({ job, request });
  });
  return { messages, exit: await exitOf(task) };
}

describe('the process of a task', () => {
  function fitted(imagePaths: readonly string[]) {
    const output = join(root, 'fitted', String(imagePaths.length));
    mkdirSync(output, { recursive: true });
    return saidOf('fit', tinyRequest(tiny.backboneFolder, imagePaths, output));
  }

  it('measures what a backbone takes for one image', async () => {
    const measured = runTask(host, jobs.measureBackbone, { backboneFolder: tiny.backboneFolder, threads: 1 });
    expect((await measured).imageMs).toBeGreaterThan(0);
    const missing = runTask(host, jobs.measureBackbone, { backboneFolder: root, threads: 1 });
    await expect(missing).rejects.toMatchObject({ code: 'backbone.corrupt' });
  });

  it('fits what it is asked and ends by itself', async () => {
    const { messages, exit } = await fitted(tiny.goodPaths);
    expect(messages.at(-1)).toMatchObject({
      kind: 'done',
      result: { recipe: { id: 'disc', limit: { count: 24 } } },
    });
    expect(exit).toBe(0);
  });

  it('says what is wrong and ends by itself', async () => {
    const { messages, exit } = await fitted(tiny.goodPaths.slice(0, 5));
    expect(messages.at(-1)).toMatchObject({ kind: 'failed', error: { code: 'calibration.too-few-images' } });
    expect(exit).toBe(0);
  });

  it.each([
    ['a job that it does not know', 'dance', {}],
    ['a request that its job does not understand', 'fit', { recipe: 'disc' }],
  ])('ends with a failure when it is asked for %s', async (_, job, request) => {
    const { messages, exit } = await saidOf(job, request);
    expect(messages).toEqual([{ kind: 'ready' }]);
    expect(exit).toBe(1);
  });

  it('loads for a backup neither ONNX Runtime nor the decoders', async () => {
    const dataFolder = join(root, 'station');
    mkdirSync(dataFolder);
    const database = openStationDatabase(dataFolder);
    const request = { kind: 'check', database: join(dataFolder, 'station.sqlite'), depth: 'quick' } as const;
    expect(await runTask(host, jobs.backUp, request)).toEqual({ lastSequence: 0 });
    const script = join(root, 'loaded.mjs');
    writeFileSync(
      script,
      `import { jobs } from ${JSON.stringify(new URL('./index.ts', import.meta.url).href)};
       await jobs.backUp.run(${JSON.stringify(request)});
       process.send(process.report.getReport().sharedObjects, () => process.disconnect());`,
    );
    const loaded = await new Promise<string[]>((resolve) => fork(script).on('message', (m) => resolve(m as string[])));
    expect(loaded.filter((file) => /better-sqlite3/.test(file))).toHaveLength(1);
    expect(loaded.filter((file) => /onnxruntime|sharp|vips/.test(file))).toEqual([]);
    database.close();
  });
});
