import { basename } from 'node:path';
import type { RequestOutput } from '../../../shared/contract/index.ts';
import { partPatternFault, SigmalineError } from '../../../shared/domain/index.ts';
import { compilePartPattern } from '../intake/index.ts';
import { listImages } from './imageFolder.ts';

/**
 * The part that each image shows, by its name.
 *
 * @param group a part pattern with the group `serial`
 * @throws SigmalineError `calibration.group`, `calibration.group-unmatched`
 */
export function partsOf(paths: readonly string[], group: string): string[] {
  if (partPatternFault(group) !== null || !group.includes('(?<serial>')) {
    throw new SigmalineError('calibration.group', { group });
  }
  const pattern = compilePartPattern(group);
  return paths.map((path) => {
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
