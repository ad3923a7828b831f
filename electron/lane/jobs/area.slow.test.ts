import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeNpy, type ImageArea, type RecipeVersion } from '../../../shared/domain/index.ts';
import type { FitRequest } from '../../../shared/processes/jobs.ts';
import type { InspectionResult } from '../../../shared/processes/lane.ts';
import { Decoders } from '../decoding/index.ts';
import { fitRecipe } from '../fitting/index.ts';
import { openRecipeSession, SessionCache } from '../session/index.ts';
import { writeConvolutionalBackbone } from '../testing/backbone.fixture.ts';
import { part, tinyRequest, writeGoodParts } from '../testing/parts.fixture.ts';
import { type Picture, sharpOf } from '../testing/pictures.fixture.ts';
import { stagedJob } from './index.ts';

const root = mkdtempSync(join(tmpdir(), 'sigmaline-area-'));
const backboneFolder = join(root, 'backbone');
const decoders = new Decoders();
const sessions = new SessionCache(
  (folder, recipe, executionProvider) =>
    openRecipeSession(folder, recipe, { threads: 1, ...(executionProvider !== undefined && { executionProvider }) }),
  3,
);
let good: string[];
beforeAll(async () => {
  writeConvolutionalBackbone(backboneFolder);
  good = await writeGoodParts(join(root, 'good'), 24);
});
afterAll(async () => {
  await decoders.close();
  rmSync(root, { recursive: true });
});

const fitted = new Map<string, Promise<{ folder: string; recipe: RecipeVersion }>>();
function fitOn(name: string, area?: ImageArea, more: Partial<FitRequest> = {}) {
  const known = fitted.get(name);
  if (known !== undefined) return known;
  const folder = join(root, name, '1');
  mkdirSync(folder, { recursive: true });
  const request = { ...tinyRequest(backboneFolder, good, folder), ...(area && { area }), ...more };
  const made = fitRecipe(request, () => undefined).then(({ recipe }) => ({ folder, recipe }));
  fitted.set(name, made);
  return made;
}

async function inspect(picture: Picture, recipeFolder: string, executionProvider?: string) {
  const imagePath = join(root, 'part.png');
  const [mapPath, thumbnailPath] = [join(root, 'map.npy'), join(root, 'thumbnail.jpg')];
  writeFileSync(imagePath, await sharpOf(picture).png().toBuffer());
  const job = { kind: 'inspect', imagePath, recipeFolder, mapPath, thumbnailPath, executionProvider } as const;
  const staged = stagedJob(job, { sessions, decoders, configure: () => undefined });
  const result = (await staged.finish(() => Promise.resolve(false))) as InspectionResult;
  return { result, map: readFileSync(mapPath), thumbnailPath };
}

const REGION: ImageArea = { region: { x: 0.25, y: 0.25, width: 0.5, height: 0.5 }, position: 'fixed', mask: [] };
/** The right half of the image. */
const MASK: ImageArea = {
  region: null,
  position: 'fixed',
  mask: [
    {
      kind: 'polygon',
      does: 'ignore',
      points: [
        [0.5, 0],
        [1, 0],
        [1, 1],
        [0.5, 1],
      ],
    },
  ],
};

describe('a recipe with a region', () => {
  it('finds a fault where it lies in the whole image, and keeps a small picture of all of it', async () => {
    const { folder, recipe } = await fitOn('region', REGION);
    expect(recipe).toMatchObject({ area: REGION });
    const { result, thumbnailPath } = await inspect(part(99, { x: 60, y: 40 }), folder);
    expect(result.placement).toEqual([0.5, 0, 0, 0.5, 0.25, 0.25]);
    expect(result.score).toBeGreaterThan(recipe.limits?.fail ?? Infinity);
    // A place of the map is a sixteenth of the image.
    expect(Math.abs(result.mapMaximumX - 60 / 96)).toBeLessThan(0.1);
    expect(Math.abs(result.mapMaximumY - 40 / 64)).toBeLessThan(0.1);
    expect(await sharp(thumbnailPath).metadata()).toMatchObject({ width: 96, height: 64 });
  });

  it('does not look beyond it', async () => {
    const { folder } = await fitOn('region', REGION);
    const [outside, ordinary] = [await inspect(part(99, { x: 10, y: 10 }), folder), await inspect(part(99), folder)];
    expect(outside.result.score).toBe(ordinary.result.score);
    expect(outside.map.equals(ordinary.map)).toBe(true);
  });
});

/** Whatever lies under the mask: other numbers, bright and dark, right up to its edge. */
function changedUnderMask(): Picture {
  const picture = part(99);
  const values = picture.values.slice();
  for (let y = 0; y < picture.heightPx; y += 1) {
    for (let x = picture.widthPx / 2; x < picture.widthPx; x += 1) {
      values.fill((x * 37 + y * 101) % 256, 3 * (y * picture.widthPx + x), 3 * (y * picture.widthPx + x + 1));
    }
  }
  return { ...picture, values };
}

describe('a recipe with a mask', () => {
  it.each([
    ['floats', 'cpu'],
    ['integers', 'cpu int8'],
  ])('is moved by no bit of anything under it, in %s', async (_, provider) => {
    const { folder } = await fitOn('mask', MASK, { precision: 'int8' });
    const before = await inspect(part(99), folder, provider);
    const after = await inspect(changedUnderMask(), folder, provider);
    expect(before.result.executionProvider).toBe(provider);
    for (const figure of ['score', 'partDistance', 'patchScore', 'partShare', 'mapMaximum', 'unusualShare'] as const) {
      expect(after.result[figure]).toBe(before.result[figure]);
    }
    expect(after.map.equals(before.map)).toBe(true);
    expect(after.result.traits.measures).toEqual(before.result.traits.measures);
  });

  it('fits nothing there: its map says 0 sigma, and faults elsewhere are found all the same', async () => {
    const masked = await fitOn('mask', MASK, { precision: 'int8' });
    const { map } = await inspect(part(99, { x: 30, y: 32 }), masked.folder);
    const { values, width } = decodeNpy(map);
    const right = [...values].filter((_, place) => place % width >= width / 2);
    expect(new Set(right)).toEqual(new Set([0]));
    expect([...values].some((value) => value > 2)).toBe(true);
  });

  it('is refused by a code where it leaves nothing', async () => {
    const all: ImageArea = {
      ...MASK,
      mask: [
        {
          ...MASK.mask[0]!,
          points: [
            [0, 0],
            [1, 0],
            [1, 1],
            [0, 1],
          ],
        } as never,
      ],
    };
    await expect(fitOn('nothing', all)).rejects.toMatchObject({ code: 'calibration.mask-empty' });
  });
});
