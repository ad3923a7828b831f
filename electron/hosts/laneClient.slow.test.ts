import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ORDINARY_TRAITS } from '../../shared/domain/imageTraits.fixture.ts';
import { createChildProcessHost } from './childProcessHost.ts';
import { type InspectJob, type LaneClient, type LaneOptions, openLane } from './laneClient.ts';

let folder: string;
let lane: LaneClient | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sigmaline-lane-'));
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
});

afterEach(async () => {
  lane?.close();
  await rm(folder, { recursive: true });
});

/** A real process that behaves as `script` says; `answer(message)` sends what a lane sends. */
async function openFaultyLane(script: string, options?: LaneOptions): Promise<LaneClient> {
  const preamble = 'const answer = (message) => process.send(message); process.on("disconnect", () => process.exit());';
  await writeFile(join(folder, 'lane.js'), `${preamble}\n${script}`);
  lane = await openLane(createChildProcessHost({ bundleFolder: folder }), options);
  return lane;
}

const READY = 'answer({ kind: "ready", executionProvider: "cpu" });';
const RESULT = `{ sha256: "", content: { size: 1, modifiedUs: 1, changedUs: null, fileId: null }, imageWidthPx: 1, imageHeightPx: 1, traits: ${JSON.stringify(ORDINARY_TRAITS)}, partDistance: 0, patchScore: 0, partShare: null, look: null, levelDistances: [], mapMaximum: 0, placement: null, mapMaximumX: 0,
  mapMaximumY: 0, unusualShare: 0, relitScore: null, executionProvider: "cpu", decodeMs: 0, networkMs: 0, durationMs: 0, occupiedMs: 0, wasKeptBusy: false, score: Number(job.imagePath) }`;

const inspect = (imagePath: string): InspectJob => ({
  kind: 'inspect',
  imagePath,
  recipeFolder: '/recipe',
  mapPath: null,
  thumbnailPath: null,
});

describe('a lane', () => {
  it('gives each job its own answer, in whatever order they come', async () => {
    const client = await openFaultyLane(`${READY}
      const kept = [];
      process.on('message', ({ id, job }) => {
        kept.push({ kind: 'done', id, result: ${RESULT} });
        if (kept.length === 3) for (const message of kept.reverse()) answer(message);
      });`);
    const results = await Promise.all(['1', '2', '3'].map((path) => client.inspect(inspect(path))));
    expect(results.map(({ score }) => score)).toEqual([1, 2, 3]);
    expect(client.executionProvider).toBe('cpu');
  });

  it("fails a job with the image's own error and the hash of what was read", async () => {
    const client = await openFaultyLane(`${READY}
      process.on('message', ({ id }) => answer({ kind: 'failed', id, sha256: 'ab',
        error: { code: 'image.truncated', message: '', details: { file: 'a.png' } } }));`);
    await expect(client.inspect(inspect('/line/a.png'))).rejects.toMatchObject({
      code: 'image.truncated',
      sha256: 'ab',
      isLaneFailure: false,
    });
  });

  it('that dies fails every waiting job and every later one, and says that it is gone', async () => {
    const client = await openFaultyLane(`${READY} process.on('message', () => process.exit(3));`);
    let gone = 0;
    client.onGone(() => {
      gone += 1;
    });
    const jobs = ['/line/a.png', '/line/b.png'].map((path) => client.inspect(inspect(path)));
    const outcomes = await Promise.allSettled(jobs);
    expect(outcomes.map((outcome) => outcome.status === 'rejected' && outcome.reason)).toMatchObject([
      { code: 'lane.crashed', details: { file: 'a.png' }, isLaneFailure: true },
      { code: 'lane.crashed', details: { file: 'b.png' }, isLaneFailure: true },
    ]);
    await expect(client.inspect(inspect('/line/c.png'))).rejects.toMatchObject({ code: 'lane.crashed' });
    expect(gone).toBe(1);
    client.onGone(() => {
      gone += 1;
    });
    expect(gone).toBe(2);
  });

  it('that hangs is ended, and the job that hung is told from those that waited', async () => {
    const client = await openFaultyLane(`${READY} process.on('message', () => { for (;;); });`, { jobTimeoutMs: 300 });
    const hung = client.inspect(inspect('/line/a.png'));
    await expect(hung).rejects.toMatchObject({ code: 'lane.timeout', details: { file: 'a.png', seconds: 0.3 } });
    await new Promise<void>((resolve) => client.onGone(resolve));
  });

  it.each([
    ['ends at once', 'process.exit(9);', 20_000, 'exit code 9'],
    ['says nothing', 'setInterval(() => undefined, 1000);', 400, 'not ready within 0.4 seconds'],
  ])('that %s cannot be opened', async (_, script, startTimeoutMs, reason) => {
    await expect(openFaultyLane(script, { startTimeoutMs })).rejects.toMatchObject({
      code: 'lane.start',
      details: { reason: expect.stringContaining(reason) },
    });
  });
});
