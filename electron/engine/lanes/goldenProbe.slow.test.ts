import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { detailText } from '../../../shared/domain/index.ts';
import { createChildProcessHost } from '../../hosts/index.ts';
import { createGoldenProbe } from './goldenProbe.ts';
import { chooseProvider } from './ladder.ts';

let bundleFolder: string;
const closing = new AbortController();

beforeEach(async () => {
  bundleFolder = await mkdtemp(join(tmpdir(), 'sigmaline-probe-'));
  await writeFile(join(bundleFolder, 'package.json'), '{"type":"module"}');
});
afterEach(() => rm(bundleFolder, { recursive: true }));

/** The ladder with a real process whose CPU is all right and whose WebGPU behaves as `script` says. */
async function choose(script: string) {
  await writeFile(
    join(bundleFolder, 'lane.js'),
    `process.on('disconnect', () => process.exit());
     process.on('message', ({ id, job }) => {
       if (job.kind !== 'golden') { process.send({ kind: 'done', id, result: null }); return; }
       if (job.executionProvider === 'webgpu') { ${script} }
       const outputs = [{ score: 1, partDistance: 1, patchScore: 1, levelDistances: [], map: [1] }];
       const runs = Array.from({ length: job.runs }, () => ({ outputs, durationMs: 5 }));
       process.send({ kind: 'done', id, result: { runs, executionProvider: job.executionProvider } });
     });
     process.send({ kind: 'ready', executionProvider: 'cpu' });`,
  );
  const host = createChildProcessHost({ bundleFolder });
  const probe = createGoldenProbe({
    host,
    recipeFolder: '/recipes/ring/1',
    threads: 1,
    signal: closing.signal,
    timeoutMs: 3000,
  });
  return chooseProvider({ wished: 'webgpu', offered: ['cpu', 'webgpu'], failed: new Map(), goldenInt8: null, probe });
}

describe('a provider that is checked in a process of its own', () => {
  it('is taken where it answers as the CPU does', async () => {
    expect(await choose('')).toMatchObject({ provider: 'webgpu' });
  });

  it.each([
    ['crashes', 'process.kill(process.pid, "SIGSEGV"); return;', /the process that ran it ended/],
    ['hangs', 'for (;;);', /no answer within 3 seconds/],
    [
      'is refused',
      'process.send({ kind: "failed", id, sha256: null, error: { code: "lane.provider-failed", message: "", details: { provider: "webgpu", reason: "no adapter" } } }); return;',
      /no adapter/,
    ],
  ])('is left out where it %s, and the CPU remains', async (_, script, reason) => {
    const choice = await choose(script);
    expect(choice.provider).toBe('cpu');
    expect(detailText(choice.refusal ?? '')).toMatch(reason);
  });
});
