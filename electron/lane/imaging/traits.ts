import { type ImageMeasures, type ImageTraits, ignoredRuns, type SquareMask } from '../../../shared/domain/index.ts';
import { jpegQuality, recognise, walkBuffer } from '../../formats/index.ts';
import { luminance, type RgbPixels } from './decode.ts';
import type { ImageBytes } from './imageFile.ts';
import type { OpenImage } from './openImage.ts';

/** Means of a ninth of the pixels are those of all, and cost a ninth. */
const STEP = 3;
/** Darker pictures are noise; their rim is compared with this. */
const DARKEST = 4;
/** The share of each side that is its rim. */
const RIM = 0.02;
/** Beyond these levels a sensor, or what scaled its image, has nothing more to say. */
const BLACK = 1;
const WHITE = 254;

/**
 * What an image is like, as its file was opened and as its pixels were scaled for a recipe.
 *
 * @param mask what of the pixels is not measured
 */
export function traitsOf(
  { bytes }: ImageBytes,
  { wideSpace }: OpenImage,
  pixels: RgbPixels,
  mask: SquareMask | null = null,
): ImageTraits {
  const found = recognise(bytes);
  const kind = found.kind === 'judged' ? found.format.kind : found.kind;
  return {
    kind,
    bits: wideSpace === null ? 8 : 16,
    jpegQuality: kind === 'jpeg' ? walkBuffer(jpegQuality(bytes.length), bytes) : null,
    measures: measured(pixels, mask === null ? null : measurable(pixels, mask)),
  };
}

/** 1 where a pixel and its neighbours to the right and below are looked at; null where that leaves nothing, and all counts. */
function measurable({ widthPx, heightPx }: RgbPixels, mask: SquareMask): Uint8Array | null {
  const places = new Uint8Array(widthPx * heightPx).fill(1);
  for (const [first, end] of ignoredRuns(mask)) {
    places.fill(0, Math.max(0, first - 1), end);
    places.fill(0, Math.max(0, first - widthPx), Math.max(0, end - widthPx));
  }
  for (let y = 0; y < heightPx - 1; y += STEP) {
    for (let x = 0; x < widthPx - 1; x += STEP) if (places[y * widthPx + x] === 1) return places;
  }
  return null;
}

/**
 * @param pixels at least 3 x 3
 * @param places 1 where a pixel counts; all where it is null
 */
function measured({ widthPx, heightPx, values }: RgbPixels, places: Uint8Array | null): ImageMeasures {
  const rimPx = Math.ceil(Math.min(widthPx, heightPx) * RIM);
  const rowBytes = widthPx * 3;
  let [red, green, blue, spread, difference, count] = [0, 0, 0, 0, 0, 0];
  let [squares, black, white] = [0, 0, 0];
  let [rim, rimCount] = [0, 0];
  let [acrossX, acrossY] = [0, 0];
  for (let y = 0; y < heightPx - 1; y += STEP) {
    const isRimRow = y < rimPx || y >= heightPx - rimPx;
    for (let x = 0; x < widthPx - 1; x += STEP) {
      if (places !== null && places[y * widthPx + x] === 0) continue;
      const index = y * rowBytes + x * 3;
      const r = values[index] ?? 0;
      const g = values[index + 1] ?? 0;
      const b = values[index + 2] ?? 0;
      red += r;
      green += g;
      blue += b;
      const most = Math.max(r, g, b);
      spread += most - Math.min(r, g, b);
      const light = luminance(r, g, b);
      squares += light * light;
      if (most <= BLACK) black += 1;
      if (most >= WHITE) white += 1;
      // Green alone stands for all: it is most of what is seen as bright.
      const change = Math.abs((values[index + 4] ?? 0) - g) + Math.abs((values[index + rowBytes + 1] ?? 0) - g);
      difference += change;
      acrossX += change * x;
      acrossY += change * y;
      count += 1;
      if (isRimRow || x < rimPx || x >= widthPx - rimPx) {
        rim += light;
        rimCount += 1;
      }
    }
  }
  const brightness = luminance(red, green, blue) / count;
  return {
    brightness,
    // A rim that is not looked at is as bright as the rest.
    rimBrightness: rimCount === 0 ? 100 : (100 * rim) / rimCount / Math.max(brightness, DARKEST),
    redLessBlue: (red - blue) / count,
    redLessGreen: (red - green) / count,
    colourfulness: spread / count,
    contrast: Math.sqrt(Math.max(0, squares / count - brightness ** 2)),
    black: (100 * black) / count,
    white: (100 * white) / count,
    sharpness: difference / (2 * count),
    positionX: difference === 0 ? 50 : (100 * acrossX) / difference / widthPx,
    positionY: difference === 0 ? 50 : (100 * acrossY) / difference / heightPx,
  };
}
