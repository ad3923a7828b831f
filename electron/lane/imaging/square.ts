/** What a network sees of an image: a recipe's square, the same on the line and in a calibration. */
import {
  type ImageScaling,
  ignoredRuns,
  type PartReference,
  type Placement,
  type RecipeVersion,
  type Region,
  type SquareMask,
} from '../../../shared/domain/index.ts';
import { alignedSquare, sizeForAligning } from '../aligning/index.ts';
import { decodeScaled, type PixelBox, type RgbPixels, WIDEST_SAMPLE } from './decode.ts';
import type { OpenImage } from './openImage.ts';

/** What a recipe looks at in its images, and how it gets it. Plain data: it travels to the threads that decode. */
export interface SquareView {
  readonly sizePx: number;
  /** What 16-bit samples are divided by. */
  readonly sampleMaximum: number;
  readonly scaling: ImageScaling;
  /** Null for the whole image. */
  readonly region: Region | null;
  /** By what the part is found in the image; null where it always lies in the same place. */
  readonly reference: PartReference | null;
  readonly mask: SquareMask | null;
}

/** The pixels of a square before anything of it is ignored, and where it lies in its image: null where it is all of it. */
export interface Square {
  readonly pixels: RgbPixels;
  readonly placement: Placement | null;
}

export function viewOf({
  preprocessing: { sizePx, sampleMaximum = WIDEST_SAMPLE, scaling },
  area,
  partReference,
  mask,
}: Pick<RecipeVersion, 'preprocessing' | 'area' | 'partReference' | 'mask'>): SquareView {
  const [region, reference] = [area?.region ?? null, partReference ?? null];
  return { sizePx, sampleMaximum, scaling, region, reference, mask: mask ?? null };
}

/**
 * Brings what a recipe looks at to the square of its network.
 *
 * @throws SigmalineError image.corrupt, image.unsupported, position.not-found
 */
export async function squareOf(image: OpenImage, view: Omit<SquareView, 'mask'>): Promise<Square> {
  const { sizePx, sampleMaximum, scaling, region, reference } = view;
  if (reference !== null) {
    const decoded = { ...sizeForAligning(image, reference.turns, view), sampleMaximum, scaling };
    const pixels = await decodeScaled(image, decoded);
    return alignedSquare({ file: image.path, size: image, pixels }, reference, view);
  }
  const size = { widthPx: sizePx, heightPx: sizePx, sampleMaximum, scaling };
  if (region === null) return { pixels: await decodeScaled(image, size), placement: null };
  const box = boxOf(region, image);
  const { widthPx: width, heightPx: height } = image;
  return {
    pixels: await decodeScaled(image, { ...size, box }),
    // Of whole pixels, as it was cut.
    placement: [box.width / width, 0, 0, box.height / height, box.left / width, box.top / height],
  };
}

/** The nearest whole pixels, one at least. */
function boxOf({ x, y, width, height }: Region, { widthPx, heightPx }: OpenImage): PixelBox {
  const [left, right] = edges(x, x + width, widthPx);
  const [top, bottom] = edges(y, y + height, heightPx);
  return { left, top, width: right - left, height: bottom - top };
}

function edges(from: number, to: number, sizePx: number): readonly [number, number] {
  const first = Math.min(sizePx - 1, Math.max(0, Math.round(from * sizePx)));
  return [first, Math.min(sizePx, Math.max(first + 1, Math.round(to * sizePx)))];
}

/**
 * Gives all ignored pixels their one colour, in place: whatever lies there, no network and no measure sees anything of it.
 *
 * @param values RGB, row by row
 * @returns `values`
 */
export function ignoreMasked<Values extends Uint8Array>(values: Values, mask: SquareMask | null): Values {
  if (mask === null) return values;
  for (const [first, end] of ignoredRuns(mask)) {
    for (let place = 3 * first; place < 3 * end; place += 3) values.set(mask.fill, place);
  }
  return values;
}
