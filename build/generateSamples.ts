/**
 * Renders the sample product into resources/samples: good parts to calibrate, good and bad parts to test, masks of the defects.
 * The same seed gives the same pixels. Run it with `node build/generateSamples.ts [FOLDER]`.
 */
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp, { type Sharp } from 'sharp';
import { DEFECT_KINDS, type Defect, makeDefect } from './samples/defects.ts';
import { randomFrom } from './samples/random.ts';
import { IMAGE_SIZE_PX, renderPart } from './samples/render.ts';

const GOOD_TO_CALIBRATE = 60;
const GOOD_TO_TEST = 20;
const SEVERITIES = [1, 0.65, 0.35, 0.1];

const root = process.argv[2] ?? fileURLToPath(new URL('../resources/samples', import.meta.url));
await rm(root, { recursive: true, force: true });

let seed = 1;
for (let index = 1; index <= GOOD_TO_CALIBRATE; index++) await writePart(`good/ring-${number(index)}.jpg`, null, null);
for (let index = 1; index <= GOOD_TO_TEST; index++) await writePart(`test/good/ring-${number(index)}.jpg`, null, null);
for (const kind of DEFECT_KINDS) {
  for (const [index, severity] of SEVERITIES.entries()) {
    const name = `${kind}-${index + 1}`;
    const defect = makeDefect(kind, severity, randomFrom(7000 + seed));
    await writePart(`test/bad/${name}.jpg`, `ground_truth/bad/${name}.png`, defect);
  }
}

async function writePart(imageName: string, maskName: string | null, defect: Defect | null): Promise<void> {
  const { pixels, mask } = renderPart(defect, randomFrom(seed++));
  const size = { width: IMAGE_SIZE_PX, height: IMAGE_SIZE_PX };
  const image = sharp(pixels, { raw: { ...size, channels: 3 } });
  await save(imageName, image.jpeg({ quality: 86, mozjpeg: true }));
  if (maskName !== null) await save(maskName, sharp(mask, { raw: { ...size, channels: 1 } }).png({ palette: true }));
}

async function save(name: string, image: Sharp): Promise<void> {
  const path = join(root, name);
  await mkdir(dirname(path), { recursive: true });
  await image.toFile(path);
}

function number(index: number): string {
  return String(index).padStart(2, '0');
}
