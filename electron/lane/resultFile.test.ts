import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeResult } from './resultFile.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sigmaline-write-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('writing a file whole', () => {
  it('makes the folders that are missing and leaves nothing beside the file', () => {
    const path = join(folder, 'maps', '2026', 'map.npy');
    writeResult(path, Uint8Array.of(1, 2, 3), { flush: true });
    expect([...readFileSync(path)]).toEqual([1, 2, 3]);
    expect(readdirSync(join(folder, 'maps', '2026'))).toEqual(['map.npy']);
  });

  it('takes the place of an older file', () => {
    const path = join(folder, 'map.npy');
    writeFileSync(path, 'an older and longer content');
    writeResult(path, 'new');
    expect(readFileSync(path, 'utf8')).toBe('new');
  });

  it('names the file that cannot be written, and leaves nothing behind', () => {
    const path = join(folder, 'taken');
    mkdirSync(join(path, 'inside'), { recursive: true });
    expect(() => writeResult(path, 'content')).toThrow(
      expect.objectContaining({
        code: 'lane.unwritable',
        details: expect.objectContaining({ file: path }),
      }),
    );
    expect(readdirSync(folder)).toEqual(['taken']);
  });

  it.skipIf(!existsSync('/dev/full'))('says that the disk is full where it is', () => {
    symlinkSync('/dev/full', join(folder, 'a.part'));
    expect(() => writeResult(join(folder, 'a'), 'content')).toThrow(
      expect.objectContaining({
        code: 'station.disk-full',
        details: { folder },
      }),
    );
  });
});
