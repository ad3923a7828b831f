import { luminance } from '../../../shared/domain/index.ts';

/** RGB, 8 bits, row by row. */
export interface Pixels {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly values: Uint8Array;
}

/** Brightness, row by row. */
export interface GreyImage {
  readonly widthPx: number;
  readonly heightPx: number;
  /** 0 (black) to 255 (white). */
  readonly values: Float32Array;
}

/** Sides of the levels on which a part is looked for: its place is found on the coarsest, and made exact on the others. */
export const LEVEL_SIDES_PX = [32, 64, 128] as const;

/**
 * An image on all levels, the coarsest first: each pixel is the mean of what it covers. The longest side has `LEVEL_SIDES_PX`, and pixels are square, so that
 * turning is turning; rows or columns that begin beyond the shorter side are as its edge.
 *
 * @param pixels may be squashed
 * @param proportion width / height of the image as it was taken
 */
export function greyPyramid(pixels: Pixels, proportion: number): readonly GreyImage[] {
  const [coarsest, middle, finest] = LEVEL_SIDES_PX;
  const level = areaMeans(pixels, proportion, finest);
  const half = halved(level, middle / finest);
  return [halved(half, coarsest / middle), half, level];
}

interface Covered {
  /** The first pixel that a mean covers, and the shares of it and those after it. */
  readonly first: number;
  readonly shares: Float32Array;
}

/**
 * @param step pixels that each mean covers
 * @param to how many means
 */
function coverage(from: number, step: number, to: number): readonly Covered[] {
  return Array.from({ length: to }, (_, place) => {
    const [begin, end] = [Math.min(from - step, place * step), Math.min(from, (place + 1) * step)];
    const first = Math.min(from - 1, Math.max(0, Math.floor(begin + ROUNDING)));
    const last = Math.min(from, Math.max(first + 1, Math.ceil(end - ROUNDING)));
    const shares = Float32Array.from({ length: last - first }, (_none, index) => {
      const pixel = first + index;
      return (Math.min(end, pixel + 1) - Math.max(begin, pixel)) / (end - begin);
    });
    return { first, shares };
  });
}

/** Of the sides in halves of halves: each level is to be half of the next finer one. */
const COARSEST_PER_FINEST = LEVEL_SIDES_PX[2] / LEVEL_SIDES_PX[0];
const ROUNDING = 1e-9;

function areaMeans({ widthPx, heightPx, values }: Pixels, proportion: number, sidePx: number): GreyImage {
  // Of the longest side.
  const [acrossShare, downShare] = [Math.min(1, proportion), Math.min(1, 1 / proportion)];
  const [stepX, stepY] = [widthPx / (sidePx * acrossShare), heightPx / (sidePx * downShare)];
  const whole = (share: number): number =>
    Math.ceil((sidePx * share) / COARSEST_PER_FINEST - ROUNDING) * COARSEST_PER_FINEST;
  const to = { widthPx: whole(acrossShare), heightPx: whole(downShare) };
  const columns = coverage(widthPx, stepX, to.widthPx);
  const rows = coverage(heightPx, stepY, to.heightPx);
  const result = new Float32Array(to.widthPx * to.heightPx);
  const row = new Float32Array(widthPx);
  for (const [y, { first, shares }] of rows.entries()) {
    row.fill(0);
    for (let index = 0; index < shares.length; index += 1) {
      const share = shares[index] as number;
      let place = (first + index) * widthPx * 3;
      for (let x = 0; x < widthPx; x += 1, place += 3) {
        const grey = luminance(values[place] as number, values[place + 1] as number, values[place + 2] as number);
        row[x] = (row[x] as number) + share * grey;
      }
    }
    for (let x = 0; x < to.widthPx; x += 1) {
      const covered = columns[x] as Covered;
      let sum = 0;
      for (let index = 0; index < covered.shares.length; index += 1) {
        sum += (covered.shares[index] as number) * (row[covered.first + index] as number);
      }
      result[y * to.widthPx + x] = sum;
    }
  }
  return { ...to, values: result };
}

function halved({ widthPx, heightPx, values }: GreyImage, factor: number): GreyImage {
  const to = { widthPx: widthPx * factor, heightPx: heightPx * factor };
  const result = new Float32Array(to.widthPx * to.heightPx);
  for (let y = 0; y < to.heightPx; y += 1) {
    for (let x = 0; x < to.widthPx; x += 1) {
      const place = 2 * y * widthPx + 2 * x;
      const upper = (values[place] as number) + (values[place + 1] as number);
      const lower = (values[place + widthPx] as number) + (values[place + widthPx + 1] as number);
      result[y * to.widthPx + x] = (upper + lower) / 4;
    }
  }
  return { ...to, values: result };
}
