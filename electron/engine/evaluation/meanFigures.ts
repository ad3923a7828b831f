import type { EvaluationFigures } from './figures.ts';

/** Means over data sets, each set counting the same, in the places where a set has the figure. Sets to which a figure does not apply are left out of it. */
export interface MeanFigures {
  readonly sets: number;
  readonly imageAuroc: number | null;
  readonly pixelAuroc: number | null;
  readonly aupro: number | null;
  readonly bestF1: number | null;
  readonly scores: EvaluationFigures['scores'];
  readonly falseRejectRate: { readonly observed: number | null };
  readonly missRate: { readonly observed: number | null };
  readonly speed: {
    readonly msPerImage: number | null;
    readonly backboneMsPerImage: number | null;
    readonly ratio: number | null;
  };
}

export function meanFigures(sets: readonly EvaluationFigures[]): MeanFigures {
  const mean = (figureOf: (figures: EvaluationFigures) => number | null | undefined): number | null => {
    const values = sets.map(figureOf).filter((value) => typeof value === 'number');
    return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
  };
  return {
    sets: sets.length,
    imageAuroc: mean(({ imageAuroc }) => imageAuroc),
    pixelAuroc: mean(({ pixelAuroc }) => pixelAuroc),
    aupro: mean(({ aupro }) => aupro),
    bestF1: mean(({ bestF1 }) => bestF1),
    scores: {
      part: mean(({ scores }) => scores.part),
      patch: mean(({ scores }) => scores.patch),
      sigmaline: mean(({ scores }) => scores.sigmaline),
      paperSum: mean(({ scores }) => scores.paperSum),
    },
    falseRejectRate: { observed: mean(({ falseRejectRate }) => falseRejectRate?.observed) },
    missRate: { observed: mean(({ missRate }) => missRate?.observed) },
    speed: {
      msPerImage: mean(({ speed }) => speed.msPerImage),
      backboneMsPerImage: mean(({ speed }) => speed.backboneMsPerImage),
      ratio: mean(({ speed }) => speed.ratio),
    },
  };
}
