import type { ImageGroups } from './imageGroups.ts';
import type { Looks } from './looks.ts';
import { meanAndDeviation } from './moments.ts';
import { standardisationOf, standardised } from './scoreImage.ts';
import type { Standardisation } from './scoreModel.ts';

/** Whether an image says what one sigma is: one that is set aside does not. */
export type IsOrdinary = (image: number) => boolean;

/**
 * What one sigma of a component is; where there are several looks, of each by its own images, for the parts of one supplier may differ more than those of another.
 *
 * @param values held-out values, in image order
 * @param name what they are, for the error
 * @throws calibration.degenerate where the values do not differ
 */
export function sigmaOf(values: Float64Array, looks: Looks, isOrdinary: IsOrdinary, name: string): Standardisation {
  const each = looks.members.map((images) => standardisationOf(chosen(values, images.filter(isOrdinary)), name));
  const first = each[0] as Standardisation;
  return each.length > 1 ? { ...first, looks: each } : first;
}

/**
 * Held-out values in sigma of the others of their look. The images of a look are few, and a value that takes part in its own mean and deviation
 * cannot lie far out: of eight, none more than 2.5 sigma.
 */
export function sigmasOfOthers(
  values: Float64Array,
  { of, members }: Looks,
  groups: ImageGroups,
  isOrdinary: IsOrdinary,
): Float64Array {
  const sigmas = values.slice();
  for (const group of groups) {
    const look = members[of[group[0] ?? 0] ?? 0] ?? [];
    const others = look.filter((image) => isOrdinary(image) && !group.includes(image));
    const standardisation = meanAndDeviation(chosen(values, others));
    for (const image of group) sigmas[image] = standardised(values[image] as number, standardisation);
  }
  return sigmas;
}

function chosen(values: Float64Array, images: readonly number[]): number[] {
  return images.map((image) => values[image] as number);
}
