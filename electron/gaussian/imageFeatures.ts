import { SigmalineError } from '../../shared/domain/errors.ts';
import type { Samples } from './matrix.ts';
import type { FeatureMap } from './scoreModel.ts';

/** What the backbone gave for one image: the levels of the three parts of a score model (the same map may stand in several places). */
export interface ImageFeatures {
  readonly part: FeatureMap;
  readonly patch: FeatureMap;
  /** The finest level that is used. */
  readonly map: FeatureMap;
  /** `map` has no features of its own: it is drawn, and does not count. */
  readonly mapIsDrawnOnly?: boolean;
  /** The levels between `map` and `patch`, the finest first; none by default. */
  readonly between?: readonly FeatureMap[];
  /** Levels whose part distances are compared; of no use for the score. Each may be `pooledMap` of itself. */
  readonly levels?: readonly FeatureMap[];
}

/** The finer levels: `map`, where that is another level than `patch`, and those between them. They are part of the score unless `mapIsDrawnOnly`. */
export function fineLevels({ patch, map, between = [] }: ImageFeatures): readonly FeatureMap[] {
  return map.level === patch.level ? [] : [map, ...between];
}

/**
 * The levels of the part distance: all that the score uses. A part level of one place is itself made of means of the others and stands alone.
 */
export function partLevels(features: ImageFeatures): readonly FeatureMap[] {
  const { part, patch } = features;
  const { height, width } = part.kept ?? part;
  if (height * width === 1) return [part];
  const levels = [...(features.mapIsDrawnOnly === true ? [] : fineLevels(features)), patch, part];
  return levels.filter(({ level }, index) => levels.findIndex((other) => other.level === level) === index);
}

/** How many grid positions a level has. */
export function positionsOf(map: FeatureMap): number {
  return map.height * map.width;
}

/** A level without the places that a mask ignores: nothing is fitted there, and no mean takes them in. */
export function keepPlaces(map: FeatureMap, places: readonly number[]): FeatureMap {
  const { channels, height, width, values } = map;
  const all = height * width;
  if (places.length === all) return map;
  const kept = new Float32Array(channels * places.length);
  for (let channel = 0; channel < channels; channel += 1) {
    for (const [index, place] of places.entries()) {
      kept[channel * places.length + index] = values[channel * all + place] as number;
    }
  }
  return { ...map, height: 1, width: places.length, values: kept, kept: { height, width, places } };
}

/** Global average pool: the mean of every channel over the grid. */
export function pooled(map: FeatureMap): Float64Array {
  const positions = positionsOf(map);
  return Float64Array.from({ length: map.channels }, (_, channel) => {
    let sum = 0;
    for (let position = 0; position < positions; position += 1) {
      sum += map.values[channel * positions + position] as number;
    }
    return sum / positions;
  });
}

/** All that a part distance needs of a level, as a map of one place: early levels are too large to be kept of every image. */
export function pooledMap(map: FeatureMap): FeatureMap {
  const { level, channels, kept } = map;
  return { level, channels, height: 1, width: 1, ...(kept && { kept }), values: Float32Array.from(pooled(map)) };
}

/** The pooled vectors of one level of n images. */
export function pooledSamples(maps: readonly FeatureMap[]): Samples {
  const features = maps[0]?.channels ?? 0;
  const values = new Float64Array(maps.length * features);
  for (const [row, map] of maps.entries()) values.set(pooled(map), row * features);
  return { count: maps.length, features, values };
}

/** The vectors of one level of n images at one grid position. */
export function samplesAt(maps: readonly FeatureMap[], position: number): Samples {
  const features = maps[0]?.channels ?? 0;
  const values = new Float64Array(maps.length * features);
  for (const [row, map] of maps.entries()) {
    const positions = positionsOf(map);
    for (let channel = 0; channel < features; channel += 1) {
      values[row * features + channel] = map.values[channel * positions + position] as number;
    }
  }
  return { count: maps.length, features, values };
}

/** The vectors of one image at all grid positions: positions x channels. */
export function vectorsOf(map: FeatureMap): Float64Array {
  const positions = positionsOf(map);
  const vectors = new Float64Array(positions * map.channels);
  for (let channel = 0; channel < map.channels; channel += 1) {
    for (let position = 0; position < positions; position += 1) {
      vectors[position * map.channels + channel] = map.values[channel * positions + position] as number;
    }
  }
  return vectors;
}

/** A spread cannot be told from fewer; two images always lie symmetrically about their mean. */
const FEWEST_IMAGES = 3;

/**
 * Refuses feature maps of one level from which nothing can be fitted. A channel that is constant in all images is accepted (a grey camera
 * has no colour): shrinkage gives it a variance, so that a later deviation counts.
 *
 * @throws calibration.degenerate where fewer than three images are given, a value is not finite or the shapes differ; the image is named
 * @throws calibration.identical-images where all maps hold the same values
 */
export function checkFeatureMaps(maps: readonly FeatureMap[]): void {
  const [first] = maps;
  if (first === undefined || maps.length < FEWEST_IMAGES) {
    throw degenerate(`a spread cannot be told from ${maps.length} good images; at least ${FEWEST_IMAGES} are needed`);
  }
  for (const [index, map] of maps.entries()) checkFeatureMap(map, first, index);
  if (maps.every((map) => holdsTheSame(map, first))) {
    throw new SigmalineError('calibration.identical-images', { count: maps.length });
  }
}

function checkFeatureMap(map: FeatureMap, first: FeatureMap, index: number): void {
  const place = `good image ${index + 1}, level ${map.level}`;
  const positions = positionsOf(map);
  const sameShape = (['level', 'channels', 'height', 'width'] as const).every((key) => map[key] === first[key]);
  if (!sameShape || map.values.length !== map.channels * positions) {
    throw degenerate(`${place}: its features have another shape than those of the first image`);
  }
  for (let i = 0; i < map.values.length; i += 1) {
    if (Number.isFinite(map.values[i])) continue;
    throw degenerate(`${place}: channel ${Math.floor(i / positions)} has a value that is no finite number`);
  }
}

function holdsTheSame(map: FeatureMap, other: FeatureMap): boolean {
  for (let i = 0; i < map.values.length; i += 1) if (map.values[i] !== other.values[i]) return false;
  return true;
}

/** No Gaussian can be fitted, for the reason that is named. */
export function degenerate(reason: string): SigmalineError {
  return new SigmalineError('calibration.degenerate', { reason });
}

/** The mean over all images, channels x positions; taken from the first image on, so that a constant value is centred to exact zero. */
export function meanPlanes(maps: readonly FeatureMap[], first: FeatureMap): Float64Array {
  const offsets = new Float64Array(first.values.length);
  for (const { values } of maps) {
    for (let i = 0; i < offsets.length; i += 1) {
      offsets[i] = (offsets[i] as number) + ((values[i] as number) - (first.values[i] as number));
    }
  }
  return offsets.map((offset, i) => (first.values[i] as number) + offset / maps.length);
}

/** One image less the mean, channels x positions. */
export function centredPlanes(map: FeatureMap, mean: Float64Array): Float64Array {
  const planes = new Float64Array(mean.length);
  for (let i = 0; i < planes.length; i += 1) planes[i] = (map.values[i] as number) - (mean[i] as number);
  return planes;
}

/** Adds the values to those of `target`, in place. */
export function addTo(target: Float64Array, values: Float64Array): void {
  for (let i = 0; i < target.length; i += 1) target[i] = (target[i] as number) + (values[i] as number);
}
