import { chmodSync, mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { sha256Of } from '../../files/index.ts';
import { FileMemory, readImageFile } from './imageFile.ts';

const folder = mkdtempSync(join(tmpdir(), 'sigmaline-image-file-'));
afterAll(() => rmSync(folder, { recursive: true }));

function fileWith(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe.each([
  ['into a buffer of its own', undefined],
  ['into memory that is kept', new FileMemory()],
])('a file that is read %s', (_, memory) => {
  it('is hashed by exactly the bytes that are judged', async () => {
    const file = await readImageFile(fileWith('part.txt', 'abc'), memory);
    expect(file.bytes.toString()).toBe('abc');
    expect(sha256Of(file.bytes)).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });

  it('tells its size and time, of the very file that was read', async () => {
    const path = fileWith('timed.png', 'abc');
    utimesSync(path, 1_700_000_000.123_456, 1_700_000_000.123_456);
    const stats = statSync(path, { bigint: true });
    const { changedUs, ...content } = (await readImageFile(path, memory)).content;
    expect(content).toEqual({ size: 3, modifiedUs: 1_700_000_000_123_456, fileId: String(stats.ino) });
    // Rounded by way of a double, whose steps are a quarter of a microsecond.
    expect([0, 1]).toContain(Number(changedUs) - Number(stats.ctimeNs / 1000n));
  });

  it('may be empty', async () => {
    expect((await readImageFile(fileWith('empty.png', ''), memory)).bytes).toHaveLength(0);
  });

  it('may be gone', async () => {
    const path = join(folder, 'gone.png');
    await expect(readImageFile(path, memory)).rejects.toMatchObject({
      code: 'image.not-found',
      details: { file: path },
    });
  });

  it('may be a folder, which is none', async () => {
    await expect(readImageFile(folder, memory)).rejects.toThrow('cannot be read (it is a folder)');
  });

  it.skipIf(process.getuid?.() === 0 || process.platform === 'win32')('may be locked', async () => {
    const path = fileWith('locked.png', 'abc');
    chmodSync(path, 0);
    await expect(readImageFile(path, memory)).rejects.toThrow('permission denied');
  });

  it.skipIf(process.platform !== 'linux')('is read to its end where its size says less than there is', async () => {
    expect((await readImageFile('/proc/self/status', memory)).bytes.toString()).toContain('Name:');
  });
});

describe('memory that is kept', () => {
  it('serves one file after the other, larger and smaller', async () => {
    const memory = new FileMemory();
    const contents = [1000, 5, 70_000, 1000].map((length, index) => Buffer.alloc(length, index + 1));
    for (const [index, content] of contents.entries()) {
      const { bytes } = await readImageFile(fileWith(`${index}.png`, content), memory);
      expect(Buffer.compare(bytes, content)).toBe(0);
    }
  });

  it('is the same for a file that fits, and none for one that is very large', () => {
    const memory = new FileMemory();
    const room = memory.room(1000);
    expect(memory.room(10)).toBe(room);
    expect(memory.room(64 * 1024 ** 2 + 1)).toBeNull();
    expect(memory.room(1000)).toBe(room);
  });
});
