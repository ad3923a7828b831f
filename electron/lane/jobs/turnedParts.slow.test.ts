import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Placement, placedPoint } from '../../../shared/domain/index.ts';
import type { InspectionResult } from '../../../shared/processes/lane.ts';
import { Decoders } from '../decoding/index.ts';
import { openRecipeSession, SessionCache } from '../session/index.ts';
import { fitTurnedRecipe } from '../testing/parts.fixture.ts';
import { type Picture, sharpOf } from '../testing/pictures.fixture.ts';
import { type Drawing, type Lying, lyingPart } from '../testing/turnedParts.fixture.ts';
import { stagedJob } from './index.ts';

const root = mkdtempSync(join(tmpdir(), 'sigmaline-turned-'));
const sessions = new SessionCache((folder, recipe) => openRecipeSession(folder, recipe, { threads: 1 }), 2);
const decoders = new Decoders();
let folder: string;
beforeAll(async () => {
  folder = await fitTurnedRecipe(root);
});
afterAll(async () => {
  await decoders.close();
  rmSync(root, { recursive: true });
});

const TURNED: Lying = { degrees: 205, right: -14, down: 11 };
const limit = (): number => sessions.recipe(folder).limits?.fail ?? Number.NaN;

async function inspect(picture: Picture): Promise<InspectionResult> {
  const imagePath = join(root, 'part.png');
  writeFileSync(imagePath, await sharpOf(picture).png().toBuffer());
  const job = { kind: 'inspect', imagePath, recipeFolder: folder, mapPath: null, thumbnailPath: null } as const;
  const result = await stagedJob(job, { sessions, decoders, configure: () => undefined }).finish(async () => false);
  return result as InspectionResult;
}

const drawn = (drawing: Partial<Drawing>): Picture => lyingPart(TURNED, { seed: 77, ...drawing });

test('a good part that lies turned passes, and its record says where it lies', async () => {
  const { score, placement } = await inspect(drawn({}));
  expect(score).toBeLessThan(limit());
  const [x, y] = placedPoint(placement as Placement, [0.5, 0.5]);
  expect(Math.hypot(x * 200 - 86, y * 150 - 86)).toBeLessThan(2);
});

test('a defect of a part that lies turned fails, and is where it is in the image as it was taken', async () => {
  const blot = { x: 8, y: 12 };
  const { score, mapMaximumX, mapMaximumY } = await inspect(drawn({ blot }));
  expect(score).toBeGreaterThan(limit());
  const [cosine, sine] = [Math.cos((205 * Math.PI) / 180), Math.sin((205 * Math.PI) / 180)];
  const taken = [86 + blot.x * cosine - blot.y * sine, 86 + blot.x * sine + blot.y * cosine] as const;
  expect(Math.hypot(mapMaximumX * 200 - taken[0], mapMaximumY * 150 - taken[1])).toBeLessThan(14);
});

test('an image without the part is an error that says so, and so no pass', async () => {
  const blank = { ...drawn({}), values: new Uint8Array(200 * 150 * 3).fill(70) };
  await expect(inspect(blank)).rejects.toMatchObject({
    code: 'position.not-found',
    details: { file: join(root, 'part.png'), likeness: 0 },
  });
});
