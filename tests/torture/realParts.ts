import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { part } from '../../electron/lane/testing/parts.fixture.ts';
import { sharpOf } from '../../electron/lane/testing/pictures.fixture.ts';
import { recipeVersionSchema } from '../../shared/domain/index.ts';
import { deliver } from './camera.ts';
import type { Limits } from './expectation.ts';
import { sha256Of } from './images.ts';
import { createRandom } from './random.ts';
import { eventually, type TortureStation } from './station/index.ts';

/** A picture that a real lane judges, and the score it got when nothing disturbed the station. */
export interface JudgedPart {
  readonly png: Buffer;
  readonly score: number;
}

const GOOD_PARTS = 12;
const BAD_PARTS = 12;
const FIRST_SEED = 500;
const PATIENCE_MS = 60_000;

/** Good and defective parts that the recipe was not calibrated with. */
async function partPictures(): Promise<Buffer[]> {
  const pictures = [
    ...Array.from({ length: GOOD_PARTS }, (_, index) => part(FIRST_SEED + index)),
    ...Array.from({ length: BAD_PARTS }, (_, index) =>
      part(FIRST_SEED + GOOD_PARTS + index, { x: 30 + 3 * index, y: 32 }),
    ),
  ];
  return Promise.all(pictures.map((picture) => sharpOf(picture).png().toBuffer()));
}

/** Lets a station judge the parts undisturbed; it is stopped before and afterwards. @throws Error where one has no score */
export async function judgeUndisturbed(station: TortureStation): Promise<JudgedPart[]> {
  const pictures = await partPictures();
  await station.start();
  for (const [index, png] of pictures.entries()) {
    await deliver(join(station.cameraFolder(1), `undisturbed-${index}.png`), png, 'whole', createRandom(index));
  }
  await eventually(() => station.content().records.length === pictures.length, PATIENCE_MS);
  await station.stop();
  const scores = new Map(station.content().records.map(({ sha256, score }) => [sha256, score]));
  return pictures.map((png) => {
    const score = scores.get(sha256Of(png)) ?? null;
    if (score === null) throw new Error('a part was not judged although nothing disturbed the station');
    return { png, score };
  });
}

/** The limits of the recipe that a station with real lanes judges by. */
export async function limitsOf(station: TortureStation): Promise<Limits> {
  const file = join(station.dataFolder, 'recipes', 'disc', '1', 'recipe.json');
  const { limits } = recipeVersionSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  if (limits === null) throw new Error('the recipe of the torture is a draft');
  return limits;
}
