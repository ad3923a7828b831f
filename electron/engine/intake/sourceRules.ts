import {
  type Completion,
  namesGroup,
  PART_GROUPS,
  type PartName,
  type PartViews,
  partPatternFault,
  type RecipeId,
  recipeNamedBy,
  SigmalineError,
  type SourceId,
  type SourceOptions,
  viewNamed,
} from '../../../shared/domain/index.ts';
import { createFileSelection, type FileSelection } from './fileSelection.ts';
import { compileGlob, GlobSyntaxError } from './glob.ts';
import { RECIPE_UNKNOWN } from './ledger.ts';
import { compilePartPattern, type PartPattern } from './partPattern.ts';

/** How often the intake looks, and how long it waits. Tests shorten them. */
export interface IntakeTimings {
  /** Between two listings of a folder, whatever its source's options say; null leaves it to them. A folder that takes long to list is listed less often. */
  readonly lookEveryMs: number | null;
  /** A file is settled where nothing changed between two looks at least this far apart. */
  readonly settleMs: number;
  /** A file of no known format is settled once it has not changed for so long. */
  readonly unknownFormatMs: number;
  /** A file that is not whole once it has not changed for so long is an error, whatever its source's options say; null leaves it to them. */
  readonly incompleteMs: number | null;
  /** A file that its camera released although its end is missing has so long to be completed. */
  readonly releasedMs: number;
  /** A source's folder must have been there without a break for so long before a file that is not in it counts as missing. */
  readonly missingMs: number;
  /** A folder that did not answer for so long counts as unreachable. */
  readonly silentMs: number;
  /** How much of each look goes into finding names whose content was replaced without a hint. */
  readonly recheckBudgetMs: number;
  /** Images that come no further apart show the same part. */
  readonly samePartMs: number;
  /** However fast parts come, so long without one is nothing yet; and so long is nobody's trouble yet. */
  readonly quietAfterMs: number;
  readonly silentCycleAfterMs: number;
}

export const DEFAULT_TIMINGS: IntakeTimings = {
  lookEveryMs: null,
  settleMs: 200,
  unknownFormatMs: 5000,
  incompleteMs: null,
  releasedMs: 1000,
  missingMs: 30_000,
  silentMs: 20_000,
  recheckBudgetMs: 100,
  samePartMs: 250,
  quietAfterMs: 10_000,
  silentCycleAfterMs: 60_000,
};

/** The options of a source, ready to be applied to its files. */
export interface SourceRules {
  readonly selection: FileSelection;
  readonly completion: Completion;
  readonly part: PartPattern | null;
  /** Which recipe is to judge a file, by its path; null for the one of its source. */
  readonly recipeOf: (path: string) => RecipeId | null;
  /** The view that all of its images show; null where their paths say it. */
  readonly oneView: string | null;
  readonly lookEveryMs: number;
  readonly incompleteMs: number;
  /** Null where it is to be learnt. */
  readonly cycleMs: number | null;
  readonly views: PartViews | null;
}

/** @throws SigmalineError as `checkFilePatterns` and `requirePartPattern` */
export function compileSourceRules(options: SourceOptions, timings: IntakeTimings): SourceRules {
  checkFilePatterns(options);
  if (options.pattern !== null) requirePartPattern(options.pattern);
  const part = options.pattern === null ? null : compilePartPattern(options.pattern);
  return {
    selection: createFileSelection(options),
    completion: options.completion,
    part,
    recipeOf: (path) => recipeOf(options, part, path),
    oneView: options.oneView?.name ?? null,
    lookEveryMs: timings.lookEveryMs ?? options.lookEverySeconds * 1000,
    incompleteMs: timings.incompleteMs ?? options.incompleteAfterSeconds * 1000,
    cycleMs: options.cycleSeconds === null ? null : options.cycleSeconds * 1000,
    views: options.views,
  };
}

type RecipeRules = Pick<SourceOptions, 'recipeByName' | 'views' | 'oneView'>;

function recipeOf(
  { recipeByName, views, oneView }: RecipeRules,
  part: PartPattern | null,
  path: string,
): RecipeId | null {
  const namesByView = views !== null && oneView === null && views.names.some(({ recipeId }) => recipeId !== null);
  if (recipeByName === null && !namesByView) return null;
  const reading = part?.read(path);
  const read = reading?.kind === 'read' ? reading : null;
  const named = recipeByName === null ? 'source' : recipeNamedBy(recipeByName, read?.recipe ?? null);
  if (named === 'source') return namesByView ? (viewNamed(views, read?.names.view ?? null)?.recipeId ?? null) : null;
  return named === 'unknown' ? RECIPE_UNKNOWN : named;
}

/**
 * Rules without a word to go by, and a word without rules, would have files judged by a recipe that nobody meant.
 *
 * @throws SigmalineError `source.recipe-group`, `source.recipe-table`
 */
export function requireRecipeRules({ pattern, recipeByName }: Pick<SourceOptions, 'pattern' | 'recipeByName'>): void {
  const isNamed = namesGroup(pattern, 'recipe');
  if (recipeByName !== null && !isNamed) throw new SigmalineError('source.recipe-group', {});
  if (recipeByName === null && isNamed) throw new SigmalineError('source.recipe-table', {});
}

/**
 * Images of which nothing says what they show would never make a whole part.
 *
 * @param owner the views of the source that says how its parts are put together
 * @throws SigmalineError `source.view-group`, `source.serial-group`, `source.view-source`, `source.view-unknown`
 */
export function requireViewRules(
  { pattern, oneView }: Pick<SourceOptions, 'pattern' | 'oneView'>,
  owner: PartViews | null,
): void {
  if (oneView !== null) {
    if (owner === null) throw new SigmalineError('source.view-source', {});
    requireKnownView(oneView.name, owner);
  }
  if (owner === null) return;
  if (oneView === null && !namesGroup(pattern, 'view')) throw new SigmalineError('source.view-group', {});
  if (owner.together.by === 'serial' && !namesGroup(pattern, 'serial'))
    throw new SigmalineError('source.serial-group', {});
}

/**
 * A view of parts that no source puts together would be a part of its own, and pass alone. Engineers cannot bring this about; a data folder of before may hold it.
 *
 * @throws SigmalineError `source.view-source`, `source.view-unknown`
 */
export function requireOwnerOfView(
  { id, options: { oneView } }: Pick<ViewingSource, 'id' | 'options'>,
  sources: readonly ViewingSource[],
): void {
  if (oneView === null) return;
  const owner = sources.find((source) => source.id === (oneView.source ?? id));
  if (owner === undefined || owner.options.views === null) throw new SigmalineError('source.view-source', {});
  requireKnownView(oneView.name, owner.options.views);
}

interface ViewingSource {
  readonly id: SourceId;
  readonly options: Pick<SourceOptions, 'views' | 'oneView'>;
}

function requireKnownView(view: string, owner: PartViews): void {
  const known = owner.names.map(({ name }) => name).join(', ');
  if (viewNamed(owner, view) === null) throw new SigmalineError('source.view-unknown', { view, known });
}

/** @throws SigmalineError `source.include`, `source.exclude`, which name the pattern and what is wrong with it */
export function checkFilePatterns({ include, exclude }: Pick<SourceOptions, 'include' | 'exclude'>): void {
  for (const pattern of include) checkFilePattern('source.include', pattern);
  for (const pattern of exclude) checkFilePattern('source.exclude', pattern);
}

function checkFilePattern(code: 'source.include' | 'source.exclude', pattern: string): void {
  try {
    compileGlob(pattern);
  } catch (thrown) {
    if (!(thrown instanceof GlobSyntaxError)) throw thrown;
    throw new SigmalineError(code, { pattern, reason: thrown.message }, thrown);
  }
}

/** @throws SigmalineError `source.pattern`, `source.pattern-groups` */
export function requirePartPattern(pattern: string): void {
  const fault = partPatternFault(pattern);
  if (fault === null) return;
  if (fault.kind === 'syntax') throw new SigmalineError('source.pattern', { reason: fault.reason });
  const found = fault.unknown.length === 0 ? 'no group' : fault.unknown.join(', ');
  throw new SigmalineError('source.pattern-groups', { found, known: PART_GROUPS.join(', ') });
}

/**
 * What a source with this pattern would read from the path; null if the pattern does not fit.
 *
 * @throws SigmalineError `source.pattern`, `source.pattern-groups`, `source.pattern-slow`
 */
export function tryPartPattern(pattern: string, path: string): PartName | null {
  requirePartPattern(pattern);
  const reading = compilePartPattern(pattern).read(path);
  if (reading.kind === 'slow') throw new SigmalineError('source.pattern-slow', { path });
  return reading.kind === 'read' ? { ...reading.names, recipe: reading.recipe } : null;
}
