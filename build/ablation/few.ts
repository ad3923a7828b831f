import { fitScoreModel } from '../../electron/gaussian/calibrate.ts';
import { areaUnderRoc, scoreImage } from '../../electron/gaussian/index.ts';
import { randomFrom } from '../samples/random.ts';
import { type DatasetFeatures, drawnFrom, type FeatureStore } from './datasetFeatures.ts';
import { type AblationOptions, percent, printHead, printRow } from './table.ts';

/** What few good images are worth: the mean image AUROC of fits on so many of the training images, chosen at random (seeded), with their variations. */
export async function compareFew(
  folders: readonly string[],
  store: FeatureStore,
  { images = [5, 20], fits = 5 }: AblationOptions,
): Promise<void> {
  const datasets: DatasetFeatures[] = [];
  for (const folder of folders) datasets.push(await store.dataset(folder));
  printHead('good images', [...datasets.map(({ name }) => name), 'mean AUROC']);
  for (const count of images) {
    const means: number[] = [];
    for (const dataset of datasets) {
      let mean = 0;
      for (let fit = 0; fit < fits; fit += 1) mean += (await aurocOf(dataset, count, fit, store)) / fits;
      means.push(mean);
    }
    const all = means.reduce((sum, mean) => sum + mean, 0) / means.length;
    printRow(
      String(count),
      [...means, all].map((mean) => percent(mean, 1)),
    );
  }
}

async function aurocOf(
  { good, test }: DatasetFeatures,
  count: number,
  seed: number,
  store: FeatureStore,
): Promise<number> {
  const { drawn } = drawnFrom(good, count, randomFrom(1000 * count + seed));
  const variations = await store.variationsOf(drawn);
  const { model } = fitScoreModel(drawn.features, { variations });
  const scores = (wanted: boolean): number[] =>
    test.flatMap(({ features, defective }) => (defective === wanted ? [scoreImage(model, features).score] : []));
  return areaUnderRoc(scores(false), scores(true));
}
