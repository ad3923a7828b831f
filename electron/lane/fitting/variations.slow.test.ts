import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ImageFeatures } from '../../gaussian/index.ts';
import { writeTinyBackbone } from '../testing/backbone.fixture.ts';
import { sharpOf } from '../testing/pictures.fixture.ts';
import { type FeatureExtractor, openExtractor, readBackbone } from './backbone.ts';
import { extractFeatures } from './extractFeatures.ts';
import { examineImages } from './goodImages.ts';
import { turned } from './pixelTransforms.ts';
import { extractVariations, variationsPerImage } from './variations.ts';

const SIDE = 64;
const root = mkdtempSync(join(tmpdir(), 'sigmaline-variations-'));
let extractor: FeatureExtractor;
beforeAll(async () => {
  writeTinyBackbone(join(root, 'tiny'));
  extractor = await openExtractor(await readBackbone(join(root, 'tiny')), { threads: 1 });
});
afterAll(async () => {
  await extractor.release();
  rmSync(root, { recursive: true });
});

/** An angle plate: no turn of it is itself. A little noise, the same for the same seed. */
function plate(seed: number, quarters: number): Uint8Array {
  const values = new Uint8Array(SIDE * SIDE * 3);
  for (let y = 0; y < SIDE; y += 1) {
    for (let x = 0; x < SIDE; x += 1) {
      const isPlate = (x > 14 && x < 24 && y > 10 && y < 54) || (y > 44 && y < 54 && x > 14 && x < 44);
      const noise = Math.abs(Math.sin(seed * 12.9898 + x * 78.233 + y * 37.719) * 43758.5453) % 1;
      const light = 1 + 0.02 * Math.sin(seed * 1.3);
      values.fill((isPlate ? 190 : 60) * light + 14 * noise, (y * SIDE + x) * 3, (y * SIDE + x) * 3 + 3);
    }
  }
  return turned(values, SIDE, quarters);
}

async function variationsOf(
  name: string,
  count: number,
  quartersOf: (part: number) => number,
  changed: (features: readonly ImageFeatures[]) => readonly ImageFeatures[] = (features) => features,
) {
  const paths = await Promise.all(
    Array.from({ length: count }, async (_, part) => {
      const path = join(root, `${name}-${part}.png`);
      const picture = { widthPx: SIDE, heightPx: SIDE, values: plate(part, quartersOf(part)) };
      writeFileSync(path, await sharpOf(picture).png().toBuffer());
      return path;
    }),
  );
  const good = await examineImages(paths);
  const extraction = await extractFeatures(good, extractor, SIDE, () => undefined);
  const features = changed(extraction.features);
  const steps: { done: number; total: number }[] = [];
  const varied = await extractVariations(good, features, extractor, SIDE, (step) => steps.push(step));
  return { ...varied, features, steps };
}

describe('variations of good images', () => {
  it('are turned where parts lie as they fall', async () => {
    const { turns } = await variationsOf('fallen', 48, (part) => (part * 7 + Math.floor(part / 4)) % 4);
    expect(turns).toEqual([1, 2, 3]);
  });

  it('are not turned where parts lie in a fixture', async () => {
    const { turns, perImage, variations } = await variationsOf('fixed', 24, () => 0);
    expect(turns).toEqual([]);
    expect(perImage).toBe(4);
    expect(variations.map(({ of }) => of)).toEqual(Array.from({ length: 96 }, (_, i) => Math.floor(i / 4)));
  });

  it('are the same for the same images, and all different', async () => {
    const [first, second] = [await variationsOf('once', 12, () => 0), await variationsOf('again', 12, () => 0)];
    expect(second.variations).toEqual(first.variations);
    const all = [...first.variations.map(({ features }) => features), ...first.features].map(({ patch }) => patch);
    expect(new Set(all.map(({ values }) => values.join())).size).toBe(60);
  });

  it('are not turned where the images that are no probes are all alike', async () => {
    // Of 24 images every third is a probe.
    const { turns, variations } = await variationsOf(
      'alike',
      24,
      () => 0,
      (features) => features.map((one, part) => (part % 3 === 0 ? one : (features[1] ?? one))),
    );
    expect(turns).toEqual([]);
    expect(variations).toHaveLength(96);
  });

  it('are told step by step, up to the last', async () => {
    const { steps } = await variationsOf('told', 24, () => 0);
    const total = 8 * 3 + 24 * 4;
    expect(steps).toEqual(Array.from({ length: total }, (_, step) => ({ done: step + 1, total })));
  });

  it('are the fewer the more images there are', () => {
    expect([19, 64, 65, 80, 106, 107, 160, 161, 1000].map(variationsPerImage)).toEqual([4, 4, 3, 3, 2, 1, 1, 0, 0]);
  });

  it('are none where the images are many', async () => {
    expect(await variationsOf('many', 161, () => 0)).toMatchObject({
      variations: [],
      perImage: 0,
      turns: [],
      steps: [],
    });
  });
});
