/** How an image is moved a little, about its middle. */
export interface Nudge {
  readonly degrees: number;
  /** Shares of the side. */
  readonly right: number;
  readonly down: number;
  /** 1 leaves the size, or the light, as it is. */
  readonly size: number;
  readonly light: number;
}

const CHANNELS = 3;

/**
 * A square image turned clockwise by quarter turns, pixel by pixel.
 *
 * @param pixels RGB of sidePx x sidePx, row by row
 */
export function turned(pixels: Uint8Array, sidePx: number, quarterTurns: number): Uint8Array {
  const last = sidePx - 1;
  const sourceOf = [
    (x: number, y: number) => y * sidePx + x,
    (x: number, y: number) => (last - x) * sidePx + y,
    (x: number, y: number) => (last - y) * sidePx + (last - x),
    (x: number, y: number) => x * sidePx + (last - y),
  ][quarterTurns % 4] as (x: number, y: number) => number;
  const result = new Uint8Array(pixels.length);
  for (let y = 0; y < sidePx; y += 1) {
    for (let x = 0; x < sidePx; x += 1) {
      const [source, target] = [sourceOf(x, y) * CHANNELS, (y * sidePx + x) * CHANNELS];
      for (let channel = 0; channel < CHANNELS; channel += 1) {
        result[target + channel] = pixels[source + channel] as number;
      }
    }
  }
  return result;
}

/**
 * A square image moved a little, between its pixels bilinearly; what was outside is as the nearest edge.
 *
 * @param pixels RGB of sidePx x sidePx, row by row
 */
export function nudged(pixels: Uint8Array, sidePx: number, { degrees, right, down, size, light }: Nudge): Uint8Array {
  const middle = (sidePx - 1) / 2;
  const radians = (degrees * Math.PI) / 180;
  const [cosine, sine] = [Math.cos(radians) / size, Math.sin(radians) / size];
  const result = new Uint8ClampedArray(pixels.length);
  for (let y = 0; y < sidePx; y += 1) {
    const fromMiddleY = y - middle - down * sidePx;
    for (let x = 0; x < sidePx; x += 1) {
      const fromMiddleX = x - middle - right * sidePx;
      const sourceX = middle + fromMiddleX * cosine + fromMiddleY * sine;
      const sourceY = middle - fromMiddleX * sine + fromMiddleY * cosine;
      const [left, top] = [Math.floor(sourceX), Math.floor(sourceY)];
      const [shareX, shareY] = [sourceX - left, sourceY - top];
      const [x0, x1] = [inside(left, sidePx), inside(left + 1, sidePx)];
      const [row0, row1] = [inside(top, sidePx) * sidePx, inside(top + 1, sidePx) * sidePx];
      const target = (y * sidePx + x) * CHANNELS;
      for (let channel = 0; channel < CHANNELS; channel += 1) {
        const at = (place: number): number => pixels[place * CHANNELS + channel] as number;
        const upper = at(row0 + x0) * (1 - shareX) + at(row0 + x1) * shareX;
        const lower = at(row1 + x0) * (1 - shareX) + at(row1 + x1) * shareX;
        result[target + channel] = (upper * (1 - shareY) + lower * shareY) * light;
      }
    }
  }
  return new Uint8Array(result.buffer);
}

function inside(coordinate: number, sidePx: number): number {
  return Math.min(sidePx - 1, Math.max(0, coordinate));
}
