import type { SourceOptions } from '../../../shared/domain/index.ts';
import { compileGlob, type FoldedPath, fold, foldPath, type Glob } from './glob.ts';
import { isOwnName, isSystemPath } from './systemNames.ts';

/** Which files of a source are inspected. What is not taken is not opened, not in the ledger, and not counted. */
export interface FileSelection {
  takesFile(path: string): boolean;
  /** Whether anything in a folder could be taken; one that is not entered is not even read. */
  entersFolder(path: string): boolean;
  /** The image that a file of this name releases; null where it is no such file. */
  releasedBy(path: string): string | null;
}

export type SelectionOptions = Pick<
  SourceOptions,
  'include' | 'exclude' | 'leaveOutSystemFiles' | 'depth' | 'completion'
>;

/** @throws GlobSyntaxError */
export function createFileSelection(options: SelectionOptions): FileSelection {
  const { include, exclude, leaveOutSystemFiles, depth, completion } = options;
  const isNoPart = (path: string): boolean => isOwnName(path) || (leaveOutSystemFiles && isSystemPath(path));
  const included = include.map(compileGlob);
  const excluded = exclude.map(compileGlob);
  const markEnding = completion.kind === 'content' ? null : fold(completion.ending);
  const isMark = (path: string): boolean =>
    markEnding !== null && fold(path.slice(-2 * markEnding.length)).endsWith(markEnding);
  const deepest = depth ?? Number.POSITIVE_INFINITY;

  function entersFolder(path: string): boolean {
    if (isNoPart(path) || path.split('/').length > deepest) return false;
    const folded = foldPath(path);
    const isIncluded = included.length === 0 || included.some((glob) => glob.leadsInto(folded));
    return isIncluded && !folded.some((_, index) => coversFolder(excluded, folded.slice(0, index + 1)));
  }

  const entersFolderOnce = rememberLast(entersFolder);

  return {
    takesFile(path) {
      if (isNoPart(path) || isMark(path)) return false;
      const slash = path.lastIndexOf('/');
      if (slash !== -1 && !entersFolderOnce(path.slice(0, slash))) return false;
      if (included.length === 0 && excluded.length === 0) return true;
      const folded = foldPath(path);
      const isIncluded = included.length === 0 || included.some((glob) => glob.matches(folded));
      return isIncluded && !excluded.some((glob) => glob.matches(folded));
    },
    entersFolder,
    releasedBy: (path) =>
      completion.kind === 'sidecar' && isMark(path) ? path.slice(0, -completion.ending.length) : null,
  };
}

function coversFolder(globs: readonly Glob[], folder: FoldedPath): boolean {
  return globs.some((glob) => glob.coversFolder(folder));
}

/** Files are listed folder by folder: the last answer is nearly always the next one. */
function rememberLast(ask: (path: string) => boolean): (path: string) => boolean {
  let last: { readonly path: string; readonly answer: boolean } | null = null;
  return (path) => {
    if (last?.path !== path) last = { path, answer: ask(path) };
    return last.answer;
  };
}
