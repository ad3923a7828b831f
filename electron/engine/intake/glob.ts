/**
 * File patterns. `*` stands for any characters of one name, `?` for one, `[a-z]` and `[!a-z]` for one of a set, `{a,b}` for alternatives, and `**`
 * for any folders; everything else stands for itself, in upper or lower case and in either Unicode form.
 *
 * Made here and not from regular expressions: those that libraries make of a pattern with many stars take for ever on some names, and a pattern that an
 * engineer typed must not stop the station. A match takes at most as many steps as the pattern has characters times the path.
 */
export interface Glob {
  /** Whether a file or a folder of this path is meant. */
  matches(path: FoldedPath): boolean;
  /** Whether all that lies in this folder is meant. */
  coversFolder(folder: FoldedPath): boolean;
  /** Whether anything in this folder could be meant. */
  leadsInto(folder: FoldedPath): boolean;
}

/** A path in the form in which patterns are compared: its names, each as its characters. */
export type FoldedPath = readonly (readonly string[])[];

export function foldPath(path: string): FoldedPath {
  return fold(path)
    .split('/')
    .map((name) => [...name]);
}

/** In the form in which names are compared: a pattern typed on one system finds names that another one wrote. */
export function fold(text: string): string {
  return text.normalize('NFC').toLowerCase();
}

/** What is wrong with a pattern; a sentence's part that names the remedy. */
export class GlobSyntaxError extends Error {
  override readonly name = 'GlobSyntaxError';
}

type Character =
  | { readonly kind: 'literal'; readonly character: string }
  | { readonly kind: 'any' }
  | { readonly kind: 'one' }
  | { readonly kind: 'set'; readonly negated: boolean; readonly ranges: readonly (readonly [number, number])[] };

/** The pattern of one name, or any number of folders. */
type Segment = readonly Character[] | 'folders';

/** @throws GlobSyntaxError */
export function compileGlob(pattern: string): Glob {
  refuseForeignSyntax(pattern);
  const isOfNames = !pattern.includes('/');
  const alternatives = expandBraces(fold(pattern.endsWith('/') ? `${pattern}**` : pattern)).map((alternative) =>
    alternative.split('/').map(segmentOf),
  );
  if (isOfNames) return globOfNames(alternatives.map(([segment]) => segment ?? []));
  return {
    matches: (path) => alternatives.some((segments) => matchPath(endInName(segments), path)),
    coversFolder: (folder) => alternatives.some((segments) => matchPath(segments, folder)),
    leadsInto: (folder) => alternatives.some((segments) => leadsInto(segments, folder)),
  };
}

/** A pattern without a slash speaks of names in any folder. */
function globOfNames(alternatives: readonly Segment[]): Glob {
  const matches = (path: FoldedPath): boolean =>
    alternatives.some((segment) => segment === 'folders' || matchName(segment, path.at(-1) ?? []));
  return { matches, coversFolder: matches, leadsInto: () => true };
}

function refuseForeignSyntax(pattern: string): void {
  if (pattern.startsWith('!')) throw new GlobSyntaxError('it begins with "!"; list it among the patterns to leave out');
  if (pattern.includes('\\')) throw new GlobSyntaxError('it holds "\\"; write folders with "/"');
  if (pattern.includes('|')) throw new GlobSyntaxError('it holds "|"; write alternatives as {a,b}');
  if (/^\/|^[a-z]:/i.test(pattern)) throw new GlobSyntaxError("it begins at the root; begin in the source's folder");
  const names = pattern.replace(/\/$/, '').split('/');
  if (names.some((name) => name === '' || name === '.' || name === '..')) {
    throw new GlobSyntaxError('it holds "//", "." or ".." as a folder; name the folders themselves');
  }
}

/** So many alternatives are more than anybody types, and few enough to try one after the other. */
const MOST_ALTERNATIVES = 64;

function expandBraces(pattern: string): string[] {
  const open = indexOutsideSets(pattern, '{');
  if (open === -1) {
    if (indexOutsideSets(pattern, '}') !== -1) throw new GlobSyntaxError('a "{" is missing');
    return [pattern];
  }
  const { parts, end } = readAlternatives(pattern, open);
  if (parts.some((part) => part.includes('..'))) {
    throw new GlobSyntaxError('it holds ".." between braces; list the alternatives as {1,2,3}');
  }
  const expanded = parts.flatMap((part) => expandBraces(pattern.slice(0, open) + part + pattern.slice(end + 1)));
  if (expanded.length > MOST_ALTERNATIVES) throw new GlobSyntaxError('it has too many alternatives');
  return expanded;
}

function indexOutsideSets(pattern: string, character: string): number {
  for (let index = 0; index < pattern.length; index++) {
    if (pattern[index] === '[') index = endOfSet(pattern, index);
    else if (pattern[index] === character) return index;
  }
  return -1;
}

function readAlternatives(pattern: string, open: number): { readonly parts: string[]; readonly end: number } {
  const parts: string[] = [];
  let depth = 0;
  let start = open + 1;
  for (let index = open; index < pattern.length; index++) {
    const character = pattern[index];
    if (character === '[') index = endOfSet(pattern, index);
    if (character === '{') depth += 1;
    if (character === '}') depth -= 1;
    const isOver = character === '}' && depth === 0;
    if (isOver || (character === ',' && depth === 1)) {
      parts.push(pattern.slice(start, index));
      start = index + 1;
    }
    if (isOver) return { parts, end: index };
  }
  throw new GlobSyntaxError('a "}" is missing');
}

/** The place of the bracket that closes a set; one that comes first stands for itself. */
function endOfSet(pattern: string, open: number): number {
  const first = open + (/[!^]/.test(pattern[open + 1] ?? '') ? 2 : 1);
  const end = pattern.indexOf(']', first + 1);
  if (end === -1) throw new GlobSyntaxError('a "]" is missing');
  return end;
}

function segmentOf(text: string): Segment {
  if (text === '**') return 'folders';
  const characters: Character[] = [];
  for (let index = 0; index < text.length; ) {
    const character = String.fromCodePoint(text.codePointAt(index) ?? 0);
    if (character === '[') {
      const end = endOfSet(text, index);
      characters.push(setOf(text.slice(index + 1, end)));
      index = end + 1;
      continue;
    }
    if (character === '?') characters.push({ kind: 'one' });
    else if (character !== '*') characters.push({ kind: 'literal', character });
    else if (characters.at(-1)?.kind !== 'any') characters.push({ kind: 'any' });
    index += character.length;
  }
  return characters;
}

function setOf(text: string): Character {
  const negated = /^[!^]/.test(text);
  const members = [...(negated ? text.slice(1) : text)].map((character) => character.codePointAt(0) ?? 0);
  const ranges: [number, number][] = [];
  for (let index = 0; index < members.length; index++) {
    const first = members[index] ?? 0;
    const last = members[index + 2];
    if (members[index + 1] === HYPHEN && last !== undefined) {
      ranges.push([first, last]);
      index += 2;
    } else ranges.push([first, first]);
  }
  return { kind: 'set', negated, ranges };
}

const HYPHEN = 0x2d;

/** "trash/**" means what lies in the folder, not a file of that name. */
function endInName(segments: readonly Segment[]): readonly Segment[] {
  return segments.at(-1) === 'folders' ? [...segments, [{ kind: 'any' }]] : segments;
}

function matchPath(segments: readonly Segment[], path: FoldedPath): boolean {
  return matchSequence(
    segments,
    path,
    (segment) => segment === 'folders',
    (segment, name) => segment !== 'folders' && matchName(segment, name),
  );
}

function matchName(characters: readonly Character[], name: readonly string[]): boolean {
  return matchSequence(characters, name, ({ kind }) => kind === 'any', matchCharacter);
}

function matchCharacter(expected: Character, found: string): boolean {
  switch (expected.kind) {
    case 'literal':
      return expected.character === found;
    case 'one':
      return true;
    case 'any':
      return false;
    case 'set': {
      const code = found.codePointAt(0) ?? 0;
      return expected.ranges.some(([first, last]) => first <= code && code <= last) !== expected.negated;
    }
  }
}

/** Whether items are what was expected, where some of that stands for any number of items. Only the last of these needs to be tried again. */
function matchSequence<Expected, Item>(
  expected: readonly Expected[],
  items: readonly Item[],
  isAny: (expected: Expected) => boolean,
  matchOne: (expected: Expected, item: Item) => boolean,
): boolean {
  let at = 0;
  let lastAny = -1;
  let itemAfterAny = 0;
  for (let index = 0; index < items.length; ) {
    const current = expected[at];
    const item = items[index] as Item;
    if (current !== undefined && isAny(current)) {
      lastAny = at;
      itemAfterAny = index;
      at += 1;
    } else if (current !== undefined && matchOne(current, item)) {
      at += 1;
      index += 1;
    } else if (lastAny !== -1) {
      itemAfterAny += 1;
      index = itemAfterAny;
      at = lastAny + 1;
    } else return false;
  }
  return expected.slice(at).every(isAny);
}

function leadsInto(segments: readonly Segment[], folder: FoldedPath): boolean {
  for (const [index, name] of folder.entries()) {
    const segment = segments[index];
    if (segment === 'folders') return true;
    if (segment === undefined || !matchName(segment, name)) return false;
  }
  return segments.length > folder.length;
}
