import type { LimitChoice } from '../../shared/domain/index.ts';
import { median, type ObservedRate, rateAbove, rateNotAbove } from '../gaussian/index.ts';
import { aurocPercent, bestF1Percent, type LevelFigures, levelFigures, paperSumAuroc } from './imageFigures.ts';
import type { JudgedImage, Judgements } from './judgement.ts';
import type { PixelFigures } from './pixelFigures.ts';
import { type PointedImage, pointingPercent } from './pointing.ts';
import { type EvaluatedScores, type ScoreName, scoreNamed } from './scores.ts';

/**
 * The figures of an evaluation, as `sigmaline evaluate --json` prints them. Areas under curves and F1 are in percent (0..100), as the field
 * reports them; rates, targets and bounds are shares (0..1); times are milliseconds. What does not apply is null.
 */
export interface EvaluationFigures {
  readonly dataset: string;
  readonly backbone: string;
  /** The score that everything here is about, except `scores`. */
  readonly score: ScoreName;
  readonly images: {
    readonly trainGood: number;
    /** That were judged, as all other figures count them. */
    readonly testGood: number;
    readonly testDefective: number;
    /** In which the part was not found: a station makes each of them an error, so that none of them passes or fails. */
    readonly notFound: { readonly good: number; readonly defective: number };
  };
  readonly imageAuroc: number | null;
  readonly pixelAuroc: number | null;
  /** Per-region overlap up to a false-positive rate of 30 %. */
  readonly aupro: number | null;
  /** Share of failed defective images with masks whose highest place lies on the mask, widened by 3 % of the longer side; in percent. */
  readonly pointing: number | null;
  readonly bestF1: number | null;
  /** Image AUROC of each score, and of the mean of the part distances of all levels, which no recipe uses. */
  readonly scores: Readonly<Record<ScoreName | 'paperSum', number | null>>;
  /** Image AUROC of the part distance of each level of the backbone alone. */
  readonly levels: readonly LevelFigures[];
  readonly limit: { readonly target: number; readonly value: number; readonly n: number; readonly bound95: number };
  /** Of good test images, with its 95 % interval. */
  readonly falseRejectRate: ObservedRate | null;
  /** Of defective test images, with its 95 % interval. */
  readonly missRate: ObservedRate | null;
  readonly classes: readonly ClassFigures[];
  readonly speed: {
    /** Median from one verdict to the next on one lane, decoding included. */
    readonly msPerImage: number | null;
    /** Median of the backbone alone in the same run. */
    readonly backboneMsPerImage: number;
    readonly ratio: number | null;
  };
}

/** The figures of one class of defects against all good test images. */
interface ClassFigures {
  readonly name: string;
  readonly images: number;
  readonly imageAuroc: number | null;
  readonly missRate: ObservedRate | null;
}

interface EvaluationFacts {
  readonly dataset: string;
  readonly backbone: string;
  readonly trainGood: number;
  readonly score: ScoreName;
  readonly scores: Readonly<Record<ScoreName, EvaluatedScores>>;
  readonly limit: LimitChoice;
  readonly judgements: Judgements;
  /** Which levels the images' level distances are of, in order. */
  readonly levels: readonly number[];
  readonly pixels: PixelFigures | null;
  /** Defective images whose defect is known. */
  readonly pointed: readonly PointedImage[];
  readonly backboneMs: number;
}

export function figuresOf(facts: EvaluationFacts): EvaluationFigures {
  const { dataset, backbone, trainGood, score, scores, limit, judgements, levels, pixels, pointed, backboneMs } = facts;
  const { good, defective } = scores[score];
  const lost = judgements.notFound.filter((image) => image.defective).length;
  const notFound = { good: judgements.notFound.length - lost, defective: lost };
  const msPerImage = median(judgements.intervalsMs);
  return {
    dataset,
    backbone,
    score,
    images: { trainGood, testGood: good.length, testDefective: defective.length, notFound },
    imageAuroc: aurocPercent({ good, defective }),
    pixelAuroc: pixels?.auroc ?? null,
    aupro: pixels?.aupro ?? null,
    pointing: pointingPercent(pointed, score, limit.value),
    bestF1: bestF1Percent({ good, defective }),
    scores: {
      part: aurocPercent(scores.part),
      patch: aurocPercent(scores.patch),
      sigmaline: aurocPercent(scores.sigmaline),
      paperSum: paperSumAuroc(judgements.images),
    },
    levels: levelFigures(levels, judgements.images),
    limit: { target: limit.target, value: limit.value, n: limit.count, bound95: limit.bound95 },
    falseRejectRate: rateAbove(good, limit.value),
    missRate: rateNotAbove(defective, limit.value),
    classes: classFigures(facts, good),
    speed: { msPerImage, backboneMsPerImage: backboneMs, ratio: msPerImage === null ? null : msPerImage / backboneMs },
  };
}

function classFigures({ judgements, score, limit }: EvaluationFacts, good: readonly number[]): ClassFigures[] {
  const defective = judgements.images.filter(({ image }) => image.defective);
  const byClass = Map.groupBy(defective, ({ image }: JudgedImage) => image.className);
  return [...byClass].map(([name, images]) => {
    const scores = images.map(({ result }) => scoreNamed(score, result));
    return {
      name,
      images: images.length,
      imageAuroc: aurocPercent({ good, defective: scores }),
      missRate: rateNotAbove(scores, limit.value),
    };
  });
}

/** Means over data sets, each set counting the same, in the places where a set has the figure. Sets to which a figure does not apply are left out of it. */
export interface MeanFigures
  extends Pick<EvaluationFigures, 'imageAuroc' | 'pixelAuroc' | 'aupro' | 'pointing' | 'bestF1' | 'scores'> {
  readonly sets: number;
  readonly falseRejectRate: { readonly observed: number | null };
  readonly missRate: { readonly observed: number | null };
  readonly speed: Readonly<Record<keyof EvaluationFigures['speed'], number | null>>;
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
    pointing: mean(({ pointing }) => pointing),
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
