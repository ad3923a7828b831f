import { fork } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LaneJob, type LaneMessage, laneMessageSchema } from '../../shared/processes/lane.ts';
import { createChildProcessHost } from '../hosts/index.ts';
import type { HostedProcess } from '../hosts/processHost.ts';
import { fitTinyRecipe, part, type TinyRecipe } from './testing/parts.fixture.ts';
import { sharpOf } from './testing/pictures.fixture.ts';

const root = mkdtempSync(join(tmpdir(), 'sigmaline-processes-'));
const host = createChildProcessHost();
let tiny: TinyRecipe;
beforeAll(async () => {
  tiny = await fitTinyRecipe(root);
});
afterAll(() => rmSync(root, { recursive: true }));

function startLane() {
  const lane = host.start('lane');
  const messages: LaneMessage[] = [];
  lane.onMessage((message) => messages.push(laneMessageSchema.parse(message)));
  return { lane, messages };
}

function exitOf(process: HostedProcess): Promise<number | null> {
  return new Promise((resolve) => process.onExit(resolve));
}

const inspect = (imagePath: string): LaneJob => ({
  kind: 'inspect',
  imagePath,
  recipeFolder: tiny.folder,
  mapPath: null,
  thumbnailPath: null,
});

describe('a lane', () => {
  it('says that it is ready and answers every request in order, failures too', async () => {
    const { lane, messages } = startLane();
    const cut = join(root, 'cut.png');
    writeFileSync(cut, (await sharpOf(part(1)).png().toBuffer()).subarray(0, 300));
    const paths = [tiny.goodPaths[0]!, cut, join(root, 'gone.png'), tiny.goodPaths[1]!];
    for (const [id, path] of paths.entries()) lane.send({ id, job: inspect(path) });
    await expect.poll(() => messages.length, { timeout: 20_000 }).toBe(5);
    expect(messages).toMatchObject([
      { kind: 'ready', executionProvider: 'cpu' },
      { kind: 'done', id: 0, result: { imageWidthPx: 96 } },
      { kind: 'failed', id: 1, error: { code: 'image.truncated' }, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
      { kind: 'failed', id: 2, error: { code: 'image.not-found' }, sha256: null },
      { kind: 'done', id: 3 },
    ]);
    lane.kill();
    await exitOf(lane);
  });

  it('ends with a failure when it is sent what it cannot answer', async () => {
    const { lane } = startLane();
    lane.send({ id: 'one', job: { kind: 'dance' } });
    expect(await exitOf(lane)).toBe(1);
  });

  it('ends by itself when its starter is gone', async () => {
    const starter = join(root, 'starter.mjs');
    const hosts = new URL('../hosts/index.ts', import.meta.url).href;
    writeFileSync(
      starter,
      `import { createChildProcessHost } from ${JSON.stringify(hosts)};
       const lane = createChildProcessHost().start('lane');
       lane.onMessage(() => { process.send(lane.pid, () => process.kill(process.pid, 'SIGKILL')); });`,
    );
    const pid = await new Promise<number>((resolve) => {
      fork(starter).on('message', (message) => resolve(Number(message)));
    });
    await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false);
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
