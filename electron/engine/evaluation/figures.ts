import type { LimitChoice, Limits } from '../../../shared/domain/index.ts';
import { type ObservedRate, rateAbove, rateNotAbove } from '../../gaussian/index.ts';
import { GOOD_CLASS } from './dataset.ts';
import { aurocPercent, bestF1Percent, median, type ScoreGroups } from './imageFigures.ts';
import type { JudgedImage, Judgements } from './judgement.ts';
import type { PixelFigures } from './pixelFigures.ts';

/**
 * The figures of an evaluation, as `sigmaline evaluate --json` prints them. Areas under curves and F1 are in percent (0..100), as the field
 * reports them; rates, targets and bounds are shares (0..1); times are milliseconds. What does not apply is null.
 */
export interface EvaluationFigures {
  readonly dataset: string;
  readonly backbone: string;
  readonly images: { readonly trainGood: number; readonly testGood: number; readonly testDefective: number };
  /** Of the sigmaline score. */
  readonly imageAuroc: number | null;
  readonly pixelAuroc: number | null;
  /** Per-region overlap up to a false-positive rate of 30 %. */
  readonly aupro: number | null;
  readonly bestF1: number | null;
  /** Image AUROC of each score. */
  readonly scores: { readonly part: number | null; readonly patch: number | null; readonly sigmaline: number | null };
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
export interface ClassFigures {
  readonly name: string;
  readonly images: number;
  readonly imageAuroc: number | null;
  readonly missRate: ObservedRate | null;
}

export interface EvaluationFacts {
  readonly dataset: string;
  readonly backbone: string;
  readonly trainGood: number;
  readonly limit: LimitChoice;
  readonly limits: Limits;
  readonly judgements: Judgements;
  readonly pixels: PixelFigures | null;
  readonly backboneMs: number;
}

export function figuresOf(facts: EvaluationFacts): EvaluationFigures {
  const { judgements, limit, limits, pixels } = facts;
  const good = judgements.images.filter(({ image }) => !image.defective);
  const defective = judgements.images.filter(({ image }) => image.defective);
  const groups = (score: (judged: JudgedImage) => number): ScoreGroups => ({
    good: good.map(score),
    defective: defective.map(score),
  });
  const sigmaline = groups(sigmalineScore);
  const imageAuroc = aurocPercent(sigmaline);
  const msPerImage = median(judgements.intervalsMs);
  return {
    dataset: facts.dataset,
    backbone: facts.backbone,
    images: { trainGood: facts.trainGood, testGood: good.length, testDefective: defective.length },
    imageAuroc,
    pixelAuroc: pixels?.auroc ?? null,
    aupro: pixels?.aupro ?? null,
    bestF1: bestF1Percent(sigmaline),
    scores: {
      part: aurocPercent(groups(({ result }) => result.partDistance)),
      patch: aurocPercent(groups(({ result }) => result.patchScore)),
      sigmaline: imageAuroc,
    },
    limit: { target: limit.target, value: limits.fail, n: limit.count, bound95: limit.bound95 },
    falseRejectRate: rateAbove(sigmaline.good, limits.fail),
    missRate: rateNotAbove(sigmaline.defective, limits.fail),
    classes: classFigures(defective, sigmaline.good, limits.fail),
    speed: {
      msPerImage,
      backboneMsPerImage: facts.backboneMs,
      ratio: msPerImage === null ? null : msPerImage / facts.backboneMs,
    },
  };
}

function classFigures(defective: readonly JudgedImage[], good: readonly number[], limit: number): ClassFigures[] {
  const byClass = Map.groupBy(defective, ({ image }) => image.className);
  byClass.delete(GOOD_CLASS);
  return [...byClass].map(([name, images]) => {
    const scores = images.map(sigmalineScore);
    return {
      name,
      images: images.length,
      imageAuroc: aurocPercent({ good, defective: scores }),
      missRate: rateNotAbove(scores, limit),
    };
  });
}

function sigmalineScore({ result }: JudgedImage): number {
  return result.score;
}
