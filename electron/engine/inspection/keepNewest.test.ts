import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { keepNewest } from './keepNewest.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sigmaline-cache-'));
  for (let file = 1; file <= 30; file++) {
    writeFileSync(join(folder, String(file)), '');
    utimesSync(join(folder, String(file)), file, file);
  }
});

afterEach(() => rmSync(folder, { recursive: true }));

it('a cache is left alone while it is small', async () => {
  await keepNewest(folder, 30);
  expect(readdirSync(folder)).toHaveLength(30);
});

it('a cache that has grown too large loses its oldest files', async () => {
  await keepNewest(folder, 20);
  const left = readdirSync(folder).map(Number);
  expect(left.sort((a, b) => a - b)).toEqual(Array.from({ length: 18 }, (_, index) => index + 13));
});
