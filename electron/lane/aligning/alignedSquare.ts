import { type PartReference, type Placement, type Region, SigmalineError } from '../../../shared/domain/index.ts';
import { type DirectionField, directionField } from './directionField.ts';
import { findPart, type Pose } from './findPart.ts';
import { greyPyramid, type Pixels } from './greyPyramid.ts';
import { percent } from './learnReference.ts';
import { type PartShape, shapeOf } from './partShape.ts';
import { samplePlaced } from './samplePlaced.ts';

export interface Size {
  readonly widthPx: number;
  readonly heightPx: number;
}

/** What of an image the network gets. */
export interface SquareRequest {
  /** On the image by which all others are aligned; null for all of it. */
  readonly region: Region | null;
  readonly sizePx: number;
}

/** An image as it was decoded for being aligned: `sizeForAligning` says how large. */
export interface AlignedImage {
  readonly file: string;
  /** As it was taken. */
  readonly size: Size;
  readonly pixels: Pixels;
}

export interface AlignedSquare {
  /** sizePx x sizePx. */
  readonly pixels: Pixels;
  readonly placement: Placement;
}

/**
 * Finds the part in an image and brings it to its place. Equal pixels give equal results.
 *
 * @throws SigmalineError position.not-found
 */
export function alignedSquare(
  { file, size, pixels }: AlignedImage,
  reference: PartReference,
  { region, sizePx }: SquareRequest,
): AlignedSquare {
  const proportion = size.widthPx / size.heightPx;
  const { pose, likeness } = findPart(rememberedShape(reference), directionFields(pixels, proportion));
  const { least } = reference.likeness;
  if (likeness < least) {
    throw new SigmalineError('position.not-found', { file, likeness: percent(likeness), least: percent(least) });
  }
  const placement = placementAt(pose, region ?? WHOLE, reference, proportion);
  return { placement, pixels: samplePlaced(pixels, placement, sizePx) };
}

const WHOLE: Region = { x: 0, y: 0, width: 1, height: 1 };

/** Directions of an image on all levels, the coarsest first. */
export function directionFields(pixels: Pixels, proportion: number): readonly DirectionField[] {
  return greyPyramid(pixels, proportion).map(directionField);
}

/**
 * How large an image is decoded, all of it, so that cubic interpolation alone makes its square. What is only shifted is squashed before, as without a shift;
 * what turns keeps its proportion, and is never enlarged before it is turned.
 */
export function sizeForAligning({ widthPx, heightPx }: Size, turns: boolean, { region, sizePx }: SquareRequest): Size {
  const { width, height } = region ?? WHOLE;
  // Sharpness that an image does not have is no reason for more pixels.
  if (!turns) {
    return {
      widthPx: Math.min(widthPx, Math.round(sizePx / width)),
      heightPx: Math.min(heightPx, Math.round(sizePx / height)),
    };
  }
  const factor = Math.min(1, sizePx / Math.sqrt(width * widthPx * height * heightPx));
  const scaled = (side: number): number => Math.max(1, Math.round(side * factor));
  return { widthPx: scaled(widthPx), heightPx: scaled(heightPx) };
}

/** Making a shape ready takes longer than finding it. */
const MOST_REMEMBERED = 4;
const remembered = new Map<string, PartShape>();

function rememberedShape(reference: PartReference): PartShape {
  const key = JSON.stringify(reference);
  const shape = remembered.get(key) ?? shapeOf(reference);
  remembered.delete(key);
  remembered.set(key, shape);
  const [oldest] = remembered.keys();
  if (remembered.size > MOST_REMEMBERED && oldest !== undefined) remembered.delete(oldest);
  return shape;
}

/** Where the region of the reference lies in an image of that width / height. */
function placementAt(
  { radians, right, down }: Pose,
  region: Region,
  { centre, proportion: referenceProportion }: PartReference,
  proportion: number,
): Placement {
  const from = sides(referenceProportion);
  const to = sides(proportion);
  const [cosine, sine] = [Math.cos(radians), Math.sin(radians)];
  const [width, height] = [region.width * from.width, region.height * from.height];
  const [left, top] = [region.x * from.width - centre.x, region.y * from.height - centre.y];
  return [
    (width * cosine) / to.width,
    (width * sine) / to.height,
    (-height * sine) / to.width,
    (height * cosine) / to.height,
    (centre.x + right + left * cosine - top * sine) / to.width,
    (centre.y + down + left * sine + top * cosine) / to.height,
  ];
}

/** In longest sides. */
function sides(proportion: number): { readonly width: number; readonly height: number } {
  return { width: Math.min(1, proportion), height: Math.min(1, 1 / proportion) };
}
