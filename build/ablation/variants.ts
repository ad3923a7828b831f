import {
  areaUnderRoc,
  DEFAULT_SCORING,
  imagesNeeded,
  limitForTarget,
  topPatchCount,
} from '../../electron/gaussian/index.ts';
import { unlikeOthers } from '../../electron/gaussian/likeness.ts';
import { meanOfHighest } from '../../electron/gaussian/patchGaussians.ts';
import { blended, standardisationOf, standardised } from '../../electron/gaussian/scoreImage.ts';
import type { ScoreBlend } from '../../electron/gaussian/scoreModel.ts';
import type { FeatureStore } from './datasetFeatures.ts';
import { type Distances, type Measured, type Measurements, measure } from './measurements.ts';
import { type AblationOptions, percent, printHead, printRow } from './table.ts';

/** One row of the ablation. */
interface Variant {
  readonly name: string;
  /** Whether variations of the good images take part in the fit. */
  readonly from: keyof Measured;
  readonly patchScore: (image: Distances) => number;
  readonly blend: ScoreBlend;
}

const PART_ONLY: ScoreBlend = { partShare: 1, partBound: Infinity, partAloneAfter: Infinity };
const PATCH_ONLY: ScoreBlend = { partShare: 0, partBound: Infinity, partAloneAfter: Infinity };
const HALF: ScoreBlend = { partShare: 0.5, partBound: Infinity, partAloneAfter: Infinity };
const { topShare, blend } = DEFAULT_SCORING;

const VARIANTS: readonly Variant[] = [
  { name: 'part distance', from: 'varied', patchScore: top(0.04), blend: PART_ONLY },
  {
    name: 'patch score, tied covariance only, 3 %',
    from: 'varied',
    patchScore: ({ patches }) => meanOfTop(patches.tied, 0.03),
    blend: PATCH_ONLY,
  },
  { name: 'patch score, 2 %', from: 'varied', patchScore: top(0.02), blend: PATCH_ONLY },
  { name: 'patch score, 3 %', from: 'varied', patchScore: top(0.03), blend: PATCH_ONLY },
  { name: 'patch score, 4 %', from: 'varied', patchScore: top(0.04), blend: PATCH_ONLY },
  { name: 'patch score, 8 %', from: 'varied', patchScore: top(0.08), blend: PATCH_ONLY },
  {
    name: "without variations, half part, half patch 3 % (the prototype's score)",
    from: 'alone',
    patchScore: top(0.03),
    blend: HALF,
  },
  { name: 'half part, half patch 3 %', from: 'varied', patchScore: top(0.03), blend: HALF },
  { name: 'without variations, the default blend', from: 'alone', patchScore: top(topShare), blend },
  { name: '**the default**', from: 'varied', patchScore: top(topShare), blend },
  {
    name: 'the default, the patch score less 0.3 times the mean of the lower half',
    from: 'varied',
    patchScore: ({ patches }) => meanOfTop(patches.own, topShare) - 0.3 * meanOfLowerHalf(patches.own),
    blend,
  },
];

/** Prints, for each variant of the score, image AUROC / false rejects / misses in % as the rows of the table in docs/method.md. */
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
  printHead('score', [...datasets.map(({ name }) => name), 'mean AUROC']);
  for (const variant of VARIANTS) {
    const outcomes = datasets.map((data) => outcomeOf(variant, data, target));
    const mean = outcomes.reduce((sum, { imageAuroc }) => sum + imageAuroc, 0) / outcomes.length;
    const cells = outcomes.map(
      ({ imageAuroc, falseRejects, misses }) =>
        `${percent(imageAuroc, 1)} / ${percent(falseRejects)} / ${percent(misses)}`,
    );
    printRow(variant.name, [...cells, percent(mean, 1)]);
  }
}

function top(share: number): (image: Distances) => number {
  return ({ patches }) => meanOfTop(patches.own, share);
}

function meanOfTop(distances: Float64Array, share: number): number {
  return meanOfHighest(distances, topPatchCount(share, distances.length));
}

function meanOfLowerHalf(distances: Float64Array): number {
  const lower = distances.toSorted().subarray(0, Math.ceil(distances.length / 2));
  return lower.reduce((sum, value) => sum + value, 0) / lower.length;
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
  const all = heldOut.map((measured) => measured[variant.from]);
  const setAside = outliers(all, target);
  const good = all.filter((_, image) => setAside[image] !== true);
  const part = standardisationOf(
    good.map((image) => image.part),
    'part distances',
  );
  const patch = standardisationOf(good.map(variant.patchScore), 'patch scores');
  const scoreOf = (image: Distances): number =>
    blended(variant.blend, standardised(image.part, part), standardised(variant.patchScore(image), patch));

  const limit = limitForTarget(all.map(scoreOf), target, { setAside }).value;
  const scores = (defective: boolean): number[] =>
    test.filter((image) => image.defective === defective).map(({ measured }) => scoreOf(measured[variant.from]));
  const [passing, failing] = [scores(false), scores(true)];
  return {
    imageAuroc: areaUnderRoc(passing, failing),
    falseRejects: passing.filter((score) => score > limit).length / passing.length,
    misses: failing.filter((score) => score <= limit).length / failing.length,
  };
}

/** Good images that are unlike all others, as in a calibration. */
function outliers(heldOut: readonly Distances[], target: number): readonly boolean[] {
  const outlying = unlikeOthers(heldOut.map(({ part }) => part));
  const left = outlying.filter((flag) => !flag).length;
  return left < imagesNeeded(target) ? [] : outlying;
}
