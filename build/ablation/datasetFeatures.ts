import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { readDataset, type TestImage } from '../../electron/evaluation/index.ts';
import { isMissing, sha256Of } from '../../electron/files/index.ts';
import type { ImageFeatures, ImageVariation } from '../../electron/gaussian/index.ts';
import {
  type Backbone,
  type FeatureExtractor,
  openExtractor,
  readBackbone,
} from '../../electron/lane/fitting/backbone.ts';
import {
  decodedImages,
  examineImages,
  type GoodImage,
  type GoodImages,
} from '../../electron/lane/fitting/goodImages.ts';
import { extractVariations } from '../../electron/lane/fitting/variations.ts';
import { prepareDecoder } from '../../electron/lane/imaging/index.ts';
import { scoredLevels } from '../../shared/domain/index.ts';
import type { Random } from '../samples/random.ts';

/** Images with their features, in the same order. */
export interface FeaturedImages {
  readonly images: GoodImages;
  readonly features: readonly ImageFeatures[];
}

/** The features of a data set, as the fitter and the compiled recipe see them. */
export interface DatasetFeatures {
  readonly name: string;
  readonly good: FeaturedImages;
  readonly test: readonly (Pick<TestImage, 'defective' | 'maskPath'> & { readonly features: ImageFeatures })[];
  /** The defective test images, in their order. */
  readonly defects: GoodImages;
}

const THREADS = 2;

/** Runs the backbone over images as a calibration and a lane do, and keeps what it found in a folder: a picture is run once, whatever asks for it. */
export class FeatureStore {
  readonly #extractor: FeatureExtractor;
  readonly #sizePx: number;

  private constructor(extractor: FeatureExtractor, sizePx: number) {
    this.#extractor = extractor;
    this.#sizePx = sizePx;
  }

  /**
   * @param cacheFolder where features stay for later runs, named by the hashes of the network and of the pixels
   * @throws SigmalineError `backbone.*`
   */
  static async open(backboneFolder: string, cacheFolder: string): Promise<FeatureStore> {
    prepareDecoder();
    const backbone = await readBackbone(backboneFolder);
    return new FeatureStore(await cached(backbone, cacheFolder), backbone.manifest.sizePx);
  }

  /** @throws SigmalineError `calibration.image-failed`, `calibration.identical-images` */
  async featuresOf(paths: readonly string[]): Promise<FeaturedImages> {
    const images = await examineImages(paths);
    return { images, features: await this.#extract(images) };
  }

  /** The variations of good images that a calibration takes, and by which quarter turns. */
  async variationsOf({ images, features }: FeaturedImages): Promise<readonly ImageVariation[]> {
    const { variations } = await extractVariations(images, features, this.#extractor, this.#sizePx, () => undefined);
    return variations;
  }

  /** A whole data set in MVTec layout. @throws SigmalineError `dataset.*`, `folder.*`, and as `featuresOf` */
  async dataset(folder: string): Promise<DatasetFeatures> {
    console.error(`Extracting features of ${folder}`);
    const { name, trainGood, test } = await readDataset(folder);
    const good = await this.featuresOf(trainGood);
    const tested: DatasetFeatures['test'][number][] = [];
    const defects: GoodImage[] = [];
    for (const { path, defective, maskPath } of test) {
      const images = await examineImages([path]);
      const [features] = await this.#extract({ ...images, sampleMaximum: good.images.sampleMaximum });
      if (features !== undefined) tested.push({ features, defective, maskPath });
      if (defective) defects.push(...images.images);
    }
    return { name, good, test: tested, defects: { ...good.images, images: defects } };
  }

  async #extract(images: GoodImages): Promise<ImageFeatures[]> {
    const features: ImageFeatures[] = [];
    for await (const { pixels } of decodedImages(images, this.#sizePx)) {
      features.push(await this.#extractor.extract(pixels));
    }
    return features;
  }
}

/** So many of the images at random, and the others; both in their order. */
export function drawnFrom(
  { images, features }: FeaturedImages,
  count: number,
  random: Random,
): { readonly drawn: FeaturedImages; readonly others: readonly ImageFeatures[] } {
  const shuffled = [...features.keys()].map((index) => ({ index, key: random() })).sort((a, b) => a.key - b.key);
  const chosen = new Set(shuffled.slice(0, count).map(({ index }) => index));
  return {
    drawn: {
      images: { ...images, images: images.images.filter((_, index) => chosen.has(index)) },
      features: features.filter((_, index) => chosen.has(index)),
    },
    others: features.filter((_, index) => !chosen.has(index)),
  };
}

async function cached(backbone: Backbone, cacheFolder: string): Promise<FeatureExtractor> {
  // The manifest names the file's hash.
  const kept = JSON.stringify([backbone.manifest, scoredLevels(backbone.manifest)]);
  const folder = join(cacheFolder, sha256Of(kept).slice(0, 16));
  await mkdir(folder, { recursive: true });
  const extractor = await openExtractor(backbone, { threads: THREADS });
  return {
    async extract(pixels) {
      const path = join(folder, sha256Of(pixels));
      const found = await readFile(path).catch((thrown: unknown) => {
        if (isMissing(thrown)) return null;
        throw thrown;
      });
      if (found !== null) return deserialize(found) as ImageFeatures;
      const features = await extractor.extract(pixels);
      const partial = `${path}.${process.pid}`;
      await writeFile(partial, serialize(features));
      await rename(partial, path);
      return features;
    },
    release: () => extractor.release(),
    executionProvider: extractor.executionProvider,
  };
}
