import type { FeatureMap } from './scoreModel.ts';

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
