/**
 * What a calibration found, ready to score images: plain float64 arrays, independent of how they were fitted and of how they will be run.
 * `gaussian/` makes it, `graph/` compiles it into ONNX.
 */

/** The feature map of one level of one image: channels x height x width, row-major, as the backbone's output holds it. */
export interface FeatureMap {
  readonly level: number;
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  readonly values: Float32Array;
}

/**
 * A Gaussian in a form that gives `distance(x) = sqrt((x - mean)' Sigma^-1 (x - mean))` by products alone.
 * With c = x - mean:
 * - `dense`: distance = ||whitening c||; whitening is p x p, row-major (Sigma^-1 = whitening' whitening).
 * - `thin` (n < p): distance^2 = residualPrecision ||c||^2 - sum_i weights_i (directions_i . c)^2, directions rank x p row-major, orthonormal rows.
 */
export type ScoringGaussian =
  | { readonly form: 'dense'; readonly mean: Float64Array; readonly whitening: Float64Array }
  | {
      readonly form: 'thin';
      readonly mean: Float64Array;
      readonly residualPrecision: number;
      readonly directions: Float64Array;
      readonly weights: Float64Array;
    };

export interface Standardisation {
  readonly mean: number;
  readonly deviation: number;
}

/** Global average pool of a level, then one Gaussian. */
export interface PartModel {
  readonly level: number;
  readonly gaussian: ScoringGaussian;
  readonly standardisation: Standardisation;
}

/**
 * One Gaussian per grid position of a level. `means` is (height * width) x channels; `whitenings` holds one p x p matrix per position
 * ((height * width) x p x p) or, where `tied`, one for all positions (p x p).
 */
export interface PatchGaussians {
  readonly level: number;
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  readonly tied: boolean;
  readonly means: Float64Array;
  readonly whitenings: Float64Array;
}

/** Mean of the highest `topShare` of the patch distances (at least one), standardised. */
export interface PatchModel {
  readonly gaussians: PatchGaussians;
  readonly topShare: number;
  readonly standardisation: Standardisation;
}

/** Patch distances of a finer level, standardised at each position by held-out values; drawn, never used for the verdict. */
export interface MapModel {
  readonly gaussians: PatchGaussians;
  /** height * width each. */
  readonly positionMeans: Float64Array;
  readonly positionDeviations: Float64Array;
}

/**
 * How part distance and patch score, both in sigma, become one score. The places judge for the most part; the part as a whole adds to them up to a bound,
 * so that one good image unlike the others (a glare) does not set the limit, and speaks for itself where it lies far out.
 */
export interface ScoreBlend {
  /** Weight of the part distance, 0 to 1; that of the patch score is the rest. */
  readonly partShare: number;
  /** Up to how many sigma the part distance counts beside the patch score. */
  readonly partBound: number;
  /** How many sigma are taken off the part distance where it stands alone. */
  readonly partAloneAfter: number;
}

/** With both in sigma: score = max((1 - partShare) patch + partShare min(part, partBound), part - partAloneAfter), see `sigmalineScore`. */
export interface ScoreModel {
  readonly part: PartModel;
  readonly patch: PatchModel;
  readonly map: MapModel;
  readonly blend: ScoreBlend;
  /** For comparison only, e.g. with the paper sum; no verdict takes them. Empty unless an evaluation asks. */
  readonly levels: readonly PartModel[];
}

/** The scores of one image. */
export interface ImageScores {
  readonly score: number;
  readonly partDistance: number;
  readonly patchScore: number;
  /** height * width, row-major, in sigma. */
  readonly anomalyMap: Float64Array;
  /** The part distance of each of the model's levels. */
  readonly levelDistances: readonly number[];
}
