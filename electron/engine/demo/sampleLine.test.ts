import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deliverSamples, writeLikeACamera } from './sampleLine.ts';

let root: string;
let line: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'sigmaline-line-'));
  line = join(root, 'line');
  await mkdir(line);
  for (const kind of ['good', 'bad']) {
    await mkdir(join(root, 'test', kind), { recursive: true });
    for (const part of ['1', '2', '3'])
      await writeFile(join(root, 'test', kind, `${part}.png`), `${kind} part ${part}`);
  }
});

afterEach(() => rm(root, { recursive: true }));

describe('the simulated camera', () => {
  it('writes slowly, in pieces, under the final name', async () => {
    const image = join(root, 'image.png');
    await writeFile(image, 'x'.repeat(1000));
    const target = join(line, 'part.png');
    const sizes = new Set<number>();
    const writing = writeLikeACamera(image, target, { chunks: 5, chunkPauseMs: 40 });
    for (let look = 0; look < 20; look++) {
      sizes.add((await stat(target).catch(() => null))?.size ?? 0);
      await pause(10);
    }
    await writing;
    expect([...sizes].filter((size) => size > 0 && size < 1000).length).toBeGreaterThan(0);
    expect(await readFile(target, 'utf8')).toBe('x'.repeat(1000));
  });

  it('never writes over a file', async () => {
    const target = join(line, 'part.png');
    await writeFile(target, 'before');
    await expect(writeLikeACamera(join(root, 'test/good/1.png'), target)).rejects.toMatchObject({ code: 'EEXIST' });
    expect(await readFile(target, 'utf8')).toBe('before');
  });
});

describe('the sample line', () => {
  const pace = { partPauseMs: 5, chunks: 2, chunkPauseMs: 1 };

  async function deliver(count: number, more: Partial<typeof pace & { keptFiles: number }> = {}): Promise<string[]> {
    const stopping = new AbortController();
    const before = (await readdir(line)).length;
    const delivering = deliverSamples(root, line, { ...pace, ...more }, stopping.signal);
    while ((await readdir(line)).length < before + count) await pause(5);
    stopping.abort();
    await delivering;
    return (await readdir(line)).sort();
  }

  it('delivers whole parts under new names, and stops when it is told to', async () => {
    const names = await deliver(5);
    expect(names.slice(0, 3)).toEqual(['part-000001.png', 'part-000002.png', 'part-000003.png']);
    for (const name of names) expect(await readFile(join(line, name), 'utf8')).toMatch(/^(good|bad) part [123]$/);
    await pause(50);
    expect((await readdir(line)).length).toBe(names.length);
  });

  it('goes on counting where it was stopped', async () => {
    const before = await deliver(3);
    const after = await deliver(2);
    expect(after.slice(0, before.length)).toEqual(before);
    expect(new Set(after).size).toBe(after.length);
  });

  it('removes the oldest beyond those it keeps', async () => {
    const stopping = new AbortController();
    const delivering = deliverSamples(root, line, { ...pace, keptFiles: 4 }, stopping.signal);
    while (!(await readdir(line)).includes('part-000012.png')) await pause(5);
    stopping.abort();
    await delivering;
    const names = (await readdir(line)).sort();
    expect(names).toHaveLength(4);
    expect(names).not.toContain('part-000001.png');
  });

  it('tells when the folder cannot be written any more', async () => {
    const delivering = deliverSamples(root, join(root, 'nowhere'), pace, new AbortController().signal);
    await expect(delivering).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
