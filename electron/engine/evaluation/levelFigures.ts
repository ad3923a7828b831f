import { paperSum } from '../../gaussian/index.ts';
import { aurocPercent } from './imageFigures.ts';
import type { JudgedImage } from './judgement.ts';

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
