import { arch, availableParallelism, cpus, release, totalmem, type } from 'node:os';
import type { BackboneManifest, LimitChoice, RecipeVersion } from '../../shared/domain/index.ts';
import type { EvaluationFigures } from './figures.ts';
import type { Illustrations } from './illustrations.ts';
import type { EvaluatedScores, ScoreName } from './scores.ts';

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
