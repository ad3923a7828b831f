import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { type Random, randomFrom } from '../samples/random.ts';
import { type Look, paintHousing, paintScene } from './renderAssemblies.ts';
import { paintBoard } from './renderBoard.ts';
import { paintCasting, paintPill, paintScrew, paintTire } from './renderParts.ts';
import { type Camera, differenceMask, type Fault, type Picture, photographed } from './renderPicture.ts';
import { paintCarpet, paintWeave, paintWood } from './renderTextures.ts';

type Painter = (part: Random, fault: Fault | null) => Picture | Promise<Picture>;

interface RenderedSet {
  readonly kinds: readonly string[];
  readonly paint: Painter;
  readonly camera: Camera;
}

const CAMERA: Camera = { blurPx: 0.7, noise: 2.2, exposure: 0.04, slope: 0.03 };
const HOUSING = ['scratch', 'stain', 'missing-hole', 'label'];
const housing = (look: Look): RenderedSet => ({
  kinds: HOUSING,
  paint: (part, fault) => paintHousing(look, part, fault),
  camera: CAMERA,
});

/** Every set that can be rendered. `twolook` holds the images of `twolook-a` and `twolook-b`. */
export const SETS: Readonly<Record<string, RenderedSet>> = {
  screw: { kinds: ['bent-tip', 'chipped-thread', 'scratch', 'missing-slot'], paint: paintScrew, camera: CAMERA },
  pill: { kinds: ['crack', 'stain', 'wrong-print', 'chip'], paint: paintPill, camera: CAMERA },
  board: { kinds: ['nick', 'missing-hole', 'spur', 'open'], paint: paintBoard, camera: CAMERA },
  carpet: { kinds: ['cut', 'stain', 'thread', 'metal'], paint: paintCarpet, camera: CAMERA },
  wood: { kinds: ['scratch', 'hole', 'liquid'], paint: paintWood, camera: CAMERA },
  tire: { kinds: ['bubble', 'cut'], paint: paintTire, camera: { ...CAMERA, noise: 1.4 } },
  weave: { kinds: ['missing', 'fuzz', 'gap'], paint: paintWeave, camera: CAMERA },
  casting: { kinds: ['blow-hole', 'crack'], paint: paintCasting, camera: { ...CAMERA, exposure: 0.2 } },
  scene: { kinds: ['missing', 'broken'], paint: paintScene, camera: { ...CAMERA, exposure: 0.15, blurPx: 1.1 } },
  'twolook-a': housing('a'),
  'twolook-b': housing('b'),
};

/** How many images a set has; the sets of one look have half as many to train on, so that both together have as many as others. */
export interface Counts {
  readonly train: number;
  readonly testGood: number;
  readonly faulty: number;
}

const COUNTS: Counts = { train: 60, testGood: 25, faulty: 30 };

/** Renders sets into `root`/NAME in MVTec layout, one folder for each. The same seed gives the same bytes. */
export async function renderSets(
  root: string,
  names: readonly string[] = Object.keys(SETS),
  counts = COUNTS,
): Promise<void> {
  for (const name of names) {
    const set = SETS[name];
    if (set === undefined) throw new Error(`${name} is not one of ${Object.keys(SETS).join(', ')}`);
    const twoLooks = name.startsWith('twolook');
    await renderSet(set, seedOf(name), { ...counts, train: counts.train / (twoLooks ? 2 : 1) }, async (path, image) => {
      await save(join(root, name, path), image);
      if (twoLooks) await save(join(root, 'twolook', dirname(path), `${name.at(-1)}-${path.split('/').at(-1)}`), image);
    });
  }
}

type Save = (path: string, image: Image) => Promise<void>;

interface Image {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly pixels: Uint8Array;
}

async function renderSet(
  set: RenderedSet,
  seed: number,
  { train, testGood, faulty }: Counts,
  write: Save,
): Promise<void> {
  const image = async (number: number, fault: Fault | null): Promise<{ picture: Picture; image: Image }> => {
    const picture = await set.paint(randomFrom(seed + 3 * number), fault);
    const pixels = photographed(picture, set.camera, randomFrom(seed + 3 * number + 1));
    return { picture, image: { width: picture.width, height: picture.height, channels: 3, pixels } };
  };
  for (let i = 0; i < train; i++) await write(`train/good/${nameOf(i)}.png`, (await image(i, null)).image);
  for (let i = 0; i < testGood; i++) await write(`test/good/${nameOf(i)}.png`, (await image(train + i, null)).image);
  for (let i = 0; i < faulty; i++) {
    const kind = set.kinds[i % set.kinds.length] as (typeof set.kinds)[number];
    const number = train + testGood + i;
    const severity = 1 - Math.floor(i / set.kinds.length) / Math.ceil(faulty / set.kinds.length);
    const bad = await image(number, { kind, severity, random: randomFrom(seed + 3 * number + 2) });
    const good = await image(number, null);
    await write(`test/${kind}/${nameOf(i)}.png`, bad.image);
    const pixels = differenceMask(good.picture, bad.picture);
    await write(`ground_truth/${kind}/${nameOf(i)}_mask.png`, { ...bad.image, channels: 1, pixels });
  }
}

async function save(path: string, { width, height, channels, pixels }: Image): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await sharp(pixels, { raw: { width, height, channels } }).png().toFile(path);
}

function nameOf(index: number): string {
  return String(index).padStart(3, '0');
}

function seedOf(name: string): number {
  return [...name].reduce((seed, letter) => (Math.imul(seed, 31) + letter.charCodeAt(0)) >>> 0, 7);
}
