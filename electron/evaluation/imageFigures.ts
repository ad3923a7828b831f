import { areaUnderRoc, paperSum } from '../gaussian/index.ts';
import type { JudgedImage } from './judgement.ts';

/** Scores of good and of defective test images. */
interface ScoreGroups {
  readonly good: readonly number[];
  readonly defective: readonly number[];
}

/** Area under the ROC curve in percent; null where one group is empty. */
export function aurocPercent({ good, defective }: ScoreGroups): number | null {
  return good.length === 0 || defective.length === 0 ? null : areaUnderRoc(good, defective) * 100;
}

/**
 * The highest F1 score in percent that any limit gives, defective being the positive class: with defects to learn from, the best that could be
 * had. Null where one group is empty.
 */
export function bestF1Percent({ good, defective }: ScoreGroups): number | null {
  if (good.length === 0 || defective.length === 0) return null;
  const goodSorted = Float64Array.from(good).sort();
  const defectiveSorted = Float64Array.from(defective).sort();
  let best = 0;
  let goodBelow = 0;
  // Only a limit just below the score of a defective image can be the best one.
  for (const [missed, score] of defectiveSorted.entries()) {
    if (missed > 0 && score === defectiveSorted[missed - 1]) continue;
    while (goodBelow < goodSorted.length && (goodSorted[goodBelow] ?? Number.POSITIVE_INFINITY) < score) goodBelow += 1;
    const found = defective.length - missed;
    const falseRejects = good.length - goodBelow;
    best = Math.max(best, (2 * found) / (2 * found + falseRejects + missed));
  }
  return best * 100;
}

/** How well one level of the backbone would do alone, with its part distance for a score. */
export interface LevelFigures {
  readonly level: number;
  /** In percent; null where good or defective test images are missing. */
  readonly imageAuroc: number | null;
}

type JudgedLevels = Pick<JudgedImage, 'image'> & { readonly result: Pick<JudgedImage['result'], 'levelDistances'> };

/** @param levels what the level distances of every image are of, in order */
export function levelFigures(levels: readonly number[], images: readonly JudgedLevels[]): LevelFigures[] {
  return levels.map((level, index) => ({
    level,
    imageAuroc: aurocOf(images, (distances) => distances[index] ?? Number.NaN),
  }));
}

/** Image AUROC of the mean of the part distances of all levels, the paper's predictor; null also where no levels were compared. */
export function paperSumAuroc(images: readonly JudgedLevels[]): number | null {
  const isCompared = images.every(({ result }) => result.levelDistances.length > 0);
  return isCompared ? aurocOf(images, paperSum) : null;
}

function aurocOf(
  images: readonly JudgedLevels[],
  scoreOf: (distances: readonly number[]) => number,
): LevelFigures['imageAuroc'] {
  const scores = (defective: boolean): number[] =>
    images.filter(({ image }) => image.defective === defective).map(({ result }) => scoreOf(result.levelDistances));
  return aurocPercent({ good: scores(false), defective: scores(true) });
}
