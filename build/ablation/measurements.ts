import { groupImages } from '../../electron/gaussian/heldOut.ts';
import { fitLevel, partDistance } from '../../electron/gaussian/index.ts';
import { fitPatchGaussians, patchDistances } from '../../electron/gaussian/patchGaussians.ts';
import { DEFAULT_SCORING } from '../../electron/gaussian/scoringOptions.ts';
import type { DatasetFeatures } from './datasetFeatures.ts';

/** What all variants of the score are made of, of one image: held out where it is a good image of the fit. */
export interface Measured {
  readonly part: number;
  /** At every place, with the position's own share in the covariance, and with one tied covariance for all positions. */
  readonly patches: { readonly own: Float64Array; readonly tied: Float64Array };
}

export interface Measurements {
  readonly name: string;
  readonly heldOut: readonly Measured[];
  readonly test: readonly { readonly measured: Measured; readonly defective: boolean }[];
}

/** Fits every Gaussian once. */
export function measure({ name, good, test }: DatasetFeatures): Measurements {
  const groups = groupImages(good.length);
  const part = fitLevel(good.map((image) => image.part));
  const maps = good.map((image) => image.patch);
  const { tiedRidge, ownWeight } = DEFAULT_SCORING;
  const options = { tiedRidge, groups, onProgress: () => undefined };
  const own = fitPatchGaussians(maps, ownWeight(maps.length, maps[0]?.channels ?? 0), options);
  const tied = fitPatchGaussians(maps, 0, options);
  return {
    name,
    heldOut: good.map((_, i) => ({
      part: part.heldOut[i] ?? Number.NaN,
      patches: { own: own.heldOut[i] ?? new Float64Array(), tied: tied.heldOut[i] ?? new Float64Array() },
    })),
    test: test.map(({ features, defective }) => ({
      defective,
      measured: {
        part: partDistance(part.model, features.part),
        patches: {
          own: patchDistances(own.gaussians, features.patch),
          tied: patchDistances(tied.gaussians, features.patch),
        },
      },
    })),
  };
}
