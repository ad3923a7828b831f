/**
 * What a calibration found, ready to score images: plain float64 arrays, independent of how they were fitted and of how they will be run.
 * `gaussian/` makes it, `graph/` compiles it into ONNX.
 */

/** Which places of a level's grid are looked at: where a mask ignores the others, a level holds these alone, as one row. */
export interface KeptPlaces {
  readonly height: number;
  readonly width: number;
  /** Row by row, rising. */
  readonly places: readonly number[];
}

/** The feature map of one level of one image: channels x height x width, row-major, as the backbone's output holds it. */
export interface FeatureMap {
  readonly level: number;
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  readonly values: Float32Array;
  /** The grid that the places of its one row are of; none where all places are looked at. */
  readonly kept?: KeptPlaces;
}

/** The means of every look, the first being the one that stands beside them; only where good parts have several looks. Covariances are shared by them. */
export interface LookMeans {
  readonly lookMeans?: readonly Float64Array[];
}

/**
 * A Gaussian in a form that gives `distance(x) = sqrt((x - mean)' Sigma^-1 (x - mean))` by products alone.
 * With c = x - mean:
 * - `dense`: distance = ||whitening c||; whitening is p x p, row-major (Sigma^-1 = whitening' whitening).
 * - `thin` (n < p): distance^2 = residualPrecision ||c||^2 - sum_i weights_i (directions_i . c)^2, directions rank x p row-major, orthonormal rows.
 */
export type ScoringGaussian = LookMeans & { readonly mean: Float64Array } & (
    | { readonly form: 'dense'; readonly whitening: Float64Array }
    | {
        readonly form: 'thin';
        readonly residualPrecision: number;
        readonly directions: Float64Array;
        readonly weights: Float64Array;
      }
  );

export interface Standardisation {
  readonly mean: number;
  readonly deviation: number;
  /** Of every look, the first being the one that stands beside it; only where good parts have several. */
  readonly looks?: readonly Standardisation[];
}

/** Global average pool of a level, then one Gaussian. */
export interface LevelGaussian {
  readonly level: number;
  readonly gaussian: ScoringGaussian;
  /** As of the feature maps that it was fitted on. */
  readonly kept?: KeptPlaces;
}

/** The part distance: the mean of the distances of several levels (the paper's sum, over the levels that are used). */
export interface PartModel {
  readonly levels: readonly LevelGaussian[];
  /** Of the logarithm of the part distance. */
  readonly standardisation: Standardisation;
}

/**
 * One Gaussian per grid position of a level. `means` is (height * width) x channels; `whitenings` holds one p x p matrix per position
 * ((height * width) x p x p) or, where `tied`, one for all positions (p x p).
 */
export interface PatchGaussians extends LookMeans {
  readonly level: number;
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  readonly tied: boolean;
  /** As of the feature maps that it was fitted on. */
  readonly kept?: KeptPlaces;
  readonly means: Float64Array;
  readonly whitenings: Float64Array;
}

/** Held-out distances of good parts at the places of a level, for the anomaly map: a distance d is drawn as (d - mean of its place) / deviation. */
export interface PlaceScale extends LookMeans {
  /** height * width */
  readonly means: Float64Array;
  /** One for all places: of a place's own deviation a quiet background would make many sigma of nothing. */
  readonly deviation: number;
}

/** Mean of the highest `topShare` of the distances of a level (at least one), standardised. */
export interface TopScore {
  readonly topShare: number;
  readonly standardisation: Standardisation;
}

/** The patch level: a Gaussian at each place. */
export interface PatchModel {
  readonly gaussians: PatchGaussians;
  /** The first is the patch score. */
  readonly scores: readonly TopScore[];
  readonly scale: PlaceScale;
}

/**
 * A finer level: patch distances by one covariance for all places, each in sigma of its place's held-out values, of which the mean of the highest counts. One
 * without scores is only drawn, where the patch level would be.
 */
export interface FineModel extends PatchModel {
  /** The deviation of each place, see `moderatedVariances`: height * width. */
  readonly deviations: Float64Array;
}

/**
 * With the sigma z of every component (the part as a whole, the scores of the patch level and of each finer level), M in all, and the steepness k:
 * `score = ln(sum exp(k z) / M) / k`. See `harmonicMean`.
 */
export interface ScoreModel {
  readonly part: PartModel;
  readonly patch: PatchModel;
  /** The finest first; its grid is that of the anomaly map. */
  readonly fine: readonly FineModel[];
  readonly steepness: number;
  /**
   * Where good parts have several looks: of each, the mean features over regions of the patch level, channels x regions. An image has the look whose mean is nearest,
   * and is judged by the means of that look. See `regionsOf`, `ofLook`.
   */
  readonly looks?: readonly Float64Array[];
  /** For comparison only, e.g. with the paper sum; no verdict takes them. Empty unless an evaluation asks. */
  readonly levels: readonly LevelGaussian[];
}

/** The scores of one image. */
export interface ImageScores {
  readonly score: number;
  readonly partDistance: number;
  readonly patchScore: number;
  /** height * width, row-major, in sigma. */
  readonly anomalyMap: Float64Array;
  /** How much of the score is due to the part as a whole, 0 to 1; the rest is due to places. */
  readonly partShare: number;
  /** How many places of the finest level are unusual (`UNUSUAL_SIGMA`), as a share of all. */
  readonly unusualShare: number;
  /** The part distance of each of the model's levels. */
  readonly levelDistances: readonly number[];
  /** Which look it has, from 1; null where there is only one. */
  readonly look: number | null;
}
