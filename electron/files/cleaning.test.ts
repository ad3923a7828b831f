import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { keepNewest } from './cleaning.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sigmaline-cache-'));
  for (let file = 1; file <= 30; file++) {
    const path = join(folder, String(file));
    // Every third is a folder with something in it, as exports are.
    if (file % 3 === 0) mkdirSync(path);
    writeFileSync(file % 3 === 0 ? join(path, 'content.csv') : path, '');
    utimesSync(path, file, file);
  }
});

afterEach(() => rmSync(folder, { recursive: true }));

it.each([30, 28])('a cache for %d is left alone while it holds hardly more', async (count) => {
  await keepNewest(folder, count);
  expect(readdirSync(folder)).toHaveLength(30);
});

it('a cache that has grown too large loses its oldest files and folders', async () => {
  await keepNewest(folder, 20);
  const left = readdirSync(folder).map(Number);
  expect(left.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index + 11));
});
