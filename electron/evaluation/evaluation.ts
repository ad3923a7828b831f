import { arch, availableParallelism, cpus, release, totalmem, type } from 'node:os';
import type { BackboneManifest, HeldOutImage, LimitChoice, RecipeVersion } from '../../shared/domain/index.ts';
import type { EvaluationFigures } from './figures.ts';
import type { Illustrations } from './illustrations.ts';

/** All that came out of an evaluation: the figures, and what a report shows beside them. */
export interface Evaluation {
  readonly figures: EvaluationFigures;
  readonly limit: LimitChoice;
  readonly scores: Readonly<Record<ScoreName, EvaluatedScores>>;
  readonly settings: EvaluationSettings;
  /** Null where no pictures were asked for. */
  readonly illustrations: Illustrations | null;
}

/** What somebody needs to get the same figures again. */
export interface EvaluationSettings {
  /** Absolute path of the data set. */
  readonly folder: string;
  readonly recipe: RecipeVersion;
  readonly backbone: BackboneManifest;
  readonly graphBytes: number;
  /** What the compiled graph says of itself. */
  readonly graphMetadata: Readonly<Record<string, string>>;
  /** Milliseconds from features to Gaussians and limit. */
  readonly fitMs: number;
  /** How many good images were left out because another one has the same content. */
  readonly duplicates: number;
  readonly executionProvider: string;
  readonly machine: Machine;
}

/** The scores that every inspection gives; any of them can be evaluated. */
export const SCORE_NAMES = ['sigmaline', 'part', 'patch'] as const;
export type ScoreName = (typeof SCORE_NAMES)[number];

/** What a lane says of an image, and what a recipe holds of a good image that was held out. */
export type ScoresOfImage = Pick<HeldOutImage, 'score' | 'partDistance' | 'patchScore'>;

export function scoreNamed(name: ScoreName, scores: ScoresOfImage): number {
  switch (name) {
    case 'sigmaline':
      return scores.score;
    case 'part':
      return scores.partDistance;
    case 'patch':
      return scores.patchScore;
  }
}

/** One kind of score of all images of an evaluation. */
export interface EvaluatedScores {
  /** Of good images that the limit is taken from, each by a fit that has not seen it. */
  readonly heldOut: readonly number[];
  /** Of good test images. */
  readonly good: readonly number[];
  readonly defective: readonly number[];
}

/** Where an evaluation ran: times are of no worth without it. */
interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly system: string;
  readonly node: string;
}

export function thisMachine(): Machine {
  return {
    processor: cpus()[0]?.model.trim() || 'unknown',
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    system: `${type()} ${release()}, ${arch()}`,
    node: process.versions.node,
  };
}
