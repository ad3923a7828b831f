import { LIKENESS_SIDE } from '../../../shared/domain/index.ts';
import { luminance, type RgbPixels } from './decode.ts';

/** Levels are kept in steps of so many to one: whole levels are too coarse for pictures of little contrast. */
const STEPS = 256;

/**
 * The small grey picture by which an image is compared with others (`likenessFrom`): means of equal tiles, in 1/256 of a level, row by row.
 *
 * @param pixels at least LIKENESS_SIDE on each side
 */
export function greyTiles({ widthPx, heightPx, values }: RgbPixels): Uint16Array {
  const sums = new Float64Array(LIKENESS_SIDE ** 2);
  const counts = new Uint32Array(LIKENESS_SIDE ** 2);
  for (let y = 0; y < heightPx; y += 1) {
    const row = Math.floor((y * LIKENESS_SIDE) / heightPx) * LIKENESS_SIDE;
    for (let x = 0; x < widthPx; x += 1) {
      const tile = row + Math.floor((x * LIKENESS_SIDE) / widthPx);
      const place = (y * widthPx + x) * 3;
      sums[tile] =
        (sums[tile] as number) + luminance(values[place] ?? 0, values[place + 1] ?? 0, values[place + 2] ?? 0);
      counts[tile] = (counts[tile] as number) + 1;
    }
  }
  return Uint16Array.from(sums, (sum, tile) => Math.round((STEPS * sum) / Math.max(1, counts[tile] as number)));
}
