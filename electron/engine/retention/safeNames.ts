import { posix } from 'node:path';
import { errnoCode } from '../../files/index.ts';

/** What file systems answer to a name that they do not take; shares of Windows say that there is no such file. */
const NAME_REFUSED: ReadonlySet<string> = new Set(['EINVAL', 'EILSEQ', 'ENAMETOOLONG', 'ENOENT', 'EPROTO']);

export function isNameRefused(thrown: unknown): boolean {
  return NAME_REFUSED.has(errnoCode(thrown) ?? '');
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const REFUSED_BY_WINDOWS = /[<>:"|?*\\\u0000-\u001f]|[. ]+$/g;
const DEVICES = /^(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;
const NOT_ASCII = /[^\u0020-\u007e]/gu;
/** Encrypted folders take no more than 143 bytes, and a number may be added. */
const LONGEST_NAME = 120;

/**
 * Names for a file in an archive, the file's own first: then one that Windows and its file systems take, then one of plain short ASCII. Two files that
 * get the same one are told apart by their numbers.
 *
 * @param path relative, with forward slashes
 */
export function namesForArchive(path: string): readonly string[] {
  const onWindows = eachName(path, (name) => name.replace(REFUSED_BY_WINDOWS, '_').replace(DEVICES, '_$1'));
  const plain = eachName(onWindows, (name) => shortened(name.replace(NOT_ASCII, '_')));
  return [...new Set([path, onWindows, plain])];
}

function eachName(path: string, change: (name: string) => string): string {
  return path.split('/').map(change).join('/');
}

function shortened(name: string): string {
  const { name: stem, ext } = posix.parse(name);
  if (name.length <= LONGEST_NAME) return name;
  return ext.length < LONGEST_NAME ? stem.slice(0, LONGEST_NAME - ext.length) + ext : name.slice(0, LONGEST_NAME);
}
