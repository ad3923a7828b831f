import type { Samples } from './matrix.ts';
import type { FeatureMap } from './scoreModel.ts';

/** What the backbone gave for one image: the levels of the three parts of a score model (the same map may stand in several places). */
export interface ImageFeatures {
  readonly part: FeatureMap;
  readonly patch: FeatureMap;
  readonly map: FeatureMap;
  /** Levels whose part distances are compared; of no use for the score. Each may be `pooledMap` of itself. */
  readonly levels?: readonly FeatureMap[];
}

/** How many grid positions a level has. */
export function positionsOf(map: FeatureMap): number {
  return map.height * map.width;
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
  const { level, channels } = map;
  return { level, channels, height: 1, width: 1, values: Float32Array.from(pooled(map)) };
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
