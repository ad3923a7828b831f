import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { probeFile } from '../../files/index.ts';
import { probeCompleteness } from './completeness.ts';

const IMAGE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==',
  'base64',
);
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sigmaline-probe-'));
});

afterEach(() => rm(folder, { recursive: true }));

describe('whether a file is complete', () => {
  it('is asked of the content that was found, not of what has come since', async () => {
    const path = join(folder, 'part.png');
    await writeFile(path, IMAGE.subarray(0, 40));
    const found = await probeFile(path);
    if (found.kind !== 'file') throw new Error('the file is there');
    await appendFile(path, IMAGE.subarray(40));
    expect((await probeCompleteness(path, found.fingerprint)).completeness).toBe('incomplete');
    const whole = await probeFile(path);
    expect(whole.kind === 'file' && (await probeCompleteness(path, whole.fingerprint)).completeness).toBe('complete');
  });
});
