import { groupImages } from '../../electron/gaussian/heldOut.ts';
import { pooled } from '../../electron/gaussian/imageFeatures.ts';
import {
  type FeatureMap,
  type ImageFeatures,
  type ImageVariation,
  mahalanobisDistance,
} from '../../electron/gaussian/index.ts';
import { fitPart } from '../../electron/gaussian/models.ts';
import { fitPatchGaussians, patchDistances } from '../../electron/gaussian/patchGaussians.ts';
import { DEFAULT_SCORING } from '../../electron/gaussian/scoringOptions.ts';
import type { DatasetFeatures } from './datasetFeatures.ts';

/** What the variants of the score are made of, of one image: held out where it is a good image of the fit. */
export interface Distances {
  readonly part: number;
  /** At every place, with the position's own share in the covariance, and with one tied covariance for all positions. */
  readonly patches: { readonly own: Float64Array; readonly tied: Float64Array };
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
  const alone = fitAll(good, []);
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
  const levelOf = (level: 'part' | 'patch'): FeatureMap[] => [
    ...good.map((image) => image[level]),
    ...variations.map(({ features }) => features[level]),
  ];
  const maps = levelOf('patch');
  const groups = groupImages(maps.length, [...good.keys(), ...variations.map(({ of }) => of)]);
  const { tiedRidge, ownWeight } = DEFAULT_SCORING;
  const options = { tiedRidge, groups, onProgress: () => undefined };
  const part = fitPart(levelOf('part'), groups, DEFAULT_SCORING);
  const own = fitPatchGaussians(maps, ownWeight(maps.length, maps[0]?.channels ?? 0), options);
  const tied = fitPatchGaussians(maps, 0, options);
  return {
    heldOut: (image: number): Distances => ({
      part: part.heldOut[image] ?? Number.NaN,
      patches: { own: own.heldOut[image] ?? new Float64Array(), tied: tied.heldOut[image] ?? new Float64Array() },
    }),
    distancesOf: (features: ImageFeatures): Distances => ({
      part: mahalanobisDistance(part.model.gaussian, pooled(features.part)),
      patches: {
        own: patchDistances(own.gaussians, features.patch),
        tied: patchDistances(tied.gaussians, features.patch),
      },
    }),
  };
}
