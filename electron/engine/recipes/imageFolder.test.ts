import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listImages, listNamedFolder } from './imageFolder.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sigmaline-images-'));
});

afterEach(() => rm(folder, { recursive: true }));

const write = (...names: string[]) => Promise.all(names.map((name) => writeFile(join(folder, name), 'x')));
const list = async () => (await listImages(folder)).map((path) => basename(path));

describe('the images of a folder', () => {
  it('come in the order in which people count', async () => {
    await write('part-10.png', 'part-2.png', 'part-1.png');
    expect(await list()).toEqual(['part-1.png', 'part-2.png', 'part-10.png']);
  });

  it('are known by their endings, in any case', async () => {
    await write('a.PNG', 'b.jpg', 'c.JPEG', 'd.tif', 'e.tiff', 'f.bmp', 'g.webp', 'notes.txt', 'h.png.part', 'i');
    expect(await list()).toEqual(['a.PNG', 'b.jpg', 'c.JPEG', 'd.tif', 'e.tiff', 'f.bmp', 'g.webp']);
  });

  it('are files of this folder alone, and none that is hidden', async () => {
    await mkdir(join(folder, 'inside.png'));
    await mkdir(join(folder, 'more'));
    await writeFile(join(folder, 'more', 'deeper.png'), 'x');
    await write('._a.png', 'a.png');
    expect(await list()).toEqual(['a.png']);
  });

  it.skipIf(process.platform === 'win32')('may be links to files', async () => {
    await write('a.png');
    await symlink(join(folder, 'a.png'), join(folder, 'b.png'));
    await symlink(join(folder, 'nowhere.png'), join(folder, 'c.png'));
    expect(await list()).toEqual(['a.png', 'b.png']);
  });

  it.each([
    ['folder.no-images', () => folder],
    ['folder.not-found', () => join(folder, 'nowhere')],
    ['folder.not-a-folder', () => join(folder, 'notes.txt')],
  ])('are refused with %s', async (code, path) => {
    await write('notes.txt');
    await expect(listImages(path())).rejects.toMatchObject({ code, details: { folder: path() } });
  });

  it('are named to a station by the full path: its own folder is not that of whoever types', async () => {
    await write('a.png');
    expect(await listNamedFolder(folder)).toEqual([join(folder, 'a.png')]);
    const named = relative(process.cwd(), folder);
    await expect(listNamedFolder(named)).rejects.toMatchObject({ code: 'folder.relative', details: { folder: named } });
  });
});
