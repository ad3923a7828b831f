import { digamma, inverseTrigamma, trigamma } from '../../shared/domain/specialFunctions.ts';
import type { ImageGroups } from './imageGroups.ts';
import { type Looks, oneLook, severalMeans } from './looks.ts';
import type { LookMeans } from './scoreModel.ts';

/** Held-out distances at every place of a level, told in sigma of each place. */
export interface StandardisedPlaces extends LookMeans {
  /** Per place; where there are several looks, of the first. */
  readonly means: Float64Array;
  readonly deviations: Float64Array;
  /** Root of the mean variance of all places. */
  readonly deviation: number;
  /** Per image, in sigma of mean and deviation without it (nor the other images of its part). */
  readonly heldOut: readonly Float64Array[];
}

/**
 * Tells held-out distances in sigma of their place. An image that takes part in the mean and the deviation of a place looks nearer than a fresh one, most of all
 * where the highest of hundreds of places counts: with 35 images, limits from such values rejected up to 60 % of fresh good parts at a target of 5 %. So each image
 * is measured by those of the others.
 *
 * @param distances per image, one value per place
 * @param groups the images that leave together
 * @param looks of the images: each has means of its own, and all have one deviation
 */
export function standardisePlaces(
  distances: readonly Float64Array[],
  groups: ImageGroups,
  looks: Looks = oneLook(distances.length),
): StandardisedPlaces {
  const places = distances[0]?.length ?? 0;
  const count = distances.length;
  const freedom = count - looks.members.length;
  const lookMeans = looks.members.map((images) => meanOf(images.map((image) => distances[image] as Float64Array)));
  const squares = new Float64Array(places);
  for (const [image, values] of distances.entries()) {
    const means = lookMeans[looks.of[image] ?? 0] as Float64Array;
    for (let q = 0; q < places; q += 1) squares[q] = at(squares, q) + (at(values, q) - at(means, q)) ** 2;
  }
  const variances = squares.map((sum) => sum / freedom);
  const prior = priorOf(variances, freedom);
  const heldOut = distances.map((values) => values.slice());
  for (const group of groups) {
    const look = looks.of[group[0] ?? 0] ?? 0;
    const means = lookMeans[look] as Float64Array;
    const left = (looks.members[look]?.length ?? 0) - group.length;
    const leftFreedom = freedom - group.length;
    for (let q = 0; q < places; q += 1) {
      const mean = at(means, q);
      let [sum, square] = [0, 0];
      for (const image of group) {
        const beyond = at(distances[image] as Float64Array, q) - mean;
        sum += beyond;
        square += beyond ** 2;
      }
      const leftMean = mean - sum / left;
      const leftSquares = Math.max(0, at(squares, q) - square - sum ** 2 / left);
      const deviation = Math.sqrt(moderated(leftSquares / Math.max(1, leftFreedom), leftFreedom, prior));
      for (const image of group) {
        (heldOut[image] as Float64Array)[q] = (at(distances[image] as Float64Array, q) - leftMean) / deviation;
      }
    }
  }
  const deviations = variances.map((variance) => Math.sqrt(moderated(variance, freedom, prior)));
  const deviation = Math.sqrt(variances.reduce((sum, variance) => sum + variance, 0) / places);
  return { means: lookMeans[0] as Float64Array, ...severalMeans(lookMeans), deviations, deviation, heldOut };
}

function meanOf(rows: readonly Float64Array[]): Float64Array {
  const mean = new Float64Array(rows[0]?.length ?? 0);
  for (const row of rows) for (let q = 0; q < mean.length; q += 1) mean[q] = at(mean, q) + at(row, q) / rows.length;
  return mean;
}

/** A scaled inverse chi-square distribution of variances. */
interface Prior {
  readonly variance: number;
  readonly freedom: number;
}

/**
 * What the variances of all places say of each of them: a place that hardly varied in few images (a plain ground) will not be as quiet for ever, and its noise would be
 * many sigma.
 *
 * Source: G. Smyth, "Linear models and empirical Bayes methods for assessing differential expression in microarray experiments", Statist. Appl. Genet. Mol. Biol. 3
 * (2004), section 6.2: mean and variance of the logarithms give scale and degrees of freedom.
 *
 * @param freedom degrees of freedom of each variance
 */
function priorOf(variances: Float64Array, freedom: number): Prior {
  const logarithms = variances
    .filter((variance) => variance > 0)
    .map((variance) => Math.log(variance) - digamma(freedom / 2) + Math.log(freedom / 2));
  if (logarithms.length < 2) return { variance: 0, freedom: 0 };
  const mean = logarithms.reduce((sum, value) => sum + value, 0) / logarithms.length;
  const spread = logarithms.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (logarithms.length - 1);
  const excess = spread - trigamma(freedom / 2);
  if (!(excess > 0)) return { variance: Math.exp(mean), freedom: Infinity };
  const priorFreedom = 2 * inverseTrigamma(excess);
  return {
    variance: Math.exp(mean + digamma(priorFreedom / 2) - Math.log(priorFreedom / 2)),
    freedom: priorFreedom,
  };
}

function moderated(variance: number, freedom: number, prior: Prior): number {
  if (prior.freedom === Infinity) return prior.variance;
  return (prior.freedom * prior.variance + freedom * variance) / (prior.freedom + freedom);
}

function at(values: Float64Array, index: number): number {
  return values[index] as number;
}
