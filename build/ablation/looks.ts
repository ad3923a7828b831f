import { fitScoreModel } from '../../electron/gaussian/calibrate.ts';
import { areaUnderRoc, DEFAULT_SCORING, limitForTarget, scoreImage } from '../../electron/gaussian/index.ts';
import type { ScoringOptions } from '../../electron/gaussian/scoringOptions.ts';
import type { DatasetFeatures, FeatureStore } from './datasetFeatures.ts';
import { type AblationOptions, percent, printHead, printRow } from './table.ts';

const VARIANTS: readonly (readonly [string, Pick<ScoringOptions, 'findLooks'>])[] = [
  ['one look only', { findLooks: () => null }],
  ['**the default**', { findLooks: DEFAULT_SCORING.findLooks }],
];

/** Which looks the good images of each set have, and what it is worth to tell them apart: one row where there is only one look, two otherwise. */
export async function compareLooks(
  folders: readonly string[],
  store: FeatureStore,
  { target }: AblationOptions,
): Promise<void> {
  printHead('set', ['looks', 'fit', 'image AUROC', 'false rejects', 'misses', 'image AUROC within each look']);
  for (const folder of folders) {
    const dataset = await store.dataset(folder);
    const variations = await store.variationsOf(dataset.good);
    for (const [name, scoring] of hasLooks(dataset) ? VARIANTS : VARIANTS.slice(1)) {
      const fitted = fitScoreModel(dataset.good.features, { variations, scoring }, target);
      const sizes = [...Map.groupBy(fitted.looks ?? [], (look) => look).values()].map(({ length }) => length);
      printRow(dataset.name, [
        sizes.length === 0 ? '1' : `${sizes.length} (${sizes.toSorted((a, b) => b - a).join(' + ')})`,
        name,
        ...outcomesOf(dataset, fitted, target),
      ]);
    }
  }
}

function hasLooks({ good: { features } }: DatasetFeatures): boolean {
  const maps = features.map(({ patch }) => patch);
  return DEFAULT_SCORING.findLooks(maps, [...maps.keys()]) !== null;
}

function outcomesOf(
  { test }: DatasetFeatures,
  { model, heldOut }: ReturnType<typeof fitScoreModel>,
  target: number,
): string[] {
  const setAside = heldOut.map((image) => image.setAside);
  const limit = limitForTarget(
    heldOut.map(({ score }) => score),
    target,
    { setAside },
  ).value;
  const judged = test.map(({ features, defective }) => ({ defective, ...scoreImage(model, features) }));
  const shareOf = (images: readonly { score: number }[], isWrong: (score: number) => boolean): string =>
    percent(images.filter(({ score }) => isWrong(score)).length / images.length);
  const auroc = (images: typeof judged): string => {
    const [good, bad] = [false, true].map((wanted) => images.filter(({ defective }) => defective === wanted));
    if (!good?.length || !bad?.length) return 'none';
    return percent(
      areaUnderRoc(
        good.map(({ score }) => score),
        bad.map(({ score }) => score),
      ),
      1,
    );
  };
  const byLook = [...Map.groupBy(judged, ({ look }) => look ?? 1)].toSorted(([a], [b]) => a - b);
  return [
    auroc(judged),
    shareOf(
      judged.filter(({ defective }) => !defective),
      (score) => score > limit,
    ),
    shareOf(
      judged.filter(({ defective }) => defective),
      (score) => score <= limit,
    ),
    model.looks === undefined ? '' : byLook.map(([, images]) => auroc(images)).join(', '),
  ];
}
