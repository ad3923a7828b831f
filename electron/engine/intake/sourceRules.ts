import {
  type Completion,
  PART_GROUPS,
  partPatternFault,
  SigmalineError,
  type SourceOptions,
} from '../../../shared/domain/index.ts';
import { createFileSelection, type FileSelection } from './fileSelection.ts';
import { compileGlob, GlobSyntaxError } from './glob.ts';
import { compilePartPattern, type PartPattern } from './partPattern.ts';
import type { IntakeTimings } from './timings.ts';

/** The options of a source, ready to be applied to its files. */
export interface SourceRules {
  readonly selection: FileSelection;
  readonly completion: Completion;
  readonly part: PartPattern | null;
  readonly lookEveryMs: number;
  readonly incompleteMs: number;
}

/** @throws SigmalineError as `checkFilePatterns` and `requirePartPattern` */
export function compileSourceRules(options: SourceOptions, timings: IntakeTimings): SourceRules {
  checkFilePatterns(options);
  if (options.pattern !== null) requirePartPattern(options.pattern);
  return {
    selection: createFileSelection(options),
    completion: options.completion,
    part: options.pattern === null ? null : compilePartPattern(options.pattern),
    lookEveryMs: timings.lookEveryMs ?? options.lookEverySeconds * 1000,
    incompleteMs: timings.incompleteMs ?? options.incompleteAfterSeconds * 1000,
  };
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
