import {
  type EdgeImage,
  GATED_MEASURES,
  type GoodTraits,
  goodRange,
  type SizedTraits,
} from '../../../shared/domain/index.ts';
import type { GoodImages } from './goodImages.ts';

export interface Edges {
  readonly listed: readonly EdgeImage[];
  /** Which of the good images each of them is. */
  readonly indices: readonly number[];
}

/**
 * The good images with the lowest and the highest value of each measure that a gate looks at, as far as it is bounded there and they differ in it at all.
 *
 * @param traits of every image, in their order
 * @param good what those of them that took part in the fit were
 */
export function edgesAmong({ images }: GoodImages, traits: readonly SizedTraits[], good: GoodTraits): Edges {
  const listed: EdgeImage[] = [];
  const indices: number[] = [];
  for (const measure of GATED_MEASURES) {
    const spread = good.measures[measure];
    const range = goodRange(good, measure);
    if (spread === undefined || range === null || spread.lowest === spread.highest) continue;
    for (const [side, bound] of [
      ['lowest', range.low],
      ['highest', range.high],
    ] as const) {
      const index = traits.findIndex(({ measures }) => measures[measure] === spread[side]);
      const image = images[index];
      if (bound === null || image === undefined) continue;
      listed.push({ measure, side, file: image.name, picture: `edge-${index + 1}.jpg` });
      indices.push(index);
    }
  }
  return { listed, indices };
}
