import { describe, expect, it } from 'vitest';
import { calibrate, fitLevel, fitScoreModel } from './calibrate.ts';
import { type ImageFeatures, type ImageVariation, paperSum, pooledMap, scoreImage, topPatchCount } from './index.ts';
import { randomFrom, randomMaps } from './random.fixture.ts';
import { anomalyMap, meanAndDeviation, partDistance, patchScore, sigmalineScore } from './scoreImage.ts';
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

  it('standardises both distances by their held-out values', () => {
    const part = meanAndDeviation(heldOut.map(({ partDistance }) => partDistance));
    expect(model.part.standardisation.mean).toBeCloseTo(part.mean, 12);
    expect(model.part.standardisation.deviation).toBeCloseTo(part.deviation, 12);
    const patch = meanAndDeviation(heldOut.map(({ patchScore }) => patchScore));
    expect(model.patch.standardisation.mean).toBeCloseTo(patch.mean, 12);
    expect(model.patch.standardisation.deviation).toBeCloseTo(patch.deviation, 12);
    for (const { score, partDistance, patchScore } of heldOut) {
      expect(score).toBe(sigmalineScore(model, partDistance, patchScore));
    }
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
      expect(heldOut[image]!.partDistance / partDistance(refitted.part, good[image]!.part)).toBeCloseTo(1, 1);
      expect(heldOut[image]!.patchScore / patchScore(refitted.patch, good[image]!.patch)).toBeCloseTo(1, 1);
    }
  });

  it('scores an image from its parts', () => {
    const image = later[0]!;
    const distance = partDistance(model.part, image.part);
    const patch = patchScore(model.patch, image.patch);
    expect(scoreImage(model, image)).toEqual({
      score: sigmalineScore(model, distance, patch),
      partDistance: distance,
      patchScore: patch,
      anomalyMap: anomalyMap(model.map, image.map),
      levelDistances: [],
    });
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

  it('gives maps in sigma: places of later good images lie around zero with deviation one', () => {
    const values = later.flatMap((image) => [...scoreImage(model, image).anomalyMap]);
    const { mean, deviation } = meanAndDeviation(values);
    expect(Math.abs(mean)).toBeLessThan(0.1);
    expect(deviation).toBeGreaterThan(0.9);
    expect(deviation).toBeLessThan(1.1);
  });

  it('reports its progress, ending with all of it', () => {
    const seen: [number, number][] = [];
    calibrate(good, { target: 0.1, onProgress: (done, total) => seen.push([done, total]) });
    expect(new Set(seen.map(([, total]) => total)).size).toBe(1);
    expect(seen.map(([done]) => done)).toEqual(seen.map(([done]) => done).sort((a, b) => a - b));
    expect(seen.at(-1)![0]).toBe(seen.at(-1)![1]);
  });

  it('is the same every time', () => {
    expect(calibrate(good, { target: 0.05 })).toEqual({ model, heldOut, limit });
  });

  it('gives a score that is no number to features that are none', () => {
    const broken = { ...good[0]!.part, values: good[0]!.part.values.map(() => Number.NaN) };
    expect(scoreImage(model, { ...good[0]!, part: broken, patch: broken }).score).toBeNaN();
  });
});

describe('the sigmaline score', () => {
  const { model } = fitScoreModel(goodImages(30));
  const scoreOf = (partSigma: number, patchSigma: number): number => {
    const { part, patch } = { part: model.part.standardisation, patch: model.patch.standardisation };
    return sigmalineScore(model, part.mean + partSigma * part.deviation, patch.mean + patchSigma * patch.deviation);
  };

  it('takes two thirds from the places and one third from the part', () => {
    expect(scoreOf(0.9, 3)).toBeCloseTo(2.3, 9);
    expect(scoreOf(-3, 0)).toBeCloseTo(-1, 9);
  });

  it('lets a part count up to 1.5 sigma beside its places', () => {
    expect(scoreOf(1.5, 3)).toBeCloseTo(2.5, 9);
    expect(scoreOf(5, 3)).toBeCloseTo(2.5, 9);
  });

  it('lets a part that lies far out speak for itself', () => {
    expect(scoreOf(9, 3)).toBeCloseTo(6, 9);
    expect(scoreOf(4.9, -0.5)).toBeCloseTo(1.9, 9);
  });

  it('is no number where one of the two is none', () => {
    expect(scoreOf(Number.NaN, 3)).toBeNaN();
    expect(scoreOf(0, Number.NaN)).toBeNaN();
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
    { topShare: 0.5 },
    { ownWeight: () => 0 },
    { ownWeight: () => 0.9 },
    { tiedRidge: 0.1 },
    { blend: { partShare: 0.5, partBound: 1.5, partAloneAfter: 3 } },
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
    const sumOf = ({ part, map }: ImageFeatures) => paperSum([partDistance(deep, part), partDistance(fine, map)]);
    expect(sumOf(good[0]!)).toBe((partDistance(deep, good[0]!.part) + partDistance(fine, good[0]!.map)) / 2);
    expect(sumOf(withDefect(good[0]!))).toBeGreaterThan(sumOf(good[0]!));
  });
});

describe('levels that are compared', () => {
  const compared = goodImages(30).map((image) => ({ ...image, levels: [pooledMap(image.map), image.part] }));
  const { model, heldOut, limit } = calibrate(compared, { target: 0.05 });

  it('are fitted in their order, each as a level alone; the one of the score is not fitted again', () => {
    expect(model.levels.map(({ level }) => level)).toEqual([5, 7]);
    expect(model.levels[0]).toEqual(fitLevel(compared.map(({ levels }) => levels[0]!)).model);
    expect(model.levels[1]).toBe(model.part);
  });

  it('give their distances, the same from a pooled map as from the whole one', () => {
    const image = compared[4]!;
    const whole = fitLevel(compared.map(({ map }) => map)).model;
    const { levelDistances, partDistance: distance } = scoreImage(model, image);
    expect(levelDistances).toEqual([expect.closeTo(partDistance(whole, image.map), 4), distance]);
  });

  it('change nothing of what judges', () => {
    const plain = calibrate(goodImages(30), { target: 0.05 });
    expect({ ...model, levels: [] }).toEqual(plain.model);
    expect({ heldOut, limit }).toEqual({ heldOut: plain.heldOut, limit: plain.limit });
  });

  it('are refused where an image lacks one', () => {
    const images = compared.with(2, { ...compared[2]!, levels: [] });
    expect(() => calibrate(images, { target: 0.05 })).toThrow('good image 3 has fewer levels');
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
  const variations: ImageVariation[] = images.flatMap(({ patch }, of) =>
    [1, 2].map((number) => {
      const random = randomFrom(100 * of + number);
      const moved = { ...patch, values: patch.values.map((value) => value + 0.3 * random.normal()) };
      return { of, features: { part: moved, patch: moved } };
    }),
  );
  const { model, heldOut } = fitScoreModel(images, { variations, scoring });

  it('has held-out scores of the images alone, and takes one sigma from them', () => {
    expect(heldOut).toHaveLength(24);
    const { mean, deviation } = meanAndDeviation(heldOut.map((scores) => scores.patchScore));
    expect(model.patch.standardisation.mean).toBeCloseTo(mean, 12);
    expect(model.patch.standardisation.deviation).toBeCloseTo(deviation, 12);
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

  it('draws its anomaly map from the images alone', () => {
    expect(model.map).toEqual(fitScoreModel(images, { scoring }).model.map);
  });
});
