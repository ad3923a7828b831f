import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { imagesBelow } from './folderImages.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sigmaline-folder-images-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]);

function write(path: string, bytes: Buffer | string = PNG): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), bytes);
}

test('the images of a folder are found in all folders in it, by what is in them, as a source finds them', async () => {
  for (const path of ['part-10.png', 'part-2.png', 'lot 7/side/part.dat', '@eaDir/part.png', '.hidden/part.png'])
    write(path);
  write('notes.txt', 'the camera was cleaned');
  write('lot 7/results.csv', 'serial;result');
  write('spoilt.png', 'no image at all');
  write('empty.bmp', '');
  symlinkSync(join(folder, 'lot 7'), join(folder, 'elsewhere'));
  expect(await imagesBelow(folder)).toEqual({
    images: ['empty.bmp', 'lot 7/side/part.dat', 'part-2.png', 'part-10.png', 'spoilt.png'],
    leftOut: ['lot 7/results.csv', 'notes.txt'],
    remarks: [{ code: 'source.file-refused', details: { file: join(folder, 'elsewhere'), others: '' } }],
  });
});

test('a folder without any image is an error', async () => {
  write('notes.txt', 'the camera was cleaned');
  await expect(imagesBelow(folder)).rejects.toMatchObject({ code: 'folder.no-images' });
});
