import { fineLevels, partLevels } from '../../electron/gaussian/imageFeatures.ts';
import { groupImages, type ImageGroups } from '../../electron/gaussian/imageGroups.ts';
import type { FeatureMap, ImageFeatures, ImageVariation } from '../../electron/gaussian/index.ts';
import { fitPart, inSigma } from '../../electron/gaussian/models.ts';
import { fitPatchGaussians, patchDistances } from '../../electron/gaussian/patchGaussians.ts';
import { type StandardisedPlaces, standardisePlaces } from '../../electron/gaussian/placeValues.ts';
import { levelDistance } from '../../electron/gaussian/scoreImage.ts';
import { DEFAULT_SCORING } from '../../electron/gaussian/scoringOptions.ts';
import type { FittedPatchGaussians } from '../../electron/gaussian/tiedGaussians.ts';
import type { DatasetFeatures } from './datasetFeatures.ts';

/** Distances at every place of a level. */
export interface Places {
  readonly distances: Float64Array;
  /** In sigma of each place, of a good image held out of mean and deviation too. */
  readonly sigmas: Float64Array;
  /** The same, but with the image itself in mean and deviation: what a finished recipe sees of images that it has not seen. */
  readonly seen: Float64Array;
}

/** What the variants of the score are made of, of one image: held out where it is a good image of the fit. */
export interface Distances {
  /** Of the deepest level, and the mean over all levels of the score. */
  readonly part: number;
  readonly partSum: number;
  /** The patch level, with the position's own share in the covariance, and with one tied covariance for all positions. */
  readonly own: Places;
  readonly tied: Places;
  /** The finer levels, the finest first. */
  readonly fine: readonly Places[];
  /** Not where they are only drawn. */
  readonly fineCounts: boolean;
}

export interface Measured {
  /** From a fit of the good images and their variations, as a calibration does it. */
  readonly varied: Distances;
  /** From a fit of the good images alone. */
  readonly alone: Distances;
}

export interface Measurements {
  readonly name: string;
  readonly heldOut: readonly Measured[];
  readonly test: readonly { readonly measured: Measured; readonly defective: boolean }[];
}

/** Fits every Gaussian once with the variations and once without. */
export function measure(
  { name, good: { features: good }, test }: DatasetFeatures,
  variations: readonly ImageVariation[],
): Measurements {
  const varied = fitAll(good, variations);
  const alone = variations.length === 0 ? varied : fitAll(good, []);
  return {
    name,
    heldOut: good.map((_, image) => ({ varied: varied.heldOut(image), alone: alone.heldOut(image) })),
    test: test.map(({ features, defective }) => ({
      defective,
      measured: { varied: varied.distancesOf(features), alone: alone.distancesOf(features) },
    })),
  };
}

function fitAll(good: readonly ImageFeatures[], variations: readonly ImageVariation[]) {
  const all = [...good, ...variations.map(({ features }) => features)];
  const groups = groupImages(all.length, [...good.keys(), ...variations.map(({ of }) => of)]);
  const alone = groupImages(good.length);
  const patches = all.map(({ patch }) => patch);
  const depths = partLevels(all[0] as ImageFeatures).map((_, index) =>
    all.map((image) => partLevels(image)[index] as FeatureMap),
  );
  const { ownWeight } = DEFAULT_SCORING;
  const parts = depths.map((maps) => fitPart([maps], groups, DEFAULT_SCORING));
  const own = fitPlaces(patches, groups, good.length, ownWeight(all.length, patches[0]?.channels ?? 0));
  const tied = fitPlaces(patches, groups, good.length, 0);
  const fine = fineLevels(good[0] as ImageFeatures).map((_, index) =>
    fitPlaces(
      good.map((image) => fineLevels(image)[index] as FeatureMap),
      alone,
      good.length,
      0,
    ),
  );
  const fineCounts = good[0]?.mapIsDrawnOnly !== true;
  const partsOf = (distances: readonly number[]): Pick<Distances, 'part' | 'partSum'> => ({
    part: distances.at(-1) ?? Number.NaN,
    partSum: distances.reduce((sum, distance) => sum + distance, 0) / distances.length,
  });
  return {
    heldOut: (image: number): Distances => ({
      ...partsOf(parts.map(({ heldOut }) => heldOut[image] ?? Number.NaN)),
      own: own.heldOut(image),
      tied: tied.heldOut(image),
      fine: fine.map((level) => level.heldOut(image)),
      fineCounts,
    }),
    distancesOf: (features: ImageFeatures): Distances => ({
      ...partsOf(
        parts.map(({ model }, index) =>
          levelDistance(model.levels[0] as (typeof model.levels)[number], partLevels(features)[index] as FeatureMap),
        ),
      ),
      own: own.of(features.patch),
      tied: tied.of(features.patch),
      fine: fine.map((level, index) => level.of(fineLevels(features)[index] as FeatureMap)),
      fineCounts,
    }),
  };
}

function fitPlaces(maps: readonly FeatureMap[], groups: ImageGroups, images: number, ownWeight: number) {
  const { tiedRidge } = DEFAULT_SCORING;
  const fitted: FittedPatchGaussians = fitPatchGaussians(maps, ownWeight, {
    tiedRidge,
    groups,
    onProgress: () => undefined,
  });
  const heldOut = fitted.heldOut.slice(0, images);
  const places: StandardisedPlaces = standardisePlaces(heldOut, groupImages(images));
  return {
    heldOut: (image: number): Places => {
      const distances = heldOut[image] as Float64Array;
      return { distances, sigmas: places.heldOut[image] as Float64Array, seen: inSigma(distances, places) };
    },
    of: (map: FeatureMap): Places => {
      const distances = patchDistances(fitted.gaussians, map);
      const sigmas = inSigma(distances, places);
      return { distances, sigmas, seen: sigmas };
    },
  };
}
