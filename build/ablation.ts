/**
 * `npm run ablation -- FOLDER... [--backbone ID] [--data FOLDER] [--target RATE]`: what each part of the sigmaline score is worth, on data sets in MVTec
 * layout. Extracts the features of every data set once and prints, for each variant of the score, image AUROC / false rejects / misses in % as the rows
 * of the table in docs/method.md.
 */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { BackboneStore } from '../electron/engine/index.ts';
import { featuresOfDataset } from './ablation/datasetFeatures.ts';
import { type Measurements, measure } from './ablation/measurements.ts';
import { outcomeOf, VARIANTS } from './ablation/variants.ts';

const { values, positionals: folders } = parseArgs({
  allowPositionals: true,
  options: {
    backbone: { type: 'string' },
    data: { type: 'string', default: 'data' },
    target: { type: 'string', default: '0.05' },
  },
});
const target = Number(values.target);
const resourcesFolder = fileURLToPath(new URL('../resources', import.meta.url));
const backbones = new BackboneStore({ resourcesFolder, dataFolder: values.data });
const backbone = await backbones.load(values.backbone ?? null);

const datasets: Measurements[] = [];
for (const folder of folders) {
  console.error(`Extracting features of ${folder}`);
  datasets.push(measure(await featuresOfDataset({ folder, target }, backbone.folder)));
}

printRow('score', [...datasets.map(({ name }) => name), 'mean AUROC']);
printRow(
  '---',
  Array.from({ length: datasets.length + 1 }, () => '---'),
);
for (const variant of VARIANTS) {
  const outcomes = datasets.map((data) => outcomeOf(variant, data, target));
  const mean = outcomes.reduce((sum, { imageAuroc }) => sum + imageAuroc, 0) / outcomes.length;
  const cells = outcomes.map(
    ({ imageAuroc, falseRejects, misses }) =>
      `${percent(imageAuroc, 1)} / ${percent(falseRejects)} / ${percent(misses)}`,
  );
  printRow(variant.name, [...cells, percent(mean, 1)]);
}

function printRow(name: string, cells: readonly string[]): void {
  console.log(`| ${[name, ...cells].join(' | ')} |`);
}

function percent(share: number, digits = 0): string {
  return (100 * share).toFixed(digits);
}
