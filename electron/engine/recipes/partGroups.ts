import { basename } from 'node:path';
import type { RequestOutput } from '../../../shared/contract/index.ts';
import { partPatternFault, type ReleasedImage, SigmalineError } from '../../../shared/domain/index.ts';
import { compilePartPattern } from '../intake/index.ts';
import { listImages } from './imageFolder.ts';

/**
 * The part that each image shows, by its name.
 *
 * @param group a part pattern with the group `serial`
 * @param released images whose serial their record says; one without is a part of its own
 * @throws SigmalineError `calibration.group`, `calibration.group-unmatched`
 */
export function partsOf(
  paths: readonly string[],
  group: string,
  released: readonly Pick<ReleasedImage, 'path' | 'serial' | 'number'>[] = [],
): string[] {
  if (partPatternFault(group) !== null || !group.includes('(?<serial>')) {
    throw new SigmalineError('calibration.group', { group });
  }
  const pattern = compilePartPattern(group);
  const known = new Map(released.map(({ path, serial, number }) => [path, serial ?? `record ${number}`]));
  return paths.map((path) => {
    const told = known.get(path);
    if (told !== undefined) return told;
    const reading = pattern.read(basename(path));
    const serial = reading.kind === 'read' ? reading.names.serial : null;
    if (serial === null) throw new SigmalineError('calibration.group-unmatched', { group, file: basename(path) });
    return serial;
  });
}

/** What a pattern tells of the images of a folder. @throws SigmalineError as `partsOf` and `listImages` */
export async function tryGroup(folder: string, group: string): Promise<RequestOutput<'calibration.tryGroup'>> {
  const paths = await listImages(folder);
  const parts = partsOf(paths, group);
  return { images: paths.length, parts: new Set(parts).size, file: basename(paths[0] ?? ''), serial: parts[0] ?? '' };
}
