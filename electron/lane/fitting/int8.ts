import {
  detailText,
  messageOf,
  type PrecisionChoice,
  type PrecisionReport,
  SigmalineError,
} from '../../../shared/domain/index.ts';
import type { FitProgress } from '../../../shared/processes/jobs.ts';
import { areaUnderRoc, type CalibrationOptions, rankCorrelation, scoreImage } from '../../gaussian/index.ts';
import {
  observeRanges,
  quantise,
  type Runs,
  rangedTensors,
  readNetwork,
  rectify,
  writeModel,
} from '../../graph/index.ts';
import { openOnnxSession, RECIPE_INPUT } from '../session/index.ts';
import { type Backbone, type ExtractorOptions, type FeatureExtractor, openExtractor, usedLevels } from './backbone.ts';
import { type Extraction, extractFeatures } from './extractFeatures.ts';
import { decodedImages, type GoodImages } from './goodImages.ts';
import type { FittedNetwork } from './recipeVersion.ts';
import { syntheticFaults } from './syntheticFaults.ts';
import { extractVariations, type Variations } from './variations.ts';

/** More images hardly widen the ranges, or move the lines, any more. */
const OBSERVED_IMAGES = 16;

/** Areas under the ROC curve that differ by less than this differ by what the faults happen to be. */
const AREA_TOLERANCE = 0.01;

/** What a recipe is in floats, and what its network in integers is to be fitted on. */
export interface Int8Needs {
  readonly asked: PrecisionChoice;
  readonly backbone: Backbone;
  readonly good: GoodImages;
  readonly options: ExtractorOptions;
  readonly varied: Pick<Variations, 'perImage' | 'turns'>;
  readonly float: Pick<FittedNetwork, 'calibration' | 'scores'> & {
    readonly extractor: FeatureExtractor;
  };
  readonly calibrate: (
    network: Backbone,
    extraction: Extraction,
    how: Pick<CalibrationOptions, 'variations' | 'scoring' | 'onProgress'>,
  ) => FittedNetwork;
  readonly onProgress: (progress: FitProgress) => void;
}

/** The network in integers, fitted and open; null where it is not to judge. */
export interface Int8Fit {
  readonly report: PrecisionReport;
  readonly fitted: (FittedNetwork & { readonly extraction: Extraction; readonly extractor: FeatureExtractor }) | null;
}

/**
 * Fits the recipe a second time, on what its network gives in 8-bit integers, and compares both on faults that are made on good images.
 *
 * @throws what went wrong, where integers are asked for: SigmalineError onnx.not-quantisable, calibration.*; an error of ONNX Runtime
 */
export async function fitInt8(needs: Int8Needs): Promise<Int8Fit> {
  const { asked } = needs;
  if (asked === 'float') return { report: { asked, outcome: 'float-asked' }, fitted: null };
  return tryInt8(needs).catch((thrown: unknown) => ({ report: withoutInt8(asked, thrown), fitted: null }));
}

/** What a calibration says where something went wrong with integers. Floats could be fitted on the same images: none fails for what nobody asked for. @throws `thrown` where they are asked for */
export function withoutInt8(asked: PrecisionChoice, thrown: unknown): PrecisionReport {
  if (asked === 'int8') throw thrown;
  const reason = thrown instanceof SigmalineError ? thrown.details.reason : undefined;
  return { asked, outcome: 'not-quantisable', reason: reason === undefined ? messageOf(thrown) : detailText(reason) };
}

async function tryInt8(needs: Int8Needs): Promise<Int8Fit> {
  const steps = new Steps(needs);
  const network = await quantised(needs, steps);
  const extractor = await openExtractor(network, needs.options);
  try {
    const fit = await fitAndCompare(needs, network, extractor, steps);
    if (fit.fitted === null) await extractor.release();
    return fit;
  } catch (thrown) {
    await extractor.release();
    throw thrown;
  }
}

async function fitAndCompare(
  needs: Int8Needs,
  network: Backbone,
  extractor: FeatureExtractor,
  steps: Steps,
): Promise<Int8Fit> {
  const { asked, backbone, good, varied, float } = needs;
  const { sizePx } = backbone.manifest;
  const extraction = await extractFeatures(good, extractor, sizePx, steps.step);
  const { variations } = await extractVariations(good, extraction.features, extractor, sizePx, steps.step, varied);
  // Numbers of looks are told to people, and mean the same whatever computes them.
  const looks = float.calibration.looks?.filter((look) => look >= 0) ?? null;
  const scoring = { findLooks: () => looks };
  const fitted = needs.calibrate(network, extraction, { variations, scoring, onProgress: steps.fitting });
  const networks = [float, { ...fitted, extractor }].map(({ calibration: { model }, scores, extractor: own }) => ({
    good: scores,
    faults: [] as number[],
    scoreOf: async (pixels: Uint8Array) => scoreImage(model, await own.extract(pixels)).score,
  }));
  for await (const pixels of syntheticFaults(good, sizePx)) {
    for (const { faults, scoreOf } of networks) faults.push(await scoreOf(pixels));
    steps.step();
  }
  const [inFloats, inIntegers] = networks;
  if (inFloats === undefined || inIntegers === undefined) throw new RangeError('two networks are compared');
  const { figures: comparison, isAsGood } = compared(inFloats, inIntegers);
  if (asked === 'auto' && !isAsGood) return { report: { asked, outcome: 'worse', comparison }, fitted: null };
  const outcome = asked === 'auto' ? 'as-good' : 'int8-asked';
  return { report: { asked, outcome, comparison }, fitted: { ...fitted, extraction, extractor } };
}

/** One bar for all that integers take. */
class Steps {
  readonly #onProgress: Int8Needs['onProgress'];
  readonly #total: number;
  #done = 0;

  constructor({ good, varied, onProgress }: Pick<Int8Needs, 'good' | 'varied' | 'onProgress'>) {
    const images = good.images.length;
    this.#onProgress = onProgress;
    this.#total = OBSERVED_IMAGES * OBSERVING_RUNS + images * (1 + varied.perImage) + FITTING_STEPS + FAULT_STEPS;
  }

  readonly step = (): void => this.#advance(1);

  readonly fitting = (done: number, total: number): void => {
    if (done > 0) this.#advance(0);
    if (done === total) this.#advance(FITTING_STEPS);
  };

  #advance(steps: number): void {
    this.#done = Math.min(this.#total, this.#done + steps);
    this.#onProgress({ phase: 'quantising', done: this.#done, total: this.#total });
  }
}

/** Of `rectify` and of the ranges. */
const OBSERVING_RUNS = 2;
const FITTING_STEPS = 60;
const FAULT_STEPS = 40;

async function quantised({ backbone, good, options }: Int8Needs, steps: Steps): Promise<Backbone> {
  const { manifest, model } = backbone;
  const levels = usedLevels(manifest, options.comparesLevels === true);
  const outputs = levels.map(({ output }) => output);
  // Before anything is run: most backbones that cannot be quantised are told by their operators.
  const network = readNetwork(model, manifest.input, outputs);
  const pictures: Uint8Array[] = [];
  const every = Math.max(1, Math.floor(good.images.length / OBSERVED_IMAGES));
  const indices = [...good.images.keys()].filter((index) => index % every === 0).slice(0, OBSERVED_IMAGES);
  for await (const { pixels } of decodedImages(good, manifest.sizePx, indices)) pictures.push(pixels);
  const run: Runs = async function* (graph, names) {
    const session = await openOnnxSession(writeModel(graph), options);
    try {
      for (const values of pictures) {
        const shape = [1, manifest.sizePx, manifest.sizePx, 3];
        const told = await session.run({ [RECIPE_INPUT]: { type: 'uint8', shape, values } }, names);
        yield new Map([...told].map(([name, tensor]) => [name, tensor.values]));
        steps.step();
      }
    } finally {
      await session.release();
    }
  };
  const rectified = await rectify(manifest, model, network, run);
  const rectifiedNetwork = readNetwork(rectified, manifest.input, outputs);
  const ranges = await observeRanges(manifest, rectified, rangedTensors(rectifiedNetwork), run);
  const integers = quantise(rectified, rectifiedNetwork, outputs, { ranges, image: manifest });
  return { manifest: { ...manifest, levels: [...levels] }, model: integers };
}

/** Scores by a fit that has seen all good images. The faults are made on these, so that only the fault tells them apart. */
interface ComparedNetwork {
  readonly good: readonly number[];
  /** In the same order for both. */
  readonly faults: readonly number[];
}

/** So many good images may score higher than a fault that counts as told. */
const REJECTED_GOOD = 0.05;

/** Integers are as good where the areas are nearly equal, and no more faults pass by them than chance explains (McNemar, two standard deviations). */
function compared(float: ComparedNetwork, int8: ComparedNetwork) {
  const passes = ({ good, faults }: ComparedNetwork): readonly boolean[] => {
    const sorted = good.toSorted((a, b) => b - a);
    const limit = sorted[Math.floor(REJECTED_GOOD * sorted.length)] ?? 0;
    return faults.map((score) => score <= limit);
  };
  const [byFloat, byInt8] = [passes(float), passes(int8)];
  const figures = {
    faults: float.faults.length,
    float: { auroc: areaUnderRoc(float.good, float.faults), missed: byFloat.filter(Boolean).length },
    int8: { auroc: areaUnderRoc(int8.good, int8.faults), missed: byInt8.filter(Boolean).length },
    rankCorrelation: rankCorrelation([...float.good, ...float.faults], [...int8.good, ...int8.faults]),
  };
  const onlyInt8 = byInt8.filter((isMissed, fault) => isMissed && byFloat[fault] === false).length;
  const onlyFloat = byFloat.filter((isMissed, fault) => isMissed && byInt8[fault] === false).length;
  const isAsGood =
    figures.int8.auroc >= figures.float.auroc - AREA_TOLERANCE &&
    onlyInt8 - onlyFloat <= 2 * Math.sqrt(onlyInt8 + onlyFloat);
  return { figures, isAsGood };
}
