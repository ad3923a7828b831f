import type { InspectionResult } from '../../shared/processes/lane.ts';
import { PIXEL_SIDE } from './pixelFigures.ts';
import { type ScoreName, type ScoresOfImage, scoreNamed } from './scores.ts';

/** By how much a mask is widened, as a share of the image's longer side: a place that is next to a defect shows it as well. */
const WIDENED_SHARE = 0.03;

type JudgedPlace = Pick<InspectionResult, 'imageWidthPx' | 'imageHeightPx' | 'mapMaximumX' | 'mapMaximumY'>;

/** A defective image whose defect is known, with whether the highest place of its anomaly map lies there. */
export interface PointedImage {
  readonly scores: ScoresOfImage;
  readonly isOnDefect: boolean;
}

/**
 * Whether the middle of the highest place lies on the mask, or so near to it that it lies on the widened one. Distances are measured in the image as it was
 * before it was squashed.
 *
 * @param mask PIXEL_SIDE * PIXEL_SIDE, row-major, not 0 where the part is defective
 */
export function isOnDefect(place: JudgedPlace, mask: ArrayLike<number>): boolean {
  const { imageWidthPx, imageHeightPx, mapMaximumX, mapMaximumY } = place;
  const reachPx = WIDENED_SHARE * Math.max(imageWidthPx, imageHeightPx);
  for (let index = 0; index < mask.length; index += 1) {
    if (!mask[index]) continue;
    const right = distancePx(mapMaximumX, index % PIXEL_SIDE, imageWidthPx);
    const down = distancePx(mapMaximumY, Math.floor(index / PIXEL_SIDE), imageHeightPx);
    if (Math.hypot(right, down) <= reachPx) return true;
  }
  return false;
}

/** From a share of a side to the nearer edge of one of its PIXEL_SIDE places; 0 inside of it. */
function distancePx(share: number, place: number, sidePx: number): number {
  const from = share * PIXEL_SIDE - place;
  return (Math.max(-from, from - 1, 0) * sidePx) / PIXEL_SIDE;
}

/**
 * The pointing game: the share of failed images whose highest place lies on the defect, in percent.
 * Source: J. Zhang et al., "Top-down neural attention by excitation backprop", IJCV 126 (2018).
 *
 * @returns null where no image with a known defect failed
 */
export function pointingPercent(images: readonly PointedImage[], score: ScoreName, limit: number): number | null {
  const failed = images.filter(({ scores }) => scoreNamed(score, scores) > limit);
  if (failed.length === 0) return null;
  return (failed.filter(({ isOnDefect: isHit }) => isHit).length / failed.length) * 100;
}
