import { readDataset } from '../../electron/evaluation/index.ts';
import { calibrate, scoreImage } from '../../electron/gaussian/index.ts';
import { betaQuantile, binomialTail } from '../../shared/domain/distributions.ts';
import { expectedRejectRate, type LimitChoice } from '../../shared/domain/index.ts';
import { randomFrom } from '../samples/random.ts';
import { drawnFrom, type FeaturedImages, type FeatureStore } from './datasetFeatures.ts';
import { type AblationOptions, percent, printHead, printRow } from './table.ts';

/** What one calibration promised, and what became of it. */
interface Kept {
  readonly limit: LimitChoice;
  readonly setAside: number;
  readonly rejected: number;
  readonly judged: number;
}

/**
 * Whether a limit keeps its promise: fits on good images chosen at random (seeded), with variations as a calibration takes them, and judges all other good
 * images of the set.
 */
export async function checkPromise(
  folders: readonly string[],
  store: FeatureStore,
  { target, images = [60, 100], fits = 20 }: AblationOptions,
): Promise<void> {
  printHead('set', [
    'images',
    'fit',
    'set aside',
    'target',
    'expected',
    'at most (95 %)',
    'observed',
    'chance of as many',
  ]);
  const summaries: string[][] = [];
  for (const folder of folders) {
    const { name, trainGood, test } = await readDataset(folder);
    const good = await store.featuresOf([
      ...trainGood,
      ...test.filter((image) => !image.defective).map(({ path }) => path),
    ]);
    for (const count of images) {
      const kept: Kept[] = [];
      for (let fit = 0; fit < fits && count < good.features.length; fit += 1) {
        const outcome = await fitAndJudge(good, { count, target, seed: 1000 * count + fit }, store);
        kept.push(outcome);
        printRow(name, [String(count), String(fit + 1), ...cellsOf(outcome)]);
      }
      if (kept.length > 0) summaries.push([name, String(count), ...summaryOf(kept)]);
    }
  }
  console.log();
  printHead('set', ['images', 'fits', 'mean expected', 'mean observed', 'under the bound', 'bound not contradicted']);
  for (const [name = '', ...cells] of summaries) printRow(name, cells);
}

async function fitAndJudge(
  good: FeaturedImages,
  { count, target, seed }: { readonly count: number; readonly target: number; readonly seed: number },
  store: FeatureStore,
): Promise<Kept> {
  const { drawn, others } = drawnFrom(good, count, randomFrom(seed));
  const variations = await store.variationsOf(drawn);
  const { model, heldOut, limit } = calibrate(drawn.features, { target, variations });
  const rejected = others.filter((image) => scoreImage(model, image).score > limit.value).length;
  return { limit, setAside: heldOut.filter(({ setAside }) => setAside).length, rejected, judged: others.length };
}

function cellsOf({ limit, setAside, rejected, judged }: Kept): string[] {
  const shares = [limit.target, expectedRejectRate(limit), limit.bound95, rejected / judged];
  return [String(setAside), ...shares.map((share) => percent(share, 1)), percent(chanceOf(rejected, judged, limit))];
}

/**
 * "Under the bound" counts the observed rate as if it were the true one. It is not: of m judged images more fail by chance. The bound is contradicted where
 * so many would fail in at most one of twenty cases if it held.
 */
function summaryOf(kept: readonly Kept[]): string[] {
  const mean = (of: (one: Kept) => number): number => kept.reduce((sum, one) => sum + of(one), 0) / kept.length;
  const under = kept.filter(({ limit, rejected, judged }) => rejected / judged <= limit.bound95).length;
  const held = kept.filter(
    ({ limit, rejected, judged }) => binomialTail(rejected, judged, limit.bound95) > 0.05,
  ).length;
  return [
    String(kept.length),
    percent(
      mean(({ limit }) => expectedRejectRate(limit)),
      1,
    ),
    percent(
      mean(({ rejected, judged }) => rejected / judged),
      1,
    ),
    `${under} of ${kept.length}`,
    `${held} of ${kept.length}`,
  ];
}

/** Shares of the distribution of the true rate that are looked at. */
const STEPS = 400;

/** The chance that at least so many of m later good images are rejected: binomial, over the Beta distribution of the true rate. */
function chanceOf(rejected: number, judged: number, { rank, count }: LimitChoice): number {
  let sum = 0;
  for (let step = 0; step < STEPS; step += 1) {
    sum += binomialTail(rejected, judged, betaQuantile((step + 0.5) / STEPS, count + 1 - rank, rank));
  }
  return sum / STEPS;
}
