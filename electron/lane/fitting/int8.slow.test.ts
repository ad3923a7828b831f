import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  INT8_GOLDEN_FILE,
  INT8_PROVIDER,
  type PrecisionChoice,
  type RecipeVersion,
  recipeRunBy,
} from '../../../shared/domain/index.ts';
import { precisionSentence, precisionTexts } from '../../../shared/i18n/precision.ts';
import type { FitProgress } from '../../../shared/processes/jobs.ts';
import { calibrate } from '../../gaussian/index.ts';
import { readMetadata } from '../../graph/index.ts';
import { prepareDecoder } from '../imaging/index.ts';
import { goldenOutput, goldenPictures, openRecipeSession } from '../session/index.ts';
import { writeConvolutionalBackbone, writeTinyBackbone } from '../testing/backbone.fixture.ts';
import { tinyRequest, writeGoodParts } from '../testing/parts.fixture.ts';
import { openExtractor, readBackbone } from './backbone.ts';
import { extractFeatures } from './extractFeatures.ts';
import { fitRecipe } from './fitRecipe.ts';
import { examineImages } from './goodImages.ts';
import { fitInt8 } from './int8.ts';
import { syntheticFaults } from './syntheticFaults.ts';

const root = mkdtempSync(join(tmpdir(), 'sigmaline-int8-'));
const convolutional = join(root, 'convolutional');
const tiny = join(root, 'tiny');
let good: string[];

beforeAll(async () => {
  writeConvolutionalBackbone(convolutional);
  writeTinyBackbone(tiny);
  good = await writeGoodParts(join(root, 'good'), 24);
});
afterAll(() => rmSync(root, { recursive: true }));

async function fitted(
  name: string,
  backbone: string,
  precision: PrecisionChoice,
  onProgress?: (told: FitProgress) => void,
) {
  const folder = join(root, 'recipes', 'disc', name);
  mkdirSync(folder, { recursive: true });
  const request = { ...tinyRequest(backbone, good, folder), precision };
  const { recipe } = await fitRecipe(request, onProgress ?? (() => undefined));
  return { folder, recipe };
}

describe('a recipe in 8-bit integers', () => {
  let folder: string;
  let recipe: RecipeVersion;
  const told: FitProgress[] = [];
  beforeAll(async () => {
    ({ folder, recipe } = await fitted('1', convolutional, 'int8', (progress) => told.push(progress)));
  });

  it('has a graph, held-out scores and limits of its own', () => {
    expect(recipe.precision).toMatchObject({ asked: 'int8', outcome: 'int8-asked', comparison: { faults: 40 } });
    expect(recipe.int8).toMatchObject({ limit: { target: 0.05, count: 24 }, graph: { file: 'recipe.int8.onnx' } });
    expect(recipe.int8?.heldOut.map(({ file }) => file)).toEqual(recipe.heldOut.map(({ file }) => file));
    expect(recipe.int8?.graph.sha256).not.toBe(recipe.graph.sha256);
    expect(readMetadata(readFileSync(join(folder, 'recipe.int8.onnx')))).toMatchObject({
      precision: 'int8',
      'limit-fail': String(recipe.int8?.limits?.fail),
    });
  });

  it('is as good as the floats on a network that integers compute well', () => {
    const { float, int8, rankCorrelation = 0 } = recipe.precision?.comparison ?? {};
    expect(Math.abs((float?.auroc ?? 0) - (int8?.auroc ?? 1))).toBeLessThan(0.05);
    expect(rankCorrelation).toBeGreaterThan(0.9);
    const [first = Number.NaN, second = Number.NaN] = [recipe, recipe.int8].map((own) => own?.limits?.fail);
    expect(Math.abs(first - second)).toBeLessThan(1);
  });

  it('judges by that graph where the provider is asked for, and gives its golden pictures again', async () => {
    const session = await openRecipeSession(folder, recipe, { threads: 1, executionProvider: INT8_PROVIDER });
    expect(session.executionProvider).toBe(INT8_PROVIDER);
    const outputs = [];
    for (const picture of await goldenPictures(folder, recipe))
      outputs.push(goldenOutput(await session.judge(picture)));
    await session.release();
    const kept = JSON.parse(readFileSync(join(folder, INT8_GOLDEN_FILE), 'utf8')) as typeof outputs;
    expect(kept).toHaveLength(2);
    for (const [index, { score }] of kept.entries()) expect(outputs[index]?.score).toBeCloseTo(score ?? Number.NaN, 3);
    expect(recipeRunBy(recipe, INT8_PROVIDER).limits).toEqual(recipe.int8?.limits);
    expect(recipeRunBy(recipe, 'cpu')).toBe(recipe);
  });

  it('tells how far it is, never backwards and never beyond the end', () => {
    const own = told.filter(({ phase }) => phase === 'quantising');
    expect(own.length).toBeGreaterThan(50);
    expect(own.every(({ done, total }, index) => done <= total && done >= (own[index - 1]?.done ?? 0))).toBe(true);
  });
});

describe('a recipe in floats alone', () => {
  it('says that it was asked for', async () => {
    const { folder, recipe } = await fitted('2', convolutional, 'float');
    expect(recipe).toMatchObject({ precision: { outcome: 'float-asked' } });
    expect(recipe.int8).toBeUndefined();
    expect(existsSync(join(folder, INT8_GOLDEN_FILE))).toBe(false);
    const asked = openRecipeSession(folder, recipe, { threads: 1, executionProvider: INT8_PROVIDER });
    await expect(asked).rejects.toMatchObject({ code: 'lane.provider-failed' });
  });

  it('says what stands in the way of integers, and refuses where they are asked for', async () => {
    const { recipe } = await fitted('3', tiny, 'auto');
    expect(recipe.precision).toEqual({
      asked: 'auto',
      outcome: 'not-quantisable',
      reason: 'it has the operator Abs on feature maps',
    });
    const precision = recipe.precision as NonNullable<RecipeVersion['precision']>;
    expect(precisionSentence(precision, precisionTexts.precisionFound, 'en-GB')).toBe(
      'Precision: floats. The backbone cannot run in 8-bit integers: it has the operator Abs on feature maps.',
    );
    await expect(fitted('4', tiny, 'int8')).rejects.toMatchObject({ code: 'onnx.not-quantisable' });
  });
});

describe('a calibration in whose integers something goes wrong', () => {
  let toldLooks: readonly number[] | null = null;
  const failing = async (asked: PrecisionChoice) => {
    prepareDecoder();
    const backbone = await readBackbone(convolutional);
    const images = await examineImages(good);
    const options = { threads: 1 };
    const extractor = await openExtractor(backbone, options);
    const extraction = await extractFeatures(images, extractor, backbone.manifest.sizePx, () => undefined);
    // One image in four is left out of the fit.
    const looks = good.map((_, image) => [0, 1, 0, -1][image % 4] as number);
    const calibration = { ...calibrate(extraction.features, { target: 0.05 }), looks };
    const fit = fitInt8({
      ...{ asked, backbone, good: images, options, varied: { perImage: 4, turns: [] }, onProgress: () => undefined },
      float: { calibration, scores: [], extractor },
      calibrate: (_network, _extraction, { scoring }) => {
        toldLooks = scoring?.findLooks?.([], []) ?? null;
        throw new Error('Non-zero status code returned while running QLinearConv node');
      },
    });
    return fit.finally(() => extractor.release());
  };

  it('stays in floats and says why, whatever it is', async () => {
    const report = { outcome: 'not-quantisable', reason: expect.stringContaining('while running QLinearConv') };
    expect(await failing('auto')).toMatchObject({ report, fitted: null });
  });

  it('has been told the looks of the images that are fitted, as floats found them', () => {
    expect(toldLooks).toEqual(Array.from({ length: 6 }, () => [0, 1, 0]).flat());
  });

  it('fails where integers are asked for', async () => {
    await expect(failing('int8')).rejects.toThrow('QLinearConv');
  });
});

describe('faults made on good images', () => {
  it('are the same each time, and no two of them are equal', async () => {
    prepareDecoder();
    const images = await examineImages(good);
    const made = async (): Promise<readonly string[]> => {
      const pictures: string[] = [];
      for await (const pixels of syntheticFaults(images, 64)) pictures.push(Buffer.from(pixels).toString('base64'));
      return pictures;
    };
    const first = await made();
    expect(await made()).toEqual(first);
    expect(new Set(first).size).toBe(40);
  });
});
