import { areaUnderRoc, calibrate, clearlyUnlike, scoreImage, unlikeImages } from '../../electron/gaussian/index.ts';
import { randomFrom } from '../samples/random.ts';
import { type DatasetFeatures, drawnFrom, type FeaturedImages, type FeatureStore } from './datasetFeatures.ts';
import { type AblationOptions, percent, printHead, printRow } from './table.ts';

/** More bad images than this nobody leaves among good ones by oversight. */
const MOST_BAD = 3;

/** Bad images put among the good ones, and what is judged afterwards. */
interface Mixture {
  readonly kind: 'none' | 'foreign' | 'defective';
  readonly bad: FeaturedImages;
  /** Images of the bad ones' kind that are not among the good. */
  readonly kin: readonly DatasetFeatures['test'][number]['features'][];
}

/**
 * What bad images among the good ones cost: nothing, images of the next set and defective images of the same set are put among the good ones (a share of them, chosen at
 * random, seeded). Each mixture is fitted with all images, and as a calibration does it, without those that are clearly unlike the others.
 */
export async function contaminate(
  folders: readonly string[],
  store: FeatureStore,
  { target, shares = [0.05], fits = 2 }: AblationOptions,
): Promise<void> {
  const datasets: DatasetFeatures[] = [];
  for (const folder of folders) datasets.push(await store.dataset(folder));
  const both = (name: string): string[] => [`${name}, all in the fit`, `${name}, the unlike ones left out`];
  printHead('set', [
    'among the good',
    'named',
    'left out',
    'bad among the first named',
    ...both('AUROC'),
    ...both('false rejects'),
    ...both('of the kind that pass'),
  ]);
  for (const [index, dataset] of datasets.entries()) {
    const other = datasets[(index + 1) % datasets.length] as DatasetFeatures;
    const nothing: FeaturedImages = { images: { ...dataset.good.images, images: [] }, features: [] };
    printRow(dataset.name, await cellsOf(dataset, { kind: 'none', bad: nothing, kin: [] }, store, target));
    for (const share of shares) {
      const count = Math.max(1, Math.min(MOST_BAD, Math.round(share * dataset.good.features.length)));
      for (let fit = 0; fit < fits; fit += 1) {
        const random = randomFrom(1000 * count + fit);
        const foreign = drawnFrom(other.good, count, random);
        const defective = drawnFrom(defectiveOf(dataset), count, random);
        for (const [kind, { drawn, others }] of [
          ['foreign', foreign],
          ['defective', defective],
        ] as const) {
          printRow(dataset.name, await cellsOf(dataset, { kind, bad: drawn, kin: others }, store, target));
        }
      }
    }
  }
}

function defectiveOf({ test, defects }: DatasetFeatures): FeaturedImages {
  return { images: defects, features: test.flatMap(({ features, defective }) => (defective ? [features] : [])) };
}

async function cellsOf(
  { good, test }: DatasetFeatures,
  { kind, bad, kin }: Mixture,
  store: FeatureStore,
  target: number,
): Promise<string[]> {
  const mixed: FeaturedImages = {
    images: { ...good.images, images: [...good.images.images, ...bad.images.images] },
    features: [...good.features, ...bad.features],
  };
  const count = mixed.features.length;
  const isBad = (image: number): boolean => image >= good.features.length;
  const variations = await store.variationsOf(mixed);
  const named = unlikeImages(mixed.features, [...mixed.features.keys()]);
  const unlike = clearlyUnlike(named, count);
  const among = new Set(bad.features);
  const judged = [[], unlike].map((leftOut) => {
    const { model, limit } = calibrate(mixed.features, { target, variations, unlike: leftOut });
    const scoresOf = (defective: boolean): number[] =>
      test.flatMap((image) =>
        image.defective === defective && !among.has(image.features) ? [scoreImage(model, image.features).score] : [],
      );
    const passing = kin.filter((image) => scoreImage(model, image).score <= limit.value).length;
    const goodScores = scoresOf(false);
    return {
      auroc: percent(areaUnderRoc(goodScores, scoresOf(true)), 1),
      rejects: percent(goodScores.filter((score) => score > limit.value).length / goodScores.length),
      pass: kind === 'none' ? '–' : `${passing} of ${kin.length}`,
    };
  });
  const first = named.slice(0, bad.features.length).filter(({ image }) => isBad(image)).length;
  const bads = (images: readonly number[]): string => `${images.length} (${images.filter(isBad).length} bad)`;
  return [
    kind === 'none' ? 'nothing' : `${bad.features.length} ${kind}`,
    bads(named.map(({ image }) => image)),
    bads(unlike),
    kind === 'none' ? '–' : `${first} of ${bad.features.length}`,
    ...judged.map(({ auroc }) => auroc),
    ...judged.map(({ rejects }) => rejects),
    ...judged.map(({ pass }) => pass),
  ];
}
