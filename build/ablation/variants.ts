import { chooseSetAside } from '../../electron/gaussian/calibrate.ts';
import { areaUnderRoc, DEFAULT_SCORING, limitForTarget, topPatchCount } from '../../electron/gaussian/index.ts';
import { meanOfHighest } from '../../electron/gaussian/patchGaussians.ts';
import { harmonicMean, standardisationOf, standardised } from '../../electron/gaussian/scoreImage.ts';
import type { FeatureStore } from './datasetFeatures.ts';
import { type Distances, type Measured, type Measurements, measure, type Places } from './measurements.ts';
import { type AblationOptions, percent, printHead, printRow } from './table.ts';

/** The value of one image, of a good one held out. */
type Component = (image: Distances) => number;
/** One score of the sigma of all components. */
type Fusion = (sigmas: readonly number[]) => number;

/** One row of the ablation. */
interface Variant {
  readonly name: string;
  /** Whether variations of the good images take part in the fit. */
  readonly from?: keyof Measured;
  readonly components: (image: Distances) => readonly number[];
  readonly fusion: Fusion;
}

const {
  topShares: [topShare],
  topShares,
  fineShare,
  steepness,
} = DEFAULT_SCORING;

const part: Component = (image) => image.part;
const partSum: Component = (image) => Math.log(image.partSum);
const own =
  (share: number): Component =>
  (image) =>
    meanOfTop(image.own.distances, share);
const fine =
  (share: number, values: keyof Places = 'sigmas') =>
  (image: Distances): readonly number[] =>
    image.fine.map((level) => meanOfTop(level[values], share));
const all =
  (...components: readonly Component[]) =>
  (image: Distances): readonly number[] =>
    components.map((component) => component(image));
const places = (image: Distances): readonly number[] => topShares.map((share) => own(share)(image));
/** Those of the finer levels that count. */
const counted = (image: Distances, values: readonly number[]): readonly number[] => (image.fineCounts ? values : []);
const components = (image: Distances): readonly number[] => [
  partSum(image),
  ...places(image),
  ...counted(image, fine(fineShare)(image)),
];

const only: Fusion = ([sigma = Number.NaN]) => sigma;
const mean: Fusion = (sigmas) => sigmas.reduce((sum, sigma) => sum + sigma, 0) / sigmas.length;
const fused: Fusion = (sigmas) => harmonicMean(sigmas, steepness);
/** The blend of version 0.1, whose constants were fitted to nine data sets. */
const blend: Fusion = ([whole = Number.NaN, places = Number.NaN]) =>
  Math.max((2 * places + Math.min(whole, 1.5)) / 3, whole - 3);
/** The sum of the logarithms of normal p-values. */
const fisher: Fusion = (sigmas) => sigmas.reduce((sum, sigma) => sum - logNormalTail(sigma), 0);

const VARIANTS: readonly Variant[] = [
  { name: 'part distance of the deepest level', components: all(part), fusion: only },
  { name: 'part distance, mean of the levels of the score', components: all(partSum), fusion: only },
  { name: 'patch score, 2 %', components: all(own(0.02)), fusion: only },
  { name: 'patch score, 4 %', components: all(own(0.04)), fusion: only },
  { name: 'patch score, 8 %', components: all(own(0.08)), fusion: only },
  { name: 'patch score, one covariance for all places', components: all(tiedTop), fusion: only },
  { name: 'patch score, distances in sigma of their place', components: all(ownSigma), fusion: only },
  { name: 'finest level alone', components: (image) => fine(fineShare)(image).slice(0, 1), fusion: only },
  {
    name: 'the blend of version 0.1, without variations',
    from: 'alone',
    components: all(part, own(0.04)),
    fusion: blend,
  },
  { name: 'the blend of version 0.1', components: all(part, own(0.04)), fusion: blend },
  { name: 'part and patch, harmonic mean', components: all(partSum, own(topShare)), fusion: fused },
  {
    name: 'patch score of 4 % alone beside part and finer levels',
    components: (image) => all(partSum, own(topShare))(image).concat(counted(image, fine(fineShare)(image))),
    fusion: fused,
  },
  { name: 'without finer levels', components: (image) => [partSum(image), ...places(image)], fusion: fused },
  {
    name: 'with a finer level that is only drawn',
    components: (image) => [partSum(image), ...places(image), ...fine(fineShare)(image)],
    fusion: fused,
  },
  { name: 'all components, mean of their sigma', components, fusion: mean },
  { name: 'all components, Fisher', components, fusion: fisher },
  { name: 'all components, lowest p-value', components, fusion: (sigmas) => Math.max(...sigmas) },
  {
    name: 'part of the deepest level alone in place of the mean',
    components: (image) => [Math.log(image.part), ...components(image).slice(1)],
    fusion: fused,
  },
  {
    name: 'finer levels not in sigma of their place',
    components: (image) => withFine(image, fine(fineShare, 'distances')),
    fusion: fused,
  },
  {
    name: 'finer levels in sigma of values that have seen the image',
    components: (image) => withFine(image, fine(fineShare, 'seen')),
    fusion: fused,
  },
  {
    name: 'finer levels, highest 4 %',
    components: (image) => withFine(image, fine(0.04)),
    fusion: fused,
  },
  { name: 'without variations', from: 'alone', components, fusion: fused },
  { name: '**the default**', components, fusion: fused },
];

function withFine(image: Distances, values: (image: Distances) => readonly number[]): readonly number[] {
  return [partSum(image), ...places(image), ...counted(image, values(image))];
}

function tiedTop(image: Distances): number {
  return meanOfTop(image.tied.distances, topShare);
}

function ownSigma(image: Distances): number {
  return meanOfTop(image.own.sigmas, topShare);
}

/** A row for each variant of the score: image AUROC / false rejects / misses in % for each data set. */
export async function compareScores(
  folders: readonly string[],
  store: FeatureStore,
  { target }: AblationOptions,
): Promise<void> {
  const datasets: Measurements[] = [];
  for (const folder of folders) {
    const dataset = await store.dataset(folder);
    datasets.push(measure(dataset, await store.variationsOf(dataset.good)));
  }
  printHead('score', [...datasets.map(({ name }) => name), 'mean']);
  for (const variant of VARIANTS) {
    const outcomes = datasets.map((data) => outcomeOf(variant, data, target));
    const average = (of: keyof Outcome): number => mean(outcomes.map((outcome) => outcome[of]));
    const averages = {
      imageAuroc: average('imageAuroc'),
      falseRejects: average('falseRejects'),
      misses: average('misses'),
    };
    printRow(variant.name, [...outcomes, averages].map(cellOf));
  }
}

function cellOf({ imageAuroc, falseRejects, misses }: Outcome): string {
  return `${percent(imageAuroc, 1)} / ${percent(falseRejects)} / ${percent(misses)}`;
}

function meanOfTop(values: Float64Array, share: number): number {
  return meanOfHighest(values, topPatchCount(share, values.length));
}

/** ln of the chance that a standard normal value lies above, by its continued fraction where that chance is small. Source: NIST DLMF 7.9.2. */
function logNormalTail(sigma: number): number {
  if (sigma < 3) {
    let below = 0;
    // Simpson's rule from -10 is exact enough for a row of a table.
    const [from, steps] = [-10, 400];
    const width = (sigma - from) / steps;
    for (let step = 0; step <= steps; step += 1) {
      const weight = step === 0 || step === steps ? 1 : step % 2 === 1 ? 4 : 2;
      below += weight * Math.exp(-((from + step * width) ** 2) / 2);
    }
    return Math.log1p(-Math.min(1 - 1e-16, (below * width) / 3 / Math.sqrt(2 * Math.PI)));
  }
  let fraction = sigma;
  for (let k = 60; k >= 1; k -= 1) fraction = sigma + k / fraction;
  return -(sigma ** 2) / 2 - Math.log(fraction) - Math.log(2 * Math.PI) / 2;
}

/** Shares of one, on the test images. */
interface Outcome {
  readonly imageAuroc: number;
  /** Good images above the limit, which is that of the held-out scores. */
  readonly falseRejects: number;
  /** Defective images not above it. */
  readonly misses: number;
}

/** Judges the test images by a variant of the score as a calibration on the good ones would. */
function outcomeOf(variant: Variant, { heldOut, test }: Measurements, target: number): Outcome {
  const { from = 'varied' } = variant;
  const every = heldOut.map((measured) => measured[from]);
  const setAside = chooseSetAside(
    every.map((image) => image.partSum),
    target,
  );
  const good = every.filter((_, image) => setAside[image] !== true).map(variant.components);
  const scales = (good[0] ?? []).map((_, index) =>
    standardisationOf(
      good.map((values) => values[index] as number),
      variant.name,
    ),
  );
  const scoreOf = (image: Distances): number =>
    variant.fusion(
      variant.components(image).map((value, index) => standardised(value, scales[index] as (typeof scales)[number])),
    );

  const limit = limitForTarget(every.map(scoreOf), target, { setAside }).value;
  const scores = (defective: boolean): number[] =>
    test.filter((image) => image.defective === defective).map(({ measured }) => scoreOf(measured[from]));
  const [passing, failing] = [scores(false), scores(true)];
  return {
    imageAuroc: areaUnderRoc(passing, failing),
    falseRejects: passing.filter((score) => score > limit).length / passing.length,
    misses: failing.filter((score) => score <= limit).length / failing.length,
  };
}
