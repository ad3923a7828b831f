import { describe, expect, it } from 'vitest';
import {
  type Backbone,
  backboneShapedLikeB4,
  builtInBackbone,
  calibrationOf,
  extractFeatures,
  randomEfficientNetB0,
  runRecipe,
  smallBackbone,
  wavePicture,
} from '../../../tests/graph/recipes.ts';
import {
  calibrate,
  type ImageFeatures,
  type ImageScores,
  pooledMap,
  type ScoreModel,
  scoreImage,
} from '../../gaussian/index.ts';
import { readMetadata, writeModel } from '../onnx/codec.ts';
import { compileRecipe } from './compileRecipe.ts';

function compile({ manifest, model: backbone }: Backbone, model: ScoreModel) {
  return compileRecipe({ manifest, backbone, model, metadata: { recipe: 'brake-disc', version: '3' } });
}

/** Relative where the number is large, absolute (in sigma) where it is small. */
function difference(actual: number, expected: number): number {
  return Math.abs(actual - expected) / Math.max(1, Math.abs(expected));
}

function expectEqualScores(actual: ImageScores, expected: ImageScores): void {
  expect(difference(actual.score, expected.score)).toBeLessThan(1e-4);
  expect(difference(actual.partDistance, expected.partDistance)).toBeLessThan(1e-4);
  expect(difference(actual.patchScore, expected.patchScore)).toBeLessThan(1e-4);
  expect(actual.levelDistances.length).toBe(expected.levelDistances.length);
  for (const [i, distance] of expected.levelDistances.entries()) {
    expect(difference(actual.levelDistances[i]!, distance)).toBeLessThan(1e-4);
  }
  expect(actual.anomalyMap.length).toBe(expected.anomalyMap.length);
  const differences = expected.anomalyMap.map((value, i) => difference(actual.anomalyMap[i]!, value));
  expect(Math.max(...differences)).toBeLessThan(1e-4);
}

/** Networks that take their time; what they make of the same pictures is extracted once. */
const B0 = randomEfficientNetB0();
const BUILT_IN = builtInBackbone();
const extracted = new Map<string, Promise<ImageFeatures[]>>();

function featuresOf(backbone: Backbone, kind: 'good' | 'test', pictures: () => Uint8Array[]): Promise<ImageFeatures[]> {
  if (backbone !== B0 && backbone !== BUILT_IN) return extractFeatures(backbone, pictures());
  const name = `${backbone.manifest.id}, ${kind}`;
  const features = extracted.get(name) ?? extractFeatures(backbone, pictures());
  extracted.set(name, features);
  return features;
}

function goodFeatures(backbone: Backbone, images: number): Promise<ImageFeatures[]> {
  const { sizePx } = backbone.manifest;
  return featuresOf(backbone, 'good', () => Array.from({ length: images }, (_, i) => wavePicture(sizePx, i)));
}

function testFeatures(backbone: Backbone): Promise<ImageFeatures[]> {
  return featuresOf(backbone, 'test', () => testPictures(backbone.manifest.sizePx));
}

async function calibrated(backbone: Backbone, images: number) {
  return calibrationOf(await goodFeatures(backbone, images));
}

/** Two pictures like the good ones, one with a bright square, one that is something else. */
function testPictures(sizePx: number): Uint8Array[] {
  const damaged = wavePicture(sizePx, 500);
  for (let row = 4; row < 12; row++) damaged.fill(255, (row * sizePx + 4) * 3, (row * sizePx + 12) * 3);
  return [wavePicture(sizePx, 501), damaged, wavePicture(sizePx, 502), new Uint8Array(sizePx * sizePx * 3).fill(90)];
}

async function expectReferenceScores(backbone: Backbone, model: ScoreModel): Promise<void> {
  const pictures = testPictures(backbone.manifest.sizePx);
  const features = await testFeatures(backbone);
  const scores = await runRecipe(compile(backbone, model), pictures, backbone.manifest.sizePx);
  for (const [i, image] of features.entries()) expectEqualScores(scores[i]!, scoreImage(model, image));
}

describe('a compiled recipe scores as the float64 reference does', () => {
  it('with more good images than features', async () => {
    const backbone = smallBackbone(12);
    const model = await calibrated(backbone, 40);
    expect(model.part.levels.at(-1)!.gaussian.form).toBe('dense');
    await expectReferenceScores(backbone, model);
  });

  it('with fewer good images than features', async () => {
    const backbone = smallBackbone(70);
    const model = await calibrated(backbone, 20);
    expect(model.part.levels.at(-1)!.gaussian.form).toBe('thin');
    await expectReferenceScores(backbone, model);
  });

  it('on EfficientNet-B0', async () => {
    await expectReferenceScores(B0, await calibrated(B0, 12));
  });

  it('on the built-in backbone', async () => {
    await expectReferenceScores(BUILT_IN, await calibrated(BUILT_IN, 6));
  });

  it('with 300 good images at the size of EfficientNet-B4, in at most 25 MB beside the backbone', async () => {
    const backbone = backboneShapedLikeB4();
    // The number of folds changes what one sigma is, and costs most of the time.
    const model = calibrationOf(await goodFeatures(backbone, 300), { mostFolds: 2 });
    expect(model.part.levels.at(-1)!.gaussian.form).toBe('dense');
    await expectReferenceScores(backbone, model);
    const added = writeModel(compile(backbone, model)).length - writeModel(backbone.model).length;
    expect(added).toBeLessThan(25e6);
  }, 180_000);

  it.each([13, 18, 21])('on a backbone of operator set %i', async (opset) => {
    const backbone = smallBackbone(8, 'N', opset);
    await expectReferenceScores(backbone, await calibrated(backbone, 20));
  });

  it.each([
    ['with more good images than features', smallBackbone(12), 40],
    ['with fewer', smallBackbone(70), 20],
    ['on EfficientNet-B0', B0, 12],
    ['on the built-in backbone', BUILT_IN, 6],
  ])('where levels are compared, %s', async (_, backbone, images) => {
    const { sizePx } = backbone.manifest;
    const comparing = (image: ImageFeatures) => ({ ...image, levels: [pooledMap(image.map), image.patch, image.part] });
    const model = calibrationOf((await goodFeatures(backbone, images)).map(comparing));
    const features = (await testFeatures(backbone)).map(comparing);
    const scores = await runRecipe(compile(backbone, model), testPictures(sizePx), sizePx);
    expect(scores.map(({ levelDistances }) => levelDistances.length)).toEqual([3, 3, 3, 3]);
    for (const [i, image] of features.entries()) expectEqualScores(scores[i]!, scoreImage(model, image));
  });

  it.each([
    ['with more good images than features', smallBackbone(12)],
    ['with fewer', smallBackbone(70)],
  ])('where good parts have two looks, %s', async (_, backbone) => {
    const { sizePx } = backbone.manifest;
    const negative = (picture: Uint8Array) => picture.map((value) => 255 - value);
    const good = Array.from({ length: 40 }, (_value, i) => wavePicture(sizePx, i));
    const features = await extractFeatures(backbone, [...good, ...good.map(negative)]);
    const comparing = (image: ImageFeatures) => ({ ...image, levels: [pooledMap(image.map), image.part] });
    const { model, looks } = calibrate(features.map(comparing), { target: 0.3 });
    expect(looks).toEqual(features.map((_image, i) => (i < 40 ? 0 : 1)));
    const pictures = testPictures(sizePx).flatMap((picture) => [picture, negative(picture)]);
    const expected = (await extractFeatures(backbone, pictures)).map((image) => scoreImage(model, comparing(image)));
    expect(expected.map(({ look }) => look).slice(0, 4)).toEqual([1, 2, 1, 2]);
    const scores = await runRecipe(compile(backbone, model), pictures, sizePx);
    for (const [i, image] of expected.entries()) {
      expectEqualScores(scores[i]!, image);
      expect(scores[i]!.look).toBe(image.look);
    }
  });

  it('where whitenings are no triangles', async () => {
    const backbone = smallBackbone(6);
    const model = await calibrated(backbone, 20);
    const { gaussians } = model.patch;
    const rotated = { ...gaussians, whitenings: reversedRows(gaussians.whitenings, 6) };
    await expectReferenceScores(backbone, { ...model, patch: { ...model.patch, gaussians: rotated } });
  });
});

describe('a compiled recipe', () => {
  it('weighs the part as the reference does: beside the places, bounded, and alone', async () => {
    const backbone = smallBackbone(12);
    const model = await calibrated(backbone, 40);
    const features = await extractFeatures(backbone, testPictures(32));
    for (const [mean, deviation] of [
      [model.part.standardisation.mean * 2, 1],
      [0, 0.1],
      [0, model.part.standardisation.mean],
    ] as const) {
      const shifted = { ...model, part: { ...model.part, standardisation: { mean, deviation } } };
      const scores = await runRecipe(compile(backbone, shifted), testPictures(32), 32);
      for (const [i, image] of features.entries()) expectEqualScores(scores[i]!, scoreImage(shifted, image));
    }
  });

  it.each(['part', 'patch'] as const)('gives no number where the %s score is none', async (broken) => {
    const backbone = smallBackbone(12);
    const model = await calibrated(backbone, 40);
    const standardisation = { mean: Number.NaN, deviation: 1 };
    const scores = [{ topShare: 0.04, standardisation }];
    const without = { ...model, [broken]: { ...model[broken], standardisation, scores } };
    const found = await runRecipe(compile(backbone, without), testPictures(32), 32);
    expect(found.map(({ score }) => score)).toEqual(found.map(() => Number.NaN));
  });

  it('gives the same for a picture alone and among four', async () => {
    const backbone = smallBackbone(20);
    const recipe = compile(backbone, await calibrated(backbone, 30));
    const pictures = testPictures(32);
    const together = await runRecipe(recipe, pictures, 32);
    for (const [i, picture] of pictures.entries()) {
      const [alone] = await runRecipe(recipe, [picture], 32);
      expectEqualScores(together[i]!, alone!);
    }
  });

  it('keeps the batch of one that its backbone fixes', async () => {
    const backbone = smallBackbone(6, 1);
    const recipe = compile(backbone, await calibrated(backbone, 20));
    expect(recipe.graph.input[0]!.type!.tensorType!.shape!.dim[0]).toEqual({ dimValue: 1 });
    const [first] = await runRecipe(recipe, [wavePicture(32, 0)], 32);
    expect(Number.isFinite(first!.score)).toBe(true);
  });

  it('leaves out what no score needs', async () => {
    const backbone = smallBackbone(6);
    const recipe = compile(backbone, await calibrated(backbone, 20));
    const names = recipe.graph.initializer.map(({ name }) => name);
    expect(names).toContain('backbone/second');
    expect(names).not.toContain('backbone/unused');
    expect(recipe.graph.output.map(({ name }) => name)).toEqual([
      'score',
      'part_distance',
      'patch_score',
      'part_share',
      'unusual_share',
      'anomaly_map',
    ]);
  });

  it('tells what it was made of', async () => {
    const backbone = smallBackbone(6);
    const recipe = compile(backbone, await calibrated(backbone, 20));
    expect(readMetadata(writeModel(recipe))).toEqual({
      backbone: 'small',
      'backbone-sha256': 'a'.repeat(64),
      'backbone-licence': 'none',
      'backbone-source': 'tests',
      'image-size-px': '32',
      recipe: 'brake-disc',
      version: '3',
    });
  });
});

describe('a backbone that cannot be compiled is refused', () => {
  it('without the output of a level', async () => {
    const backbone = smallBackbone(6);
    const model = await calibrated(backbone, 20);
    const levels = backbone.manifest.levels.map((level) => ({ ...level, output: `${level.output}-elsewhere` }));
    const broken = { ...backbone, manifest: { ...backbone.manifest, levels } };
    expect(() => compile(broken, model)).toThrow(/nothing in it makes fine-elsewhere/);
  });

  it('in an operator set that is too old', async () => {
    const backbone = smallBackbone(6);
    const model = await calibrated(backbone, 20);
    const old = { ...backbone, model: { ...backbone.model, opsetImport: [{ version: 11 }] } };
    expect(() => compile(old, model)).toThrow(/operator set 11.*13 is the oldest/);
  });

  it('with weights in another file', async () => {
    const backbone = smallBackbone(6);
    const model = await calibrated(backbone, 20);
    const { graph } = backbone.model;
    const initializer = graph.initializer.map((constant) => ({ ...constant, dataLocation: 1 }));
    const outside = { ...backbone, model: { ...backbone.model, graph: { ...graph, initializer } } };
    expect(() => compile(outside, model)).toThrow(/weights lie in another file/);
  });
});

/** The rows of every size x size matrix in reverse: the same distances, no triangle. */
function reversedRows(matrices: Float64Array, size: number): Float64Array {
  return matrices.map((_, index) => {
    const row = Math.floor(index / size) % size;
    return matrices[index + (size - 1 - 2 * row) * size]!;
  });
}
