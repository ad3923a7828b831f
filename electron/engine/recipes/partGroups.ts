import { basename } from 'node:path';
import type { RequestOutput } from '../../../shared/contract/index.ts';
import { partPatternFault, type ReleasedImage, SigmalineError } from '../../../shared/domain/index.ts';
import { compilePartPattern } from '../intake/index.ts';
import { type ListedImage, listNamedFolder } from './imageFolder.ts';

interface PartsKnown {
  /** A part pattern with the group `serial`, for those of which nothing else is known. */
  readonly group?: string | undefined;
  /** Images whose part whoever lists them may know. */
  readonly listed?: readonly ListedImage[];
  /** Images whose serial their record says; one without is a part of its own. */
  readonly released?: readonly Pick<ReleasedImage, 'path' | 'serial' | 'number'>[];
}

/**
 * The part that each image shows, by its name. Without a pattern, where parts of some are known, each other image is a part of its own.
 *
 * @returns null where nothing is known, and the images themselves are to tell
 * @throws SigmalineError `calibration.group`, `calibration.group-unmatched`
 */
export function partsOf(
  paths: readonly string[],
  { group, listed = [], released = [] }: PartsKnown,
): readonly string[] | null {
  const known = new Map(listed.flatMap(({ path, part }) => (part === null ? [] : [[path, part] as const])));
  if (group === undefined && known.size === 0) return null;
  for (const { path, serial, number } of released) known.set(path, serial ?? `record ${number}`);
  const serialOf = group === undefined ? (path: string) => path : serialBy(group);
  return paths.map((path) => known.get(path) ?? serialOf(path));
}

function serialBy(group: string): (path: string) => string {
  if (partPatternFault(group) !== null || !group.includes('(?<serial>')) {
    throw new SigmalineError('calibration.group', { group });
  }
  const pattern = compilePartPattern(group);
  return (path) => {
    const reading = pattern.read(basename(path));
    const serial = reading.kind === 'read' ? reading.names.serial : null;
    if (serial === null) throw new SigmalineError('calibration.group-unmatched', { group, file: basename(path) });
    return serial;
  };
}

/** What a pattern tells of the images of a folder. @throws SigmalineError as `partsOf` and `listNamedFolder` */
export async function tryGroup(folder: string, group: string): Promise<RequestOutput<'calibration.tryGroup'>> {
  const paths = await listNamedFolder(folder);
  const parts = partsOf(paths, { group }) ?? [];
  return { images: paths.length, parts: new Set(parts).size, file: basename(paths[0] ?? ''), serial: parts[0] ?? '' };
}
