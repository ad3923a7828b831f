import type { ImageGroups } from './heldOut.ts';
import type { PatchGaussians } from './scoreModel.ts';

/** The patch Gaussians of one level of n images. */
export interface FittedPatchGaussians {
  readonly gaussians: PatchGaussians;
  /** Per image, height * width distances from the fit without it (nor the other images of its part). */
  readonly heldOut: readonly Float64Array[];
}

/** What every fit of patch Gaussians needs besides the images. */
export interface PatchFitOptions {
  /** Ridge of the tied covariance as a share of its mean variance. */
  readonly tiedRidge: number;
  readonly groups: ImageGroups;
  /** Into how many folds the parts are divided to hold them out of the tied covariance; by default one part a fold, where that does not take too long. */
  readonly mostFolds?: number;
  /** The share of the fit that is done, 0 to 1. */
  readonly onProgress: (share: number) => void;
}
