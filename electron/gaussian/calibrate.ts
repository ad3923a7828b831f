import { median } from '../../shared/domain/median.ts';
import { checkFeatureMaps, degenerate, fineLevels, type ImageFeatures, partLevels } from './imageFeatures.ts';
import { groupImages } from './imageGroups.ts';
import { LARGEST_OUTLYING_SHARE, unlikeOthers } from './likeness.ts';
import {
  checkReviewTarget,
  checkTarget,
  imagesNeeded,
  LARGEST_TARGET,
  type LimitChoices,
  limitsForTargets,
} from './limit.ts';
import { type Looks, lookRegions, looksOf, oneLook } from './looks.ts';
import { type Fitted, type FittedPlaces, fitFine, fitLevelGaussian, fitPart, fitPatch } from './models.ts';
import { harmonicMean, scoreImage, scoreOf } from './scoreImage.ts';
import type { FeatureMap, LevelGaussian, ScoreModel, TopScore } from './scoreModel.ts';
import { DEFAULT_SCORING, type ScoringOptions } from './scoringOptions.ts';
import { sigmaOf, sigmasOfOthers } from './sigmas.ts';

export interface CalibrationOptions {
  /** Target false-reject rate. */
  readonly target: number;
  /** Share of good parts above the lower end of the review band; null for no band. */
  readonly reviewTarget?: number | null | undefined;
  /** Called often, `total` being always the same. */
  readonly onProgress?: (done: number, total: number) => void;
  /** The part that every image shows, in image order, where several images show the same one: they are held out together. */
  readonly parts?: readonly (string | number)[];
  /** Good images as they might have been as well. */
  readonly variations?: readonly ImageVariation[];
  /** Images too unlike the others to say what good parts are: no Gaussian sees them, but they count for the limit as set aside. */
  readonly unlike?: readonly number[];
  readonly scoring?: Partial<ScoringOptions>;
}

/**
 * A good image, turned or moved a little. It joins the Gaussians of part and patch, and leaves them together with the image it was made from when that is
 * held out. It has no held-out score of its own: what one sigma is, and the limit, come from images as they are.
 */
export interface ImageVariation {
  /** The index of the image it was made from. */
  readonly of: number;
  /** Of its finer levels only the means over all places are needed: see `pooledMap`. */
  readonly features: Omit<ImageFeatures, 'levels'>;
}

/** In place of the number of an image, or of a look, where no fit has seen it. */
const NOT_FITTED = -1;

/** The scores of one good image from a fit that has not seen it. */
export interface HeldOutScores {
  readonly score: number;
  readonly partDistance: number;
  readonly patchScore: number;
  /** The image is unlike all other good ones: it belongs to the fit and counts, but what one sigma is comes from the others, and the limit is not above them. */
  readonly setAside: boolean;
}

export interface CalibrationResult extends LimitChoices {
  readonly model: ScoreModel;
  /** In image order. */
  readonly heldOut: readonly HeldOutScores[];
  /** The look of every image, from 0, and `NOT_FITTED` where it is left out; null where all have the same. */
  readonly looks: readonly number[] | null;
}

/** What a fit without a limit gives. */
export type FittedScores = Omit<CalibrationResult, keyof LimitChoices>;

/**
 * Fits everything a recipe needs from the features of good images: the Gaussians, the held-out scores and the limits.
 *
 * @throws target.*, calibration.too-few-images, calibration.identical-images, calibration.degenerate
 */
export function calibrate(images: readonly ImageFeatures[], options: CalibrationOptions): CalibrationResult {
  const groups = groupImages(images.length, options.parts);
  checkTarget(options.target, groups.length, { images: images.length });
  checkReviewTarget(options);
  const { model, heldOut, looks } = fitWithoutUnlike(images, options);
  // A part counts once, whatever the number of its photographs: by the highest of their scores, which is the safe one.
  const counted = groups.map((group) =>
    group.map((image) => heldOut[image] as HeldOutScores).reduce((a, b) => (b.score > a.score ? b : a)),
  );
  const setAside = counted.map((image) => image.setAside);
  const scores = counted.map(({ score }) => score);
  return { model, heldOut, looks, ...limitsForTargets(scores, options, { setAside }) };
}

/** As `fitScoreModel`; the unlike images are judged by the fit of all others, which has seen neither them nor their variations. */
export function fitWithoutUnlike(
  images: readonly ImageFeatures[],
  { unlike = [], ...options }: CalibrationOptions,
): FittedScores {
  const { parts = [...images.keys()], variations = [], target } = options;
  const left = new Set(unlike);
  const kept = [...images.keys()].filter((image) => !left.has(image));
  const places = new Map(kept.map((image, place) => [image, place]));
  const { model, heldOut, looks } = fitScoreModel(
    kept.map((image) => images[image] as ImageFeatures),
    {
      ...options,
      parts: kept.map((image) => parts[image] as string | number),
      variations: variations.flatMap(({ of, features }) => {
        const place = places.get(of);
        return place === undefined ? [] : [{ of: place, features }];
      }),
    },
    target,
  );
  const judged = (image: ImageFeatures): HeldOutScores => {
    const { score, partDistance, patchScore } = scoreImage(model, image);
    return { score, partDistance, patchScore, setAside: true };
  };
  const placesOfAll = images.map((_, image) => places.get(image) ?? NOT_FITTED);
  return {
    model,
    heldOut: placesOfAll.map((place, image) => heldOut[place] ?? judged(images[image] as ImageFeatures)),
    looks: looks && placesOfAll.map((place) => looks[place] ?? NOT_FITTED),
  };
}

/**
 * The Gaussians and the held-out scores, without a limit: what a draft needs that has too few images for any target.
 *
 * @param target of the limit, if one is taken: no more images are set aside than it allows
 * @throws calibration.identical-images, calibration.degenerate
 */
export function fitScoreModel(
  images: readonly ImageFeatures[],
  options: Omit<CalibrationOptions, 'target' | 'reviewTarget'> = {},
  target = LARGEST_TARGET,
): FittedScores {
  const scoring: ScoringOptions = { ...DEFAULT_SCORING, ...options.scoring };
  const { variations = [] } = options;
  const varied = [...images, ...variations.map(({ features }) => features)];
  const patchMaps = varied.map(({ patch }) => patch);
  const fineMaps = levelsOf(images, fineLevels, 'its finer levels');
  for (const maps of [images.map(({ part }) => part), patchMaps, ...fineMaps]) checkFeatureMaps(maps);
  const parts = options.parts ?? images.map((_, image) => image);
  const groups = groupImages(varied.length, [...parts, ...variations.map(({ of }) => parts[of] ?? of)]);
  const partMaps = levelsOf(varied, partLevels, 'the levels of its part distance');
  const looks = scoring.findLooks(patchMaps.slice(0, images.length), parts);
  const own = looks === null ? oneLook(images.length) : looksOf(looks);
  // A variation has the look of its image.
  const all = looksOf([...own.of, ...variations.map(({ of }) => own.of[of] ?? 0)]);
  const { onProgress = () => undefined } = options;
  const stages = 1 + fineMaps.length;
  const progress =
    (stage: number): ((share: number) => void) =>
    (share) =>
      onProgress(Math.round(((stage + share) / stages) * PROGRESS_TOTAL), PROGRESS_TOTAL);

  const wholeParts = ofImages(fitPart(partMaps, groups, scoring, all), images.length);
  const partLogarithms = wholeParts.heldOut.map(Math.log);
  // A look whose parts all differ more than those of another is not set aside for it.
  const setAside = chooseSetAside(looks === null ? wholeParts.heldOut : relative(partLogarithms, own), target);
  const isOrdinary = (image: number): boolean => setAside[image] !== true;
  const standardisation = sigmaOf(partLogarithms, own, isOrdinary, 'part distances');
  const patch = fitPatch(patchMaps, groups, images.length, scoring, { looks: all, onProgress: progress(0) });
  const ownGroups = groupImages(images.length, parts);
  const shares = images[0]?.mapIsDrawnOnly === true ? [] : [scoring.fineShare];
  const fine = fineMaps.map((maps, index) =>
    fitFine(maps, ownGroups, scoring.tiedRidge, shares, { looks: own, onProgress: progress(index + 1) }),
  );
  const scoresOf = ({ scores }: Pick<FittedPlaces<never>, 'scores'>, name: string): readonly TopScore[] =>
    scores.map(({ topShare, heldOut }) => ({
      topShare,
      standardisation: sigmaOf(heldOut, own, isOrdinary, name),
    }));
  const model: ScoreModel = {
    part: { ...wholeParts.model, standardisation },
    patch: { ...patch.model, scores: scoresOf(patch, 'patch scores') },
    fine: fine.map((level) => ({
      ...level.model,
      scores: scoresOf(level, `patch scores of level ${level.model.gaussians.level}`),
    })),
    steepness: scoring.steepness,
    levels: fitLevels(images, wholeParts.model.levels, options, own),
    ...(looks && { looks: lookRegions(patchMaps, own) }),
  };
  const tops = [patch, ...fine].flatMap(({ scores }) => scores.map((score) => score.heldOut));
  const sigmas = [partLogarithms, ...tops].map((values) => sigmasOfOthers(values, own, ownGroups, isOrdinary));
  const heldOut = images.map((_, image) => {
    const partDistance = wholeParts.heldOut[image] as number;
    const topScores = tops.map((values) => values[image] as number);
    const score =
      looks === null
        ? scoreOf(model, { partDistance, topScores })
        : harmonicMean(
            sigmas.map((values) => values[image] as number),
            model.steepness,
          );
    const patchScore = topScores[0] as number;
    return { score, partDistance, patchScore, setAside: setAside[image] === true };
  });
  return { model, heldOut, looks };
}

/** Distances over the typical one of their look. */
function relative(logarithms: Float64Array, { of, members }: Looks): Float64Array {
  const typical = members.map((images) => median(images.map((image) => logarithms[image] as number)) ?? 0);
  return logarithms.map((value, image) => Math.exp(value - (typical[of[image] ?? 0] as number)));
}

/** Without the held-out values of variations, which come after those of the images. */
function ofImages<Model>({ model, heldOut }: Fitted<Model>, count: number): Fitted<Model> {
  return { model, heldOut: heldOut.subarray(0, count) };
}

/** The maps of all images for each level that `select` names, in its order. @throws calibration.degenerate where an image has other levels than the first */
function levelsOf(
  images: readonly ImageFeatures[],
  select: (image: ImageFeatures) => readonly FeatureMap[],
  name: string,
): readonly (readonly FeatureMap[])[] {
  const selected = images.map(select);
  return (selected[0] ?? []).map(({ level }, index) =>
    selected.map((maps, image) => {
      const map = maps[index];
      if (map?.level !== level) throw degenerate(`good image ${image + 1}: ${name} are not those of the first one`);
      return map;
    }),
  );
}

/** The Gaussians of the levels that are compared, in their order; those that the score uses are not fitted again. */
function fitLevels(
  images: readonly ImageFeatures[],
  fitted: readonly LevelGaussian[],
  options: Pick<CalibrationOptions, 'parts' | 'scoring'>,
  looks?: Looks,
): readonly LevelGaussian[] {
  return levelsOf(images, ({ levels = [] }) => levels, 'the levels that are compared').map(
    (maps) => fitted.find(({ level }) => level === maps[0]?.level) ?? fitLevel(maps, options, looks).model,
  );
}

/** Which images are set aside: those that stand out, unless they are more than the target lets fail (good parts differ that much then), or too few others are left for a limit. */
export function chooseSetAside(partDistances: ArrayLike<number>, target: number): readonly boolean[] {
  const flags = unlikeOthers(Array.from(partDistances), Math.min(LARGEST_OUTLYING_SHARE, target));
  const left = flags.filter((flag) => !flag).length;
  return left < imagesNeeded(target) ? flags.map(() => false) : flags;
}

const PROGRESS_TOTAL = 100;

/**
 * The Gaussian of any one level, e.g. to compare levels or for the paper sum.
 *
 * @param maps that level of n good images
 * @throws calibration.identical-images, calibration.degenerate
 */
export function fitLevel(
  maps: readonly FeatureMap[],
  options: Pick<CalibrationOptions, 'parts' | 'scoring'> = {},
  looks?: Looks,
): Fitted<LevelGaussian> {
  checkFeatureMaps(maps);
  const scoring: ScoringOptions = { ...DEFAULT_SCORING, ...options.scoring };
  return fitLevelGaussian(maps, groupImages(maps.length, options.parts), scoring, looks);
}
