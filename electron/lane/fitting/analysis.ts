import { join } from 'node:path';
import {
  type ErrorCode,
  type ErrorFact,
  encodeNpy,
  heldOutPicture,
  type ImageMeasures,
  type RecipeVersion,
  type StoredAnalysis,
} from '../../../shared/domain/index.ts';
import { sha256Of } from '../../files/index.ts';
import { mapGrid, rankCorrelation, type ScoreModel, scoreImage } from '../../gaussian/index.ts';
import { encodeJpeg, fittingSize } from '../imaging/index.ts';
import { writeResult } from '../resultFile.ts';
import type { Extraction } from './extractFeatures.ts';
import { decodeGoodImage, type GoodImages } from './goodImages.ts';
import type { FittedNetwork } from './recipeVersion.ts';

const ANALYSIS_FILE = 'analysis.json';

/** How many of the highest held-out images have a picture and a heatmap: more nobody looks through. */
const MOST_PICTURES = 24;
const PICTURE_PX = 240;

interface Analysed {
  readonly good: GoodImages;
  readonly extraction: Extraction;
  readonly calibration: FittedNetwork['calibration'];
  readonly sizePx: number;
}

/**
 * Writes what a fit tells of its good images for whoever looks at it: pictures and anomaly maps of those that score highest, whether later ones differ from
 * earlier ones, and the kind of each. The maps are those of the finished fit, which shows where an image is odd; its score comes from a fit without it.
 *
 * @throws SigmalineError calibration.image-failed, station.disk-full, lane.unwritable
 */
export async function writeAnalysis(
  folder: string,
  analysed: Analysed,
): Promise<NonNullable<RecipeVersion['analysis']>> {
  const { extraction, calibration } = analysed;
  const { model, heldOut, looks } = calibration;
  const scores = heldOut.map(({ score }) => score);
  const pictures = [...scores.keys()].sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0)).slice(0, MOST_PICTURES);
  for (const place of pictures) await writePicture(folder, analysed, place);
  const content: StoredAnalysis = {
    chiSquareDegrees: degreesOf(model, extraction),
    drift: driftAmong(
      scores,
      extraction.traits.map(({ measures }) => measures),
    ),
    looks,
    pictures,
  };
  const text = `${JSON.stringify(content)}\n`;
  writeResult(join(folder, ANALYSIS_FILE), text, { flush: true });
  return { file: ANALYSIS_FILE, sha256: sha256Of(text) };
}

async function writePicture(
  folder: string,
  { good, extraction, calibration, sizePx }: Analysed,
  place: number,
): Promise<void> {
  const image = good.images[place];
  const features = extraction.features[place];
  if (image === undefined || features === undefined) return;
  const { pixels, shape } = await decodeGoodImage(image, good, sizePx);
  const decoded = { values: pixels, widthPx: sizePx, heightPx: sizePx };
  const picture = await encodeJpeg(decoded, fittingSize(shape, PICTURE_PX));
  writeResult(join(folder, heldOutPicture(place, 'thumbnail')), picture, { flush: true });
  const { anomalyMap } = scoreImage(calibration.model, features);
  const map = encodeNpy({ ...mapGrid(calibration.model), values: Float32Array.from(anomalyMap) });
  writeResult(join(folder, heldOutPicture(place, 'heatmap')), map, { flush: true });
}

/**
 * The degrees of freedom whose root is the mean, over the levels of the part distance, of the roots of theirs: the distance of one level would follow a chi distribution
 * with as many as it has features, were these normal and the Gaussian known.
 */
function degreesOf({ part }: ScoreModel, { features }: Extraction): number {
  const roots = part.levels.map(({ gaussian }) =>
    Math.sqrt(
      gaussian.form === 'thin' && gaussian.residualPrecision === 0 ? gaussian.weights.length : gaussian.mean.length,
    ),
  );
  const mean = roots.reduce((sum, root) => sum + root, 0) / roots.length;
  return features.length === 0 ? 1 : Math.max(1, Math.round(mean * mean));
}

/** Fewer images say nothing about an order. */
const FEWEST_FOR_DRIFT = 20;
/** One random order in a thousand lies so far, in either direction: a rank correlation has a deviation of 1 / sqrt(n - 1). */
const DRIFT_DEVIATIONS = 3.29;
/** With many images a trend that matters to nobody would be certain. */
const LEAST_CORRELATION = 0.3;

const MEASURES: readonly (readonly [keyof ImageMeasures, rises: ErrorCode, falls: ErrorCode])[] = [
  ['brightness', 'drift.brighter', 'drift.darker'],
  ['sharpness', 'drift.sharper', 'drift.blurred'],
  ['redLessBlue', 'drift.colour', 'drift.colour'],
  ['redLessGreen', 'drift.colour', 'drift.colour'],
  ['positionX', 'drift.position', 'drift.position'],
  ['positionY', 'drift.position', 'drift.position'],
];

/**
 * Whether later images differ from earlier ones, by Spearman's rank correlation with their order: what was measured of the images tells more about the reason than their
 * scores do and comes first, the strongest of all.
 *
 * @param scores held-out, in the order in which the images were taken
 * @param measures in the same order
 * @returns null where nothing changes with the order, or too few images could tell
 */
export function driftAmong(scores: readonly number[], measures: readonly ImageMeasures[]): ErrorFact | null {
  const count = scores.length;
  if (count < FEWEST_FOR_DRIFT) return null;
  const least = Math.max(LEAST_CORRELATION, DRIFT_DEVIATIONS / Math.sqrt(count - 1));
  const order = [...scores.keys()];
  const strongest = MEASURES.map(([measure, rises, falls]) => {
    const correlation = rankCorrelation(
      order,
      measures.map((of) => of[measure]),
    );
    return { strength: Math.abs(correlation), code: correlation > 0 ? rises : falls };
  }).reduce((a, b) => (b.strength > a.strength ? b : a));
  if (strongest.strength >= least) return { code: strongest.code, details: {} };
  const correlation = rankCorrelation(order, scores);
  if (Math.abs(correlation) < least) return null;
  return { code: correlation > 0 ? 'drift.scores-rise' : 'drift.scores-fall', details: {} };
}
