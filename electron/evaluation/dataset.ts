import { basename, join, parse, resolve } from 'node:path';
import { SigmalineError } from '../../shared/domain/index.ts';
import { listFolder, listImages } from '../engine/index.ts';

export interface TestImage {
  readonly path: string;
  /** Name of its folder in test/: a class of defects, or `good`. */
  readonly className: string;
  readonly defective: boolean;
  /** Its ground truth, where there is one. */
  readonly maskPath: string | null;
}

/** A data set in MVTec layout: train/good, test/CLASS, and ground_truth/CLASS where masks are known. */
export interface Dataset {
  readonly name: string;
  readonly folder: string;
  readonly trainGood: readonly string[];
  readonly test: readonly TestImage[];
}

export const GOOD_CLASS = 'good';

/**
 * Reads the layout of a data set.
 *
 * @throws SigmalineError `dataset.layout` that names what is missing, `folder.*`
 */
export async function readDataset(folder: string): Promise<Dataset> {
  const root = resolve(folder);
  await listFolder(root);
  const trainGood = await imagesOrLayoutError(root, join('train', GOOD_CLASS));
  const classNames = await foldersIn(join(root, 'test'));
  if (classNames.length === 0) throw new SigmalineError('dataset.layout', { folder: root, missing: 'test/CLASS' });
  const test: TestImage[] = [];
  for (const className of classNames) {
    const images = await imagesOrLayoutError(root, join('test', className));
    const masks = await masksOf(join(root, 'ground_truth', className));
    for (const path of images) {
      const defective = className !== GOOD_CLASS;
      test.push({ path, className, defective, maskPath: defective ? (masks.get(parse(path).name) ?? null) : null });
    }
  }
  return { name: basename(root), folder: root, trainGood, test };
}

async function imagesOrLayoutError(root: string, part: string): Promise<readonly string[]> {
  try {
    return await listImages(join(root, part));
  } catch (cause) {
    if (!(cause instanceof SigmalineError) || cause.code === 'folder.unreadable') throw cause;
    const missing = cause.code === 'folder.no-images' ? `an image in ${part}` : part;
    throw new SigmalineError('dataset.layout', { folder: root, missing }, cause);
  }
}

async function foldersIn(folder: string): Promise<readonly string[]> {
  const entries = await listFolder(folder).catch(() => []);
  return entries.flatMap((entry) => (entry.isDirectory() && !entry.name.startsWith('.') ? [entry.name] : [])).sort();
}

/** Masks by the name of the image that they belong to: `STEM.png` or, as in MVTec AD itself, `STEM_mask.png`. */
async function masksOf(folder: string): Promise<ReadonlyMap<string, string>> {
  const paths = await listImages(folder).catch(() => []);
  return new Map(paths.map((path) => [parse(path).name.replace(/_mask$/, ''), path]));
}
