import { degenerate } from './imageFeatures.ts';

/** The images that leave a fit together: the indices of every part's images. */
export type ImageGroups = readonly (readonly number[])[];

/**
 * Groups images by the part they show.
 *
 * @param parts the part of every image, in image order; without it every image is a part of its own
 */
export function groupImages(count: number, parts?: readonly (string | number)[]): ImageGroups {
  if (parts === undefined) return Array.from({ length: count }, (_, index) => [index]);
  const groups = new Map<string | number, number[]>();
  for (const [index, part] of parts.entries()) {
    const group = groups.get(part);
    if (group === undefined) groups.set(part, [index]);
    else group.push(index);
  }
  if (groups.size < 2) throw degenerate('all good images show the same part; at least two parts are needed');
  return [...groups.values()];
}
