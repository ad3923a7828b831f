import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { listImages } from '../../electron/engine/recipes/index.ts';

const PNG_SIDE_PX = 1024;
const PNG_COUNT = 6;
const MANY_SIDE_PX = 512;
const JPEG_QUALITY = 90;

const CAMERAS_PX = [
  [1024, 1024],
  [1920, 1250],
  [2592, 1944],
  [5472, 3648],
] as const;

/** Grey levels (standard deviation) of the noise of a good camera: without any, a PNG would be smaller and quicker to decode than those of a line. */
const CAMERA_NOISE = 2;

export interface ImageSet {
  readonly name: string;
  readonly paths: readonly string[];
}

/** The photographs that come with the product. */
export async function sampleImages(resourcesFolder: string): Promise<ImageSet> {
  const paths = await listImages(join(resourcesFolder, 'samples', 'good'));
  return { name: `sample JPEG, ${await sizeText(paths)}`, paths };
}

/** The same parts as a camera of 1024 x 1024 pixels would write them. */
export function cameraImages(samples: ImageSet, folder: string): Promise<ImageSet> {
  const paths = samples.paths.slice(0, PNG_COUNT);
  return takenBy({ widthPx: PNG_SIDE_PX, heightPx: PNG_SIDE_PX, kind: 'png' }, { ...samples, paths }, folder);
}

/** So many pictures of the parts, each with a noise of its own: as many good images as a calibration asks for. */
export function manyImages({ paths, ...samples }: ImageSet, count: number, folder: string): Promise<ImageSet> {
  const some = Array.from({ length: count }, (_, index) => paths[index % paths.length] ?? '');
  return takenBy({ widthPx: MANY_SIDE_PX, heightPx: MANY_SIDE_PX, kind: 'jpeg' }, { ...samples, paths: some }, folder);
}

/** The first part as cameras of 1 to 20 megapixels write it: as JPEG and as PNG. */
export async function largerImages({ paths, ...samples }: ImageSet, folder: string): Promise<ImageSet[]> {
  const sets: ImageSet[] = [];
  for (const [widthPx, heightPx] of CAMERAS_PX) {
    for (const kind of ['jpeg', 'png'] as const) {
      sets.push(await takenBy({ widthPx, heightPx, kind }, { ...samples, paths: paths.slice(0, 1) }, folder));
    }
  }
  return sets;
}

interface Camera {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly kind: 'jpeg' | 'png';
}

async function takenBy({ widthPx, heightPx, kind }: Camera, samples: ImageSet, folder: string): Promise<ImageSet> {
  await mkdir(folder, { recursive: true });
  const paths: string[] = [];
  for (const [index, sample] of samples.paths.entries()) {
    const path = join(folder, `part-${index + 1}-${widthPx}.${kind}`);
    const noise = { type: 'gaussian', mean: 128, sigma: CAMERA_NOISE } as const;
    const grain = await sharp({
      create: { width: widthPx, height: heightPx, channels: 3, background: 'grey', noise },
    })
      .raw()
      .toBuffer();
    const picture = await sharp(sample)
      .resize(widthPx, heightPx, { fit: 'fill' })
      .toColourspace('srgb')
      .raw()
      .toBuffer();
    const grainy = Uint8ClampedArray.from(picture, (value, place) => value + (grain[place] ?? 128) - 128);
    await sharp(grainy, { raw: { width: widthPx, height: heightPx, channels: 3 } })
      .toFormat(kind, { quality: JPEG_QUALITY })
      .toFile(path);
    paths.push(path);
  }
  return { name: `${kind.toUpperCase()}, ${await sizeText(paths)}`, paths };
}

async function sizeText(paths: readonly string[]): Promise<string> {
  const [first = ''] = paths;
  const { width, height } = await sharp(first).metadata();
  const sizes = await Promise.all(paths.map(async (path) => (await stat(path)).size));
  const mean = sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
  return `${width} x ${height} px, ${(mean / 1e3).toFixed(0)} kB`;
}
