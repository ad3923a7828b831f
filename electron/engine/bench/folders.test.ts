import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type Computer, knownPlaces, lookInto } from './folders.ts';

const sources = [{ name: 'Camera 1', folder: '/srv/camera-1' }];
const places = async (computer: Partial<Computer>) => {
  const asked = {
    platform: 'linux',
    home: () => '/home/eva',
    isFolder: async () => false,
    mounts: async () => '',
    ...computer,
  } as const;
  return (await knownPlaces(sources, asked)).folders.map(({ name, path }) => `${name} ${path}`);
};

describe('where a person looks for images', () => {
  it('are the folders of sources first, then their own, then disks and shares', async () => {
    const mounts = [
      'proc /proc proc rw',
      '/dev/sdb1 /media/eva/USB\\040STICK vfat rw',
      '//nas/parts /mnt/parts cifs rw',
    ];
    expect(await places({ mounts: async () => mounts.join('\n') })).toEqual([
      'Camera 1 /srv/camera-1',
      'eva /home/eva',
      'USB STICK /media/eva/USB STICK',
      'parts /mnt/parts',
      '/ /',
    ]);
  });

  it('are drives on Windows', async () => {
    const isFolder = async (path: string): Promise<boolean> => path === 'C:\\' || path === 'P:\\';
    expect(await places({ platform: 'win32', home: () => 'C:\\Users\\Eva', isFolder })).toEqual([
      'Camera 1 /srv/camera-1',
      'Eva C:\\Users\\Eva',
      'C:\\ C:\\',
      'P:\\ P:\\',
    ]);
  });
});

describe('a folder', () => {
  const root = mkdtempSync(join(tmpdir(), 'sigmaline-folders-'));
  afterAll(() => rmSync(root, { recursive: true }));

  it('shows the folders inside it in the order that people count in, and how many images lie in itself', async () => {
    for (const name of ['lot-10', 'lot-2', '.cache']) mkdirSync(join(root, name));
    for (const name of ['a.png', 'b.JPG', 'notes.txt', '._b.jpg']) writeFileSync(join(root, name), '');
    writeFileSync(join(root, 'lot-2', 'c.png'), '');
    const { folders, images, parent, path } = await lookInto(root);
    expect(folders.map(({ name }) => name)).toEqual(['lot-2', 'lot-10']);
    expect([images, parent, path]).toEqual([2, dirname(root), root]);
    expect((await lookInto('/')).parent).toBeNull();
  });

  it('says why it cannot be listed', async () => {
    await expect(lookInto(join(root, 'gone'))).rejects.toMatchObject({ code: 'folder.not-found' });
    await expect(lookInto(join(root, 'a.png'))).rejects.toMatchObject({ code: 'folder.not-a-folder' });
  });
});
