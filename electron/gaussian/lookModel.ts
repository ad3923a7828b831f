import { regionMeans } from './imageDistances.ts';
import type { FeatureMap, LookMeans, ScoreModel, Standardisation } from './scoreModel.ts';

/** The model of one look: the same with the means and the sigma of that look. The model itself where there are no others. */
export function ofLook(model: ScoreModel, look: number): ScoreModel {
  if (model.looks === undefined) return model;
  const levels = model.part.levels.map((level) => ({ ...level, gaussian: withMean(level.gaussian, look) }));
  return {
    ...model,
    part: { levels, standardisation: sigmaOf(model.part.standardisation, look) },
    patch: placesOfLook(model.patch, look),
    fine: model.fine.map((level) => placesOfLook(level, look)),
    levels: model.levels.map((level) => ({ ...level, gaussian: withMean(level.gaussian, look) })),
  };
}

function placesOfLook<Level extends ScoreModel['patch']>(level: Level, look: number): Level {
  const scores = level.scores.map((score) => ({ ...score, standardisation: sigmaOf(score.standardisation, look) }));
  return { ...level, scores, gaussians: withMeans(level.gaussians, look), scale: withMeans(level.scale, look) };
}

function sigmaOf(standardisation: Standardisation, look: number): Standardisation {
  return standardisation.looks?.[look] ?? standardisation;
}

function withMean<Means extends LookMeans & { readonly mean: Float64Array }>(held: Means, look: number): Means {
  return { ...held, mean: held.lookMeans?.[look] ?? held.mean };
}

/** The same with the means of a look. */
export function withMeans<Means extends LookMeans & { readonly means: Float64Array }>(
  held: Means,
  look: number,
): Means {
  return { ...held, means: held.lookMeans?.[look] ?? held.means };
}

/** The look of an image, from 0: the one whose mean regions are nearest to its own. Null where there is only one. */
export function lookOf({ looks }: Pick<ScoreModel, 'looks'>, patch: FeatureMap): number | null {
  if (looks === undefined) return null;
  const regions = regionMeans(patch);
  const squares = looks.map((mean) => mean.reduce((sum, value, i) => sum + ((regions[i] as number) - value) ** 2, 0));
  return squares.indexOf(Math.min(...squares));
}
