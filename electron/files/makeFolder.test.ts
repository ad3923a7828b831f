import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { makeFolderSync } from './makeFolder.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'sigmaline-folder-'));
});
afterEach(() => rmSync(root, { recursive: true }));

it('makes a folder with those above it, and leaves one that is there', () => {
  const folder = join(root, 'a', 'b', 'c');
  makeFolderSync(folder);
  makeFolderSync(folder);
  expect(statSync(folder).isDirectory()).toBe(true);
});

it('says why there can be none', () => {
  const file = join(root, 'file');
  writeFileSync(file, '');
  expect(() => makeFolderSync(file)).toThrow('EEXIST');
  expect(() => makeFolderSync(join(file, 'below'))).toThrow('ENOTDIR');
});

it.runIf(process.platform === 'linux')('gives up at once in a folder that takes no names', () => {
  expect(() => makeFolderSync('/proc/nope/below')).toThrow('ENOENT');
});
