import { pooled, positionsOf, vectorsOf } from './imageFeatures.ts';
import type { FeatureMap, KeptPlaces, PatchGaussians, PlaceScale, ScoreModel, ScoringGaussian } from './scoreModel.ts';

/** What an anomaly map says of the part as a whole. */
export interface PartWhole {
  /** The maps of the part's levels, in the order of the model. */
  readonly maps: readonly FeatureMap[];
  /** The part distance in sigma. */
  readonly sigma: number;
}

export interface MapValues {
  readonly whole: PartWhole;
  /** The patch distances, and those of each finer level. */
  readonly patch: Float64Array;
  readonly fine: readonly Float64Array[];
  /** Of every component: see `sharesOf`. */
  readonly shares: readonly number[];
}

/** A grid of places. */
export interface Grid {
  readonly height: number;
  readonly width: number;
}

/** The grid of the anomaly map: that of the finest level. */
export function mapGrid({ patch, fine }: ScoreModel): Grid {
  const { kept, ...row } = (fine[0] ?? patch).gaussians;
  const { height, width } = kept ?? row;
  return { height, width };
}

/** 1 at the places of the map's grid that are looked at; null where all are. */
export function lookedAt({ patch, fine }: ScoreModel): Float64Array | null {
  const { kept } = (fine[0] ?? patch).gaussians;
  return kept === undefined ? null : onGrid(new Float64Array(kept.places.length).fill(1), kept);
}

/** The values of kept places on their whole grid, with nothing, 0, at the others. */
export function onGrid(values: Float64Array, { height, width, places }: KeptPlaces): Float64Array {
  const all = new Float64Array(height * width);
  for (const [index, place] of places.entries()) all[place] = values[index] as number;
  return all;
}

/**
 * The components whose shares each level of places (patch, finer ones) is drawn with. A finer level that is only drawn stands for the patch level; a level of none is not drawn.
 */
export function drawnComponents({ patch, fine }: ScoreModel): readonly (readonly number[])[] {
  let next = 1;
  const [ofPatch = [], ...ofFine] = [patch, ...fine].map(({ scores }) => scores.map(() => next++));
  const [finest] = ofFine;
  return finest?.length === 0 ? [[], ofPatch, ...ofFine.slice(1)] : [ofPatch, ...ofFine];
}

/**
 * The anomaly map in sigma: it shows what made the verdict. Each component has a map, and counts in it as much as it moves the score:
 * - a level of places: how far the distance of each place lies above its held-out mean, in sigma of all places;
 * - the part as a whole: how much each place adds to the part distance (`attributions`), so drawn that the highest place has the part's own sigma.
 *
 * A place that a mask ignores has 0 sigma, as ordinary as can be.
 *
 * @returns height * width of `mapGrid`, row-major
 */
export function anomalyMap(model: ScoreModel, { whole, patch, fine, shares }: MapValues): Float64Array {
  const grid = mapGrid(model);
  const levels = [
    { ...model.patch, distances: patch },
    ...model.fine.map((level, index) => ({ ...level, distances: fine[index] as Float64Array })),
  ];
  const drawn = [{ share: shares[0] as number, map: partMap(model, whole, grid) }];
  for (const [index, components] of drawnComponents(model).entries()) {
    if (components.length === 0) continue;
    const { gaussians, scale, distances } = levels[index] as (typeof levels)[number];
    const share = components.reduce((sum, component) => sum + (shares[component] as number), 0);
    drawn.push({ share, map: enlarged(beyondMean(distances, scale), gaussians, grid) });
  }
  const looked = lookedAt(model);
  return Float64Array.from({ length: grid.height * grid.width }, (_, place) =>
    looked?.[place] === 0 ? 0 : drawn.reduce((sum, { share, map }) => sum + share * (map[place] as number), 0),
  );
}

/** Distances above the mean of their place, in sigma of all places. */
export function beyondMean(distances: Float64Array, { means, deviation }: PlaceScale): Float64Array {
  return distances.map((distance, place) => (distance - (means[place] as number)) / deviation);
}

const SMALLEST = 1e-6;

function partMap(model: ScoreModel, { maps, sigma }: PartWhole, grid: Grid): Float64Array {
  const total = new Float64Array(grid.height * grid.width);
  for (const [index, { level, gaussian }] of model.part.levels.entries()) {
    const places = placesOf(model, level);
    const map = maps[index] as FeatureMap;
    if (places === undefined) continue;
    const added = enlarged(attributions(gaussian, places, map), places, grid);
    for (let place = 0; place < total.length; place += 1)
      total[place] = (total[place] as number) + (added[place] as number);
  }
  const looked = lookedAt(model);
  if (looked !== null) for (const [place, is] of looked.entries()) total[place] = is * (total[place] as number);
  const highest = total.reduce((most, value) => Math.max(most, value), SMALLEST);
  return total.map((value) => (Math.max(0, sigma) * value) / highest);
}

/** The Gaussians of the places of a level, if the score has them. */
export function placesOf({ patch, fine }: ScoreModel, level: number): PatchGaussians | undefined {
  return [patch, ...fine].find(({ gaussians }) => gaussians.level === level)?.gaussians;
}

/**
 * How much each place adds to the distance of the mean over all places. With c the centred mean and c_q the centred features of place q,
 * `c' Sigma^-1 c_q / distance`: linear, so that their mean is the distance itself.
 */
function attributions(gaussian: ScoringGaussian, { means, channels }: PatchGaussians, map: FeatureMap): Float64Array {
  const centredMean = pooled(map).map((value, i) => value - (gaussian.mean[i] as number));
  const precise = precisionTimes(gaussian, centredMean);
  const squared = precise.reduce((sum, value, i) => sum + value * (centredMean[i] as number), 0);
  const distance = Math.sqrt(Math.max(SMALLEST, squared));
  const vectors = vectorsOf(map);
  return Float64Array.from({ length: positionsOf(map) }, (_, place) => {
    let sum = 0;
    for (let i = 0; i < channels; i += 1) {
      const centred = (vectors[place * channels + i] as number) - (means[place * channels + i] as number);
      sum += (precise[i] as number) * centred;
    }
    return sum / distance;
  });
}

/** Sigma^-1 c */
function precisionTimes(gaussian: ScoringGaussian, centred: Float64Array): Float64Array {
  const size = centred.length;
  const result = new Float64Array(size);
  if (gaussian.form === 'dense') {
    for (let row = 0; row < size; row += 1) {
      const start = row * size;
      let along = 0;
      for (let k = 0; k < size; k += 1) along += (gaussian.whitening[start + k] as number) * (centred[k] as number);
      for (let k = 0; k < size; k += 1)
        result[k] = (result[k] as number) + along * (gaussian.whitening[start + k] as number);
    }
    return result;
  }
  const rest = centred.slice();
  for (const [index, weight] of gaussian.weights.entries()) {
    const direction = gaussian.directions.subarray(index * size, (index + 1) * size);
    const along = direction.reduce((sum, value, k) => sum + value * (centred[k] as number), 0);
    for (let k = 0; k < size; k += 1) {
      rest[k] = (rest[k] as number) - along * (direction[k] as number);
      result[k] = (result[k] as number) + (gaussian.residualPrecision - weight) * along * (direction[k] as number);
    }
  }
  return result.map((value, k) => value + gaussian.residualPrecision * (rest[k] as number));
}

/**
 * Values between grid positions, linear from the middles of the places, the outermost going on to the edge.
 *
 * @returns the matrix (to x from, row-major) that makes `to` values of `from` along one side
 */
export function enlargement(from: number, to: number): Float64Array {
  const matrix = new Float64Array(to * from);
  for (let row = 0; row < to; row += 1) {
    const position = Math.min(from - 1, Math.max(0, ((row + 0.5) * from) / to - 0.5));
    const lower = Math.floor(position);
    const upper = Math.min(from - 1, lower + 1);
    matrix[row * from + lower] = (matrix[row * from + lower] as number) + 1 - (position - lower);
    matrix[row * from + upper] = (matrix[row * from + upper] as number) + (position - lower);
  }
  return matrix;
}

function enlarged(held: Float64Array, level: Grid & { readonly kept?: KeptPlaces }, to: Grid): Float64Array {
  const values = level.kept === undefined ? held : onGrid(held, level.kept);
  const from = level.kept ?? level;
  if (from.height === to.height && from.width === to.width) return values;
  const [rows, columns] = [enlargement(from.height, to.height), enlargement(from.width, to.width)];
  return Float64Array.from({ length: to.height * to.width }, (_, place) => {
    const [y, x] = [Math.floor(place / to.width), place % to.width];
    let sum = 0;
    for (let row = 0; row < from.height; row += 1) {
      const share = rows[y * from.height + row] as number;
      if (share === 0) continue;
      for (let column = 0; column < from.width; column += 1) {
        sum += share * (columns[x * from.width + column] as number) * (values[row * from.width + column] as number);
      }
    }
    return sum;
  });
}
