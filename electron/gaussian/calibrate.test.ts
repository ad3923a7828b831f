import { describe, expect, it } from 'vitest';
import { calibrate, fitLevel, fitScoreModel } from './calibrate.ts';
import { partLevels } from './imageFeatures.ts';
import { type ImageFeatures, type ImageVariation, paperSum, pooledMap, scoreImage, topPatchCount } from './index.ts';
import { meanAndDeviation } from './moments.ts';
import { meanOfHighest, patchDistances } from './patchGaussians.ts';
import { randomFrom, randomMaps } from './random.fixture.ts';
import { harmonicMean, levelDistance, partDistance, sharesOf } from './scoreImage.ts';
import type { FeatureMap, PatchModel, TopScore } from './scoreModel.ts';
import { DEFAULT_SCORING, type ScoringOptions } from './scoringOptions.ts';
import { calibrateSplit, fitGaussianOfComponents } from './studies.fixture.ts';

const LEVEL_7 = { level: 7, channels: 12, height: 4, width: 5 };
const LEVEL_5 = { level: 5, channels: 6, height: 8, width: 10 };

function goodImages(count: number, seed = 41): ImageFeatures[] {
  const random = randomFrom(seed);
  const deep = randomMaps(random, count, LEVEL_7);
  const fine = randomMaps(random, count, LEVEL_5);
  return deep.map((map, i) => ({ part: map, patch: map, map: fine[i]! }));
}

/** The image with something odd at one place of both levels. */
function withDefect({ part, map }: ImageFeatures): ImageFeatures {
  const deep = { ...part, values: part.values.slice() };
  for (let channel = 0; channel < 12; channel += 2) deep.values[channel * 20 + 7]! += 4;
  const fine = { ...map, values: map.values.slice() };
  for (let channel = 0; channel < 6; channel += 2) fine.values[channel * 80 + 23]! += 4;
  return { part: deep, patch: deep, map: fine };
}

/** The mean of the highest patch distances, for one of the shares of the model. */
function patchScore({ gaussians, scores }: PatchModel, map: FeatureMap, index = 0): number {
  const distances = patchDistances(gaussians, map);
  return meanOfHighest(distances, topPatchCount(scores[index]!.topShare, distances.length));
}

function codeOf(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
  return 'nothing was thrown';
}

describe('a calibration', () => {
  const images = goodImages(70);
  const good = images.slice(0, 40);
  const later = images.slice(40);
  const { model, heldOut, limit } = calibrate(good, { target: 0.05 });

  it('standardises its components by their held-out values', () => {
    const part = meanAndDeviation(heldOut.map(({ partDistance }) => Math.log(partDistance)));
    expect(model.part.standardisation.mean).toBeCloseTo(part.mean, 12);
    expect(model.part.standardisation.deviation).toBeCloseTo(part.deviation, 12);
    const patch = meanAndDeviation(heldOut.map(({ patchScore }) => patchScore));
    expect(model.patch.scores.map(({ topShare }) => topShare)).toEqual([0.04, 0.01, 0.16]);
    expect(model.patch.scores[0]!.standardisation.mean).toBeCloseTo(patch.mean, 12);
    expect(model.patch.scores[0]!.standardisation.deviation).toBeCloseTo(patch.deviation, 12);
    expect(model.fine.map(({ gaussians }) => gaussians.level)).toEqual([5]);
  });

  it('takes its limit from the held-out scores', () => {
    const sorted = heldOut.map(({ score }) => score).sort((a, b) => a - b);
    expect(limit).toMatchObject({ target: 0.05, count: 40, approximate: true });
    expect(limit.rank).toBeCloseTo(38.95, 12);
    expect(limit.value).toBeCloseTo(0.05 * sorted[37]! + 0.95 * sorted[38]!, 12);
  });

  it('scores the images that it has seen lower than held out', () => {
    for (const [i, image] of good.entries()) {
      const seen = scoreImage(model, image);
      expect(seen.partDistance).toBeLessThan(heldOut[i]!.partDistance);
      expect(seen.patchScore).toBeLessThan(heldOut[i]!.patchScore);
    }
  });

  it('holds every image out nearly as a complete refit without it would', () => {
    for (const image of [0, 11, 29]) {
      const { model: refitted } = fitScoreModel(good.filter((_, i) => i !== image));
      expect(heldOut[image]!.partDistance / partDistance(refitted.part, partLevels(good[image]!))).toBeCloseTo(1, 1);
      expect(heldOut[image]!.patchScore / patchScore(refitted.patch, good[image]!.patch)).toBeCloseTo(1, 1);
    }
  });

  it('scores an image from its components', () => {
    const image = later[0]!;
    const { score, partDistance: distance, patchScore: patch, partShare } = scoreImage(model, image);
    expect(distance).toBe(partDistance(model.part, [image.map, image.patch]));
    expect(patch).toBe(patchScore(model.patch, image.patch));
    const fine = model.fine[0]!;
    const beyond = patchDistances(fine.gaussians, image.map).map(
      (value, place) => (value - fine.scale.means[place]!) / fine.deviations[place]!,
    );
    const patches = [0, 1, 2].map((index) => patchScore(model.patch, image.patch, index));
    const scales = [model.part, ...model.patch.scores, ...fine.scores];
    const sigmas = [Math.log(distance), ...patches, Math.max(...beyond)].map((value, index) => {
      const { mean, deviation } = scales[index]!.standardisation;
      return (value - mean) / deviation;
    });
    expect(score).toBeCloseTo(harmonicMean(sigmas, 2), 12);
    expect(partShare).toBeCloseTo(sharesOf(sigmas, 2)[0]!, 12);
  });

  it('weighs a position by the number of its images against its features', () => {
    expect(DEFAULT_SCORING.ownWeight(60, 272)).toBeCloseTo(60 / 332, 15);
  });

  it('finds a defect and its place', () => {
    const { score, anomalyMap } = scoreImage(model, withDefect(good[3]!));
    expect(score).toBeGreaterThan(limit.value);
    expect(anomalyMap.length).toBe(80);
    expect(anomalyMap.indexOf(Math.max(...anomalyMap))).toBe(23);
  });

  it('gives maps in sigma: places of later good images lie around zero', () => {
    const values = later.flatMap((image) => [...scoreImage(model, image).anomalyMap]);
    const { mean, deviation } = meanAndDeviation(values);
    expect(Math.abs(mean)).toBeLessThan(0.2);
    expect(deviation).toBeGreaterThan(0.4);
    expect(deviation).toBeLessThan(1.1);
  });

  it('shows a part that is wrong as a whole by what each place adds', () => {
    const image = later[1]!;
    const moved = (map: FeatureMap, places: number): FeatureMap => ({
      ...map,
      values: map.values.map((value, i) => value + (i % places >= places / 2 ? 1.5 : 0)),
    });
    const deep = moved(image.part, 20);
    const { anomalyMap, partShare, score } = scoreImage(model, { part: deep, patch: deep, map: moved(image.map, 80) });
    expect(score).toBeGreaterThan(limit.value);
    expect(partShare).toBeGreaterThan(0.5);
    const half = (start: number) => meanAndDeviation(anomalyMap.slice(start, start + 40)).mean;
    expect(half(40)).toBeGreaterThan(3 * Math.abs(half(0)));
  });

  it('draws a level that is only drawn in place of the patch level, and does not count it', () => {
    const drawnOnly = (image: ImageFeatures) => ({ ...image, mapIsDrawnOnly: true });
    const { model: drawn } = calibrate(good.map(drawnOnly), { target: 0.05 });
    const { model: without } = calibrate(
      good.map((image) => ({ ...image, map: image.patch })),
      { target: 0.05 },
    );
    const bad = drawnOnly(withDefect(later[0]!));
    const scores = scoreImage(drawn, bad);
    expect(scores.score).toBe(scoreImage(without, { ...bad, map: bad.patch }).score);
    expect(scores.anomalyMap.length).toBe(80);
    expect(scores.anomalyMap.indexOf(Math.max(...scores.anomalyMap))).toBe(23);
    const onlyCoarse = { ...bad, map: good[0]!.map };
    expect(scoreImage(drawn, onlyCoarse).score).toBe(scores.score);
    expect(scoreImage(drawn, onlyCoarse).anomalyMap[23]!).toBeLessThan(scores.anomalyMap[23]! / 2);
  });

  it('reports its progress, ending with all of it', () => {
    const seen: [number, number][] = [];
    calibrate(good, { target: 0.1, onProgress: (done, total) => seen.push([done, total]) });
    expect(new Set(seen.map(([, total]) => total)).size).toBe(1);
    expect(seen.map(([done]) => done)).toEqual(seen.map(([done]) => done).sort((a, b) => a - b));
    expect(seen.at(-1)![0]).toBe(seen.at(-1)![1]);
  });

  it('is the same every time', () => {
    expect(calibrate(good, { target: 0.05 })).toEqual({ review: null, model, heldOut, looks: null, limit });
  });

  it('gives a score that is no number to features that are none', () => {
    const broken = { ...good[0]!.part, values: good[0]!.part.values.map(() => Number.NaN) };
    expect(scoreImage(model, { ...good[0]!, part: broken, patch: broken }).score).toBeNaN();
  });
});

describe('the harmonic mean of components', () => {
  it('is what all say where they agree', () => {
    expect(harmonicMean([3, 3, 3], 2)).toBeCloseTo(3, 12);
  });

  it('lets none excuse another: far out in one is far out, less what M components cost', () => {
    expect(harmonicMean([20, -5, 0], 2)).toBeCloseTo(20 - Math.log(3) / 2, 9);
    expect(harmonicMean([1000, -1000], 2)).toBeCloseTo(1000 - Math.log(2) / 2, 9);
  });

  it('is the sigma of the harmonic mean of p-values that fall as exp(-k sigma)', () => {
    const sigmas = [0.5, 2, 1.2];
    const p = 3 / sigmas.reduce((sum, sigma) => sum + 1 / Math.exp(-2 * sigma), 0);
    expect(harmonicMean(sigmas, 2)).toBeCloseTo(-Math.log(p) / 2, 12);
  });

  it('shares itself among them by its derivatives', () => {
    const sigmas = [0.5, 2, 1.2];
    const shares = sharesOf(sigmas, 2);
    for (const [index, share] of shares.entries()) {
      const moved = harmonicMean(sigmas.with(index, sigmas[index]! + 1e-6), 2) - harmonicMean(sigmas, 2);
      expect(share).toBeCloseTo(moved / 1e-6, 5);
    }
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
  });

  it('is no number where one of them is none', () => {
    expect(harmonicMean([Number.NaN, 3], 2)).toBeNaN();
    expect(harmonicMean([3, Number.NaN], 2)).toBeNaN();
  });
});

describe('several images of one part', () => {
  it('are held out together', () => {
    const good = goodImages(20);
    // The same part seen twice, with hardly any difference.
    const twins = good.flatMap((image) => {
      const random = randomFrom(image.part.values.length);
      const shaken = image.part.values.map((value) => value + 0.01 * random.normal());
      const twin = { ...image.part, values: shaken };
      return [image, { part: twin, patch: twin, map: image.map }];
    });
    const parts = twins.map((_, i) => Math.floor(i / 2));
    const alone = calibrate(twins, { target: 0.05 });
    const together = calibrate(twins, { target: 0.05, parts });
    const mean = (result: typeof alone) =>
      meanAndDeviation(result.heldOut.map(({ partDistance }) => partDistance)).mean;
    expect(mean(together)).toBeGreaterThan(1.1 * mean(alone));
  });
});

describe('a split calibration', () => {
  it('takes the limit from images that the fit has not seen', () => {
    const good = goodImages(60);
    const fitted = good.slice(0, 30);
    const unseen = good.slice(30, 59);
    const { model, heldOut, limit } = calibrateSplit(fitted, unseen, { target: 0.1 });
    const scores = unseen.map((image) => scoreImage(model, image).score).sort((a, b) => a - b);
    expect(heldOut.length).toBe(30);
    expect(limit).toMatchObject({ count: 29, rank: 27, value: scores[26], approximate: false });
  });
});

describe('scoring options', () => {
  const good = goodImages(30);
  const ofComponents = (keep: 'pca' | 'npca'): Partial<ScoringOptions> => ({
    fitPartGaussian: (samples, groups) => fitGaussianOfComponents(samples, groups, { keep, share: 0.9 }),
  });
  const variants: Partial<ScoringOptions>[] = [
    { topShares: [0.5] },
    { topShares: [0.04, 0.3] },
    { ownWeight: () => 0 },
    { ownWeight: () => 0.9 },
    { tiedRidge: 0.1 },
    { steepness: 4 },
    { fineShare: 0.2 },
    ofComponents('npca'),
    ofComponents('pca'),
  ];

  it.each(variants)('%o changes the scores and still finds the defect', (scoring) => {
    const plain = fitScoreModel(good);
    const varied = fitScoreModel(good, { scoring });
    expect(varied.heldOut).not.toEqual(plain.heldOut);
    const defect = scoreImage(varied.model, withDefect(good[0]!)).patchScore;
    expect(defect).toBeGreaterThan(Math.max(...varied.heldOut.map(({ patchScore }) => patchScore)));
  });

  it('the share of top patches is at least one patch and at most all', () => {
    expect(topPatchCount(0.03, 144)).toBe(4);
    expect(topPatchCount(0.03, 36)).toBe(1);
    expect(topPatchCount(0.001, 36)).toBe(1);
    expect(topPatchCount(1, 36)).toBe(36);
  });
});

describe('the paper sum', () => {
  it('is the mean of the part distances of several levels', () => {
    const good = goodImages(30);
    const deep = fitLevel(good.map(({ part }) => part)).model;
    const fine = fitLevel(good.map(({ map }) => map)).model;
    const sumOf = ({ part, map }: ImageFeatures) => paperSum([levelDistance(deep, part), levelDistance(fine, map)]);
    expect(sumOf(good[0]!)).toBe((levelDistance(deep, good[0]!.part) + levelDistance(fine, good[0]!.map)) / 2);
    expect(sumOf(withDefect(good[0]!))).toBeGreaterThan(sumOf(good[0]!));
  });
});

describe('levels that are compared', () => {
  const compared = goodImages(30).map((image) => ({
    ...image,
    levels: [pooledMap(image.map), pooledMap({ ...image.map, level: 3 }), image.part],
  }));
  const { model, heldOut, limit } = calibrate(compared, { target: 0.05 });

  it('are fitted in their order; those of the score are not fitted again', () => {
    expect(model.levels.map(({ level }) => level)).toEqual([5, 3, 7]);
    expect(model.levels[0]).toBe(model.part.levels[0]);
    expect(model.levels[1]).toEqual(fitLevel(compared.map(({ levels }) => levels[1]!)).model);
    expect(model.levels[2]).toBe(model.part.levels[1]);
  });

  it('give their distances, the same from a pooled map as from the whole one', () => {
    const image = compared[4]!;
    const whole = fitLevel(compared.map(({ map }) => map)).model;
    const deep = fitLevel(compared.map(({ part }) => part)).model;
    const { levelDistances } = scoreImage(model, image);
    const fine = expect.closeTo(levelDistance(whole, image.map), 4) as number;
    expect(levelDistances).toEqual([fine, fine, levelDistance(deep, image.part)]);
  });

  it('change nothing of what judges', () => {
    const plain = calibrate(goodImages(30), { target: 0.05 });
    expect({ ...model, levels: [] }).toEqual(plain.model);
    expect({ heldOut, limit }).toEqual({ heldOut: plain.heldOut, limit: plain.limit });
  });

  it('are refused where an image lacks one', () => {
    const images = compared.with(2, { ...compared[2]!, levels: [] });
    expect(() => calibrate(images, { target: 0.05 })).toThrow(
      'good image 3: the levels that are compared are not those of the first one',
    );
    expect(() => scoreImage(model, images[2]!)).toThrow('no features of level 5');
  });
});

describe('good images from which nothing can be fitted', () => {
  const good = goodImages(25);

  it('are refused where there are too few for the target', () => {
    expect(codeOf(() => calibrate(good.slice(0, 5), { target: 0.05 }))).toBe('calibration.too-few-images');
    expect(codeOf(() => calibrate([], { target: 0.05 }))).toBe('calibration.too-few-images');
    expect(codeOf(() => calibrateSplit(good, good.slice(0, 5), { target: 0.05 }))).toBe('calibration.too-few-images');
  });

  it('are refused where one or two show no spread', () => {
    expect(() => calibrate(good.slice(0, 1), { target: 0.5 })).toThrow('from 1 good images; at least 3');
    expect(() => calibrate(good.slice(0, 2), { target: 0.5 })).toThrow('from 2 good images; at least 3');
  });

  it('are refused where all are the same', () => {
    const same = good.map(() => good[0]!);
    expect(codeOf(() => calibrate(same, { target: 0.05 }))).toBe('calibration.identical-images');
    const copies = same.map(({ part, map }) => {
      const copy = { ...part, values: part.values.slice() };
      return { part: copy, patch: copy, map };
    });
    expect(codeOf(() => calibrate(copies, { target: 0.05 }))).toBe('calibration.identical-images');
  });

  it('are refused with the image and the channel where a feature is no number', () => {
    const values = good[4]!.part.values.slice();
    values[3 * 20 + 5] = Number.NaN;
    const broken = { ...good[4]!.part, values };
    const images = good.with(4, { part: broken, patch: broken, map: good[4]!.map });
    expect(() => calibrate(images, { target: 0.05 })).toThrow('good image 5, level 7: channel 3');
    expect(codeOf(() => calibrate(images, { target: 0.05 }))).toBe('calibration.degenerate');
  });

  it('are refused where their shapes differ', () => {
    const other = goodImages(1)[0]!;
    const narrow = { ...other.map, width: 5, values: other.map.values.slice(0, 240) };
    expect(() => calibrate(good.with(2, { ...other, map: narrow }), { target: 0.05 })).toThrow('good image 3, level 5');
  });

  it('are accepted from a grey camera, whose colour channels never vary', () => {
    const grey = good.map(({ part, map }) => {
      const deep = { ...part, values: part.values.map((value, i) => (i < 80 ? -6.9 : value)) };
      const fine = { ...map, values: map.values.map((value, i) => (i < 160 ? -6.9 : value)) };
      return { part: deep, patch: deep, map: fine };
    });
    const { heldOut, limit } = calibrate(grey, { target: 0.05 });
    expect(Number.isFinite(limit.value)).toBe(true);
    expect(heldOut.every(({ score }) => Number.isFinite(score))).toBe(true);
  });

  it('are accepted where some places never vary: the map stays finite there', () => {
    const masked = good.map(({ part, map }) => ({
      part,
      patch: part,
      map: { ...map, values: map.values.map((value, i) => (i % 80 < 10 ? 1 : value)) },
    }));
    const { model } = calibrate(masked, { target: 0.05 });
    expect(scoreImage(model, masked[0]!).anomalyMap.every(Number.isFinite)).toBe(true);
  });
});

describe('a calibration with variations of its images', () => {
  const images = goodImages(24);
  const scoring = { ownWeight: () => 0.3 };
  /** Two of each, with more spread than the images themselves. */
  const variations: ImageVariation[] = images.flatMap(({ patch, map }, of) =>
    [1, 2].map((number) => {
      const random = randomFrom(100 * of + number);
      const moved = { ...patch, values: patch.values.map((value) => value + 0.3 * random.normal()) };
      return { of, features: { part: moved, patch: moved, map: pooledMap(map) } };
    }),
  );
  const { model, heldOut } = fitScoreModel(images, { variations, scoring });

  it('has held-out scores of the images alone, and takes one sigma from them', () => {
    expect(heldOut).toHaveLength(24);
    const { mean, deviation } = meanAndDeviation(heldOut.map((scores) => scores.patchScore));
    const [{ standardisation }] = model.patch.scores as [TopScore];
    expect(standardisation.mean).toBeCloseTo(mean, 12);
    expect(standardisation.deviation).toBeCloseTo(deviation, 12);
    expect(calibrate(images, { target: 0.05, variations }).limit.count).toBe(24);
  });

  it('holds an image out together with its variations, as a refit without all of them would', () => {
    for (const left of [0, 7, 23]) {
      const refit = fitScoreModel(
        images.filter((_, image) => image !== left),
        {
          variations: variations
            .filter(({ of }) => of !== left)
            .map(({ of, features }) => ({ of: of > left ? of - 1 : of, features })),
          scoring,
        },
      );
      expect(patchScore(refit.model.patch, images[left]!.patch)).toBeCloseTo(heldOut[left]!.patchScore, 9);
    }
  });

  it('finds what the variations show less unlike', () => {
    const without = fitScoreModel(images, { scoring }).model;
    const moved = variations[5]!.features.patch;
    expect(patchScore(model.patch, moved)).toBeLessThan(patchScore(without.patch, moved));
  });

  it('fits its finer levels on the images alone', () => {
    expect(model.fine).toEqual(fitScoreModel(images, { scoring }).model.fine);
  });
});
