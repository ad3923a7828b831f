import type { BackboneManifest, Level } from '../../../shared/domain/index.ts';

/** Beyond this a Gaussian at every position takes more memory and more good images than a line has. */
const MOST_CHANNELS = 512;
/** A finer map costs much more and shows a defect no better: EfficientNet's map has 24. */
const FINEST_GRID = 32;

/**
 * Which levels the scores of a network use where nobody has measured what suits it: part and patch the deepest that is not too wide, the anomaly map the
 * finest that is not too fine.
 *
 * @param levels shallow to deep, at least one
 */
export function scoringOf(levels: readonly Level[]): BackboneManifest['scoring'] {
  const narrowest = Math.min(...levels.map(({ channels }) => channels));
  const deep = levels.findLast(({ channels }) => channels <= Math.max(MOST_CHANNELS, narrowest));
  const affordable = levels.filter(({ channels }) => channels <= Math.max(MOST_CHANNELS, narrowest));
  const coarsest = Math.min(...affordable.map(gridOf));
  const finest = Math.max(...affordable.map(gridOf).filter((grid) => grid <= Math.max(FINEST_GRID, coarsest)));
  const fine = affordable.find((level) => gridOf(level) === finest);
  if (deep === undefined || fine === undefined) throw new RangeError('A backbone has at least one level');
  return { part: deep.level, patch: deep.level, map: fine.level };
}

function gridOf({ height, width }: Level): number {
  return Math.max(height, width);
}
