import { appendFile, mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { sha256Of, tinyPng } from '../images.ts';

/** One file of a small run, and what its record must say. */
export interface SmallFile {
  readonly source: 'Camera 1' | 'Camera 2';
  readonly file: string;
  readonly sha256: string;
  readonly errorCode: string | null;
}

/**
 * Delivers six files in different ways: at once, in pieces, under another name first, in a folder inside, one that is no image, and one that is
 * archived once it is recorded.
 */
export async function deliverSmallRun(cameras: readonly [string, string], run: number): Promise<SmallFile[]> {
  const [first, second] = cameras;
  const content = (index: number): Buffer => tinyPng(run * 10 + index);
  const inside = `lot ${run}`;
  await mkdir(join(first, inside), { recursive: true });
  const files: SmallFile[] = [];
  const good = (source: SmallFile['source'], file: string, bytes: Buffer): void =>
    void files.push({ source, file, sha256: sha256Of(bytes), errorCode: null });

  good('Camera 1', `${run}-whole.png`, content(1));
  await writeFile(join(first, `${run}-whole.png`), content(1));

  good('Camera 1', `${run}-pieces.png`, content(2));
  const half = Math.floor(content(2).length / 2);
  await writeFile(join(first, `${run}-pieces.png`), content(2).subarray(0, half));

  good('Camera 2', `${run}-archived.png`, content(3));
  await writeFile(join(second, `${run}-archived.png`), content(3));

  const noImage = Buffer.from(`the camera wrote this sentence for the run ${run}`);
  files.push({
    source: 'Camera 1',
    file: `${run}-bad.png`,
    sha256: sha256Of(noImage),
    errorCode: 'image.not-an-image',
  });
  await writeFile(join(first, `${run}-bad.png`), noImage);

  good('Camera 1', `${inside}/inside.png`, content(4));
  await writeFile(join(first, inside, 'inside.png'), content(4));

  await pause(30);
  await appendFile(join(first, `${run}-pieces.png`), content(2).subarray(half));
  good('Camera 1', `${run}-renamed.png`, content(5));
  await writeFile(join(first, `${run}-renamed.png.tmp`), content(5));
  await rename(join(first, `${run}-renamed.png.tmp`), join(first, `${run}-renamed.png`));
  return files;
}

export async function isArchived(archive: string, run: number): Promise<boolean> {
  const names = await readdir(archive, { recursive: true }).catch(() => []);
  return names.some((name) => name.endsWith(`${run}-archived.png`));
}
