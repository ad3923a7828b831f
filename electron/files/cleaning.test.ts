import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { keepNewest, removeAbandoned } from './cleaning.ts';

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

it('what was just made stays, also if the clock is at 1970', async () => {
  const made = join(folder, '1');
  await keepNewest(folder, 20, made);
  expect(readdirSync(folder)).toContain('1');
  expect(readdirSync(folder)).not.toContain('2');
});

it.each([
  ['two days ago', -2, false],
  ['an hour ago', -1 / 24, true],
  ['in two days, by a clock that was ahead', 2, false],
])('a draft that was left %s is removed once nobody can be working on it', async (_when, days, stays) => {
  const draft = join(folder, '.draft-1');
  mkdirSync(draft);
  const time = Date.now() / 1000 + days * 86_400;
  utimesSync(draft, time, time);
  await removeAbandoned(folder, { '.draft-': 86_400_000 });
  expect(existsSync(draft)).toBe(stays);
});
