import { describe, expect, it } from 'vitest';
import { digamma, inverseTrigamma, trigamma } from '../../shared/domain/specialFunctions.ts';
import { looksOf } from './looks.ts';
import { meanAndDeviation } from './moments.ts';
import { standardisePlaces } from './placeValues.ts';
import { randomFrom } from './random.fixture.ts';

const PLACES = 400;

/** Distances of images at places; each place has a spread of its own. */
function distancesOf(images: number, seed = 7, spread: (place: number) => number = () => 1): Float64Array[] {
  const random = randomFrom(seed);
  return Array.from({ length: images }, () =>
    Float64Array.from({ length: PLACES }, (_, place) => 10 + spread(place) * random.normal()),
  );
}

const alone = (count: number) => Array.from({ length: count }, (_, image) => [image]);

describe('distances in sigma of their place', () => {
  it('measure each image by the others, as leaving it out does', () => {
    const distances = distancesOf(12, 3, (place) => 1 + place / PLACES);
    const { heldOut } = standardisePlaces(distances, alone(12));
    const others = standardisePlaces(distances.toSpliced(5, 1), alone(11));
    for (const place of [0, 17, 399]) {
      const expected = (distances[5]![place]! - others.means[place]!) / others.deviations[place]!;
      // The prior of all places is held fixed.
      expect(heldOut[5]![place]! / expected).toBeCloseTo(1, 1);
    }
  });

  it('are those of one look where each look has a mean of its own', () => {
    const distances = distancesOf(24);
    const looks = looksOf(distances.map((_, image) => image % 2));
    const moved = distances.map((values, image) => values.map((value) => value + 100 * (image % 2)));
    const places = standardisePlaces(moved, alone(24), looks);
    const apart = [0, 1].map((look) =>
      standardisePlaces(
        moved.filter((_, image) => image % 2 === look),
        alone(12),
      ),
    );
    expect(places.lookMeans).toEqual(apart.map(({ means }) => means));
    const heldOut = places.heldOut.flatMap((values) => [...values]);
    expect(Math.abs(meanAndDeviation(heldOut).mean)).toBeLessThan(0.05);
    expect(meanAndDeviation(heldOut).deviation).toBeCloseTo(1, 0);
  });

  it('leave out the images of a part together', () => {
    const distances = distancesOf(12);
    const twins = distances.flatMap((values) => [values, values.slice()]);
    const together = standardisePlaces(
      twins,
      alone(12).map(([part]) => [2 * part!, 2 * part! + 1]),
    );
    const single = standardisePlaces(twins, alone(24));
    const spread = ({ heldOut }: typeof single) => meanAndDeviation(heldOut.flatMap((values) => [...values])).deviation;
    expect(spread(together)).toBeGreaterThan(1.03 * spread(single));
  });

  it('of held-out images have highest places like those of fresh images; those of seen images are too low', () => {
    const heights = (values: readonly Float64Array[]) =>
      meanAndDeviation(values.map((sigmas) => Math.max(...sigmas))).mean;
    const all = distancesOf(440, 11);
    const { means, deviations, heldOut } = standardisePlaces(all.slice(0, 40), alone(40));
    const inSigma = (values: Float64Array) =>
      values.map((value, place) => (value - means[place]!) / deviations[place]!);
    const fresh = heights(all.slice(40).map(inSigma));
    expect(Math.abs(heights(heldOut) - fresh)).toBeLessThan(0.12);
    expect(heights(all.slice(0, 40).map(inSigma))).toBeLessThan(fresh - 0.05);
  });

  it('draw the variance of a place towards those of all, the more the fewer images there are', () => {
    const quiet = (place: number) => (place % 10 === 0 ? 0.1 : 1);
    const of = (images: number) => standardisePlaces(distancesOf(images, 5, quiet), alone(images)).deviations[0]!;
    expect(of(5)).toBeGreaterThan(of(200));
    expect(of(200)).toBeCloseTo(0.1, 1);
    const alike = standardisePlaces(distancesOf(8), alone(8));
    expect(Math.max(...alike.deviations) / Math.min(...alike.deviations)).toBeLessThan(1.3);
  });

  it('stay finite where some places never vary', () => {
    const distances = distancesOf(10, 9, (place) => (place < 40 ? 0 : 1));
    const { heldOut } = standardisePlaces(distances, alone(10));
    expect(heldOut.every((values) => values.every(Number.isFinite))).toBe(true);
  });
});

describe('digamma and trigamma', () => {
  it('have their known values', () => {
    expect(digamma(1)).toBeCloseTo(-0.5772156649015329, 11);
    expect(digamma(0.5)).toBeCloseTo(-1.9635100260214235, 12);
    expect(trigamma(1)).toBeCloseTo(Math.PI ** 2 / 6, 12);
    expect(trigamma(0.5)).toBeCloseTo(Math.PI ** 2 / 2, 12);
  });

  it.each([0.3, 1, 7.5, 300])('%d comes back from its trigamma', (x) => {
    expect(inverseTrigamma(trigamma(x)) / x).toBeCloseTo(1, 9);
  });
});
