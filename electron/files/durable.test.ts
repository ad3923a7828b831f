import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readJsonSync, replaceWhole, unfinishedName, writeJsonSync, writeWhole } from './durable.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sigmaline-durable-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('a file that is written whole', () => {
  it('takes the place of an older one, in a folder that is made for it, and leaves nothing beside it', async () => {
    const path = join(folder, 'data', 'settings.json');
    await writeWhole(path, 'an older and longer text');
    await writeWhole(path, 'new');
    expect(readFileSync(path, 'utf8')).toBe('new');
    expect(readdirSync(join(folder, 'data'))).toEqual(['settings.json']);
  });

  it('takes up what an interrupted write has left', async () => {
    const path = join(folder, 'settings.json');
    writeFileSync(unfinishedName(path), 'half of a text that was longer than the next');
    await writeWhole(path, 'new');
    expect(readdirSync(folder)).toEqual(['settings.json']);
    expect(readFileSync(path, 'utf8')).toBe('new');
  });

  it('leaves the older one alone where it cannot be written to its end, and no remains', async () => {
    const path = join(folder, 'export.csv');
    writeFileSync(path, 'old');
    const write = async (partial: string): Promise<void> => {
      await writeFile(partial, 'half');
      throw new Error('the disk is full');
    };
    await expect(replaceWhole(path, write, `${path}.1.partial`)).rejects.toThrow('the disk is full');
    expect(readFileSync(path, 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(['export.csv']);
  });
});

describe('a journal', () => {
  it('is read as it was written, and is nothing where it is missing or was cut', () => {
    const path = join(folder, 'journal.json');
    expect(readJsonSync(path)).toBeUndefined();
    writeJsonSync(path, { step: 1 });
    expect(readJsonSync(path)).toEqual({ step: 1 });
    writeFileSync(path, '{ "step":');
    expect(readJsonSync(path)).toBeUndefined();
  });

  it('makes no folder: a data folder that went away is not begun anew', () => {
    const path = join(folder, 'away', 'journal.json');
    expect(() => writeJsonSync(path, {})).toThrow(expect.objectContaining({ code: 'ENOENT' }));
    mkdirSync(join(folder, 'away'));
    writeJsonSync(path, {});
    expect(readJsonSync(path)).toEqual({});
  });
});
