import { checkDataset } from '../../electron/evaluation/index.ts';
import type { ImageFeatures, ImageVariation } from '../../electron/gaussian/index.ts';
import { openExtractor, readBackbone } from '../../electron/lane/fitting/backbone.ts';
import { extractFeatures } from '../../electron/lane/fitting/extractFeatures.ts';
import { examineImages, type GoodImages } from '../../electron/lane/fitting/goodImages.ts';
import { extractVariations } from '../../electron/lane/fitting/variations.ts';

/** The features of a data set, as the fitter and the compiled recipe see them. */
export interface DatasetFeatures {
  readonly name: string;
  readonly good: readonly ImageFeatures[];
  readonly variations: readonly ImageVariation[];
  readonly test: readonly { readonly features: ImageFeatures; readonly defective: boolean }[];
}

export interface FeatureRequest {
  /** In MVTec layout. */
  readonly folder: string;
  readonly target: number;
}

const THREADS = 2;

/** Runs the backbone once over every image of a data set, and over the variations that a calibration takes. @throws SigmalineError `dataset.*`, `folder.*`, `backbone.*`, `calibration.*` */
export async function featuresOfDataset(request: FeatureRequest, backboneFolder: string): Promise<DatasetFeatures> {
  const { name, trainGood, test } = await checkDataset({ ...request, backboneId: null });
  const backbone = await readBackbone(backboneFolder);
  const extractor = await openExtractor(backbone, { threads: THREADS });
  const featuresOf = async (images: GoodImages): Promise<readonly ImageFeatures[]> => {
    const extraction = await extractFeatures(images, extractor, backbone.manifest.sizePx, () => undefined);
    return extraction.features;
  };
  const trained = await examineImages(trainGood);
  const good = await featuresOf(trained);
  const { sizePx } = backbone.manifest;
  const { variations } = await extractVariations(trained, good, extractor, sizePx, () => undefined);
  const tested: { features: ImageFeatures; defective: boolean }[] = [];
  for (const { path, defective } of test) {
    const examined = await examineImages([path]);
    for (const features of await featuresOf({ ...examined, sampleMaximum: trained.sampleMaximum })) {
      tested.push({ features, defective });
    }
  }
  await extractor.release();
  return { name, good, variations, test: tested };
}
