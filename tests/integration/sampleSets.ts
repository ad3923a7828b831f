import { copyFile, mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { listImages } from '../../electron/engine/recipes/index.ts';

export const resourcesFolder = fileURLToPath(new URL('../../resources', import.meta.url));
const samples = join(resourcesFolder, 'samples');

/** A small data set in MVTec layout from the sample product: enough good images for a target of 5 %. */
export async function buildSampleSet(dataset: string): Promise<void> {
  const copy = async (from: string, to: string, count: number): Promise<void> => {
    await mkdir(join(dataset, to), { recursive: true });
    for (const path of (await listImages(join(samples, from))).slice(0, count)) {
      await copyFile(path, join(dataset, to, basename(path)));
    }
  };
  await copy('good', 'train/good', 20);
  await copy('test/good', 'test/good', 6);
  await copy('test/bad', 'test/bad', 20);
  await copy('ground_truth/bad', 'ground_truth/bad', 20);
}
