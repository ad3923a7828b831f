import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readDataset } from './dataset.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sigmaline-dataset-'));
});

afterEach(() => rm(folder, { recursive: true }));

async function write(...names: string[]): Promise<void> {
  for (const name of names) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), 'x');
  }
}

describe('a data set in MVTec layout', () => {
  it('is read with its classes and its masks, whichever way they are named', async () => {
    await write('train/good/2.png', 'train/good/10.png', 'test/good/0.png', 'test/scratch/0.jpg', 'test/scratch/1.jpg');
    await write('test/scratch/2.jpg', 'ground_truth/scratch/0.png', 'ground_truth/scratch/1_mask.png');
    const { name, trainGood, test } = await readDataset(folder);
    expect(name).toBe(basename(folder));
    expect(trainGood.map((path) => basename(path))).toEqual(['2.png', '10.png']);
    expect(test).toEqual([
      { path: join(folder, 'test/good/0.png'), className: 'good', defective: false, maskPath: null },
      {
        path: join(folder, 'test/scratch/0.jpg'),
        className: 'scratch',
        defective: true,
        maskPath: join(folder, 'ground_truth/scratch/0.png'),
      },
      {
        path: join(folder, 'test/scratch/1.jpg'),
        className: 'scratch',
        defective: true,
        maskPath: join(folder, 'ground_truth/scratch/1_mask.png'),
      },
      { path: join(folder, 'test/scratch/2.jpg'), className: 'scratch', defective: true, maskPath: null },
    ]);
  });

  it.each([
    ['train/good', join('train', 'good'), ['test/bad/1.png']],
    ['its good images', `an image in ${join('train', 'good')}`, ['train/good/notes.txt', 'test/bad/1.png']],
    ['test', 'test/CLASS', ['train/good/1.png']],
    ['the images of a class', `an image in ${join('test', 'bad')}`, ['train/good/1.png', 'test/bad/notes.txt']],
  ])('is refused without %s, and the missing part is named', async (_, missing, files) => {
    await write(...files);
    await expect(readDataset(folder)).rejects.toMatchObject({ code: 'dataset.layout', details: { folder, missing } });
  });

  it('must be there', async () => {
    await expect(readDataset(join(folder, 'nowhere'))).rejects.toMatchObject({ code: 'folder.not-found' });
  });
});
