import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SigmalineError } from '../../../shared/domain/index.ts';
import { download } from './download.ts';
import { type Behaviour, type FileServer, serveFile } from './fileServer.fixture.ts';

const content = Uint8Array.from({ length: 300_000 }, (_, index) => (index * 7919) % 251);

let folder: string;
let file: string;
let server: FileServer | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sigmaline-download-'));
  file = join(folder, 'inside', 'part');
});
afterEach(async () => {
  await server?.close();
  server = undefined;
  await rm(folder, { recursive: true });
});

async function fetchFrom(behaviour: Behaviour = {}, options: { signal?: AbortSignal; patienceMs?: number } = {}) {
  server ??= await serveFile(content, behaviour);
  const steps: [number, number | null][] = [];
  await download({ address: server.address, file, onProgress: (...step) => steps.push(step), ...options });
  return steps;
}

describe('a download', () => {
  it('brings the whole file and tells how far it is', async () => {
    const steps = await fetchFrom();
    expect(await readFile(file)).toEqual(Buffer.from(content));
    expect(steps.at(-1)).toEqual([content.length, content.length]);
    expect(steps.map(([done]) => done)).toEqual(steps.map(([done]) => done).toSorted((a, b) => a - b));
  });

  it('that was cut keeps what came and goes on from there', async () => {
    const cut: unknown = await fetchFrom({ breakAfter: { bytes: 120_000, times: 1 } }).catch(
      (thrown: unknown) => thrown,
    );
    expect(cut).toMatchObject({ code: 'download.interrupted' });
    // What was on its way when the connection broke may be lost.
    const came = Number((cut as SigmalineError).details.done);
    expect(came).toBeGreaterThan(0);
    expect(came).toBeLessThanOrEqual(120_000);
    const steps = await fetchFrom();
    expect(server?.ranges).toEqual([null, `bytes=${came}-`]);
    expect(steps.every(([done, total]) => done > came && total === content.length)).toBe(true);
    expect(await readFile(file)).toEqual(Buffer.from(content));
  });

  it('begins anew where the server cannot go on', async () => {
    await fetchFrom();
    await writeFile(file, content.subarray(0, 50_000));
    await server?.close();
    server = await serveFile(content, { ignoresRange: true });
    await fetchFrom();
    expect(await readFile(file)).toEqual(Buffer.from(content));
  });

  it('that had come completely is not repeated', async () => {
    await fetchFrom();
    expect(await fetchFrom()).toEqual([]);
    expect(server?.ranges).toEqual([null, `bytes=${content.length}-`]);
    expect(await readFile(file)).toEqual(Buffer.from(content));
  });

  it('gives up a server that falls silent', async () => {
    await expect(fetchFrom({ silentAfter: 1000 }, { patienceMs: 300 })).rejects.toMatchObject({
      code: 'download.interrupted',
      details: { done: 1000, reason: 'nothing came for 0.3 seconds' },
    });
  });

  it('names the answer of a server that refuses', async () => {
    await expect(fetchFrom({ status: 404 })).rejects.toMatchObject({
      code: 'download.refused',
      details: { status: '404 Not Found' },
    });
  });

  it('names the address that cannot be reached', async () => {
    const gone = await serveFile(content);
    await gone.close();
    const tried = download({ address: gone.address, file, onProgress: () => undefined });
    await expect(tried).rejects.toMatchObject({ code: 'download.unreachable', details: { address: gone.address } });
  });

  it('ends at once when it is cancelled', async () => {
    const cancellation = new AbortController();
    const running = fetchFrom({ silentAfter: 1000 }, { signal: cancellation.signal });
    setTimeout(() => cancellation.abort(new Error('enough')), 200);
    await expect(running).rejects.toThrow('enough');
  });
});
