import type { DirectionField } from './directionField.ts';
import { type ComplexSquare, emptySquare, SquareTransform } from './fourier.ts';
import { LEVEL_SIDES_PX } from './greyPyramid.ts';
import type { Edges, PartShape } from './partShape.ts';

/** How a part lies in an image: turned about the shape's centre (clockwise, as y goes down), then moved. */
export interface Pose {
  readonly radians: number;
  /** In longest sides of the image. */
  readonly right: number;
  readonly down: number;
}

export interface FoundPart {
  readonly pose: Pose;
  /** How alike the shape is what lies there: about 1 for usual parts, 0 for a blank image. */
  readonly likeness: number;
}

/** How many of the best places of the coarsest level are looked at again on the next one, and of these on the finest. */
const COARSE_PLACES = 8;
const MIDDLE_PLACES = 2;
/** On the coarsest level: nearer ones are one place. */
const APART_PX = 3;
/** Of places that are near each other: the difference of their turns. */
const APART_RADIANS = 0.25;

const [SIDE_PX] = LEVEL_SIDES_PX;
const fourier = new SquareTransform(SIDE_PX);

/**
 * Where a shape lies in an image: correlation with all its turns on the coarsest level, by Fourier transforms; then, from the best places, hill climbing on the
 * finer ones. A defect lowers the likeness, and does not move the place of what is left.
 *
 * @param fields of all levels, the coarsest first
 */
export function findPart(shape: PartShape, fields: readonly DirectionField[]): FoundPart {
  const [coarse, middle, finest] = fields as readonly [DirectionField, DirectionField, DirectionField];
  const [middleEdges, finestEdges] = shape.edges;
  const [best] = coarsePlaces(shape, coarse)
    .map((pose) => climb(shape, middleEdges, middle, pose, [1, 0.5]))
    .sort((a, b) => b.likeness - a.likeness)
    .slice(0, MIDDLE_PLACES)
    .map(({ pose }) => climb(shape, finestEdges, finest, pose, [1, 0.5]))
    .sort((a, b) => b.likeness - a.likeness) as [FoundPart];
  return climb(shape, finestEdges, finest, best.pose, [0.25, 0.125, 0.06]);
}

type CoarsePlace = Pose & { readonly correlation: number };

/** The poses with the highest correlation, the best first. */
function coarsePlaces({ reference, spectra }: PartShape, { widthPx, heightPx, x, y }: DirectionField): Pose[] {
  const { centre } = reference;
  const across = spectrumOf(x, widthPx, heightPx);
  const down = spectrumOf(y, widthPx, heightPx);
  const product = emptySquare(SIDE_PX);
  const peaksEach = reference.turns ? 1 : COARSE_PLACES;
  const peaks: CoarsePlace[] = [];
  for (const pair of spectra) {
    multiplyAndAdd(across, pair.across, down, pair.down, product);
    fourier.transform({ real: product.imaginary, imaginary: product.real });
    for (const [turn, radians] of pair.radians.entries()) {
      const correlations = turn === 0 ? product.real : product.imaginary;
      for (let peak = 0; peak < peaksEach; peak += 1) {
        const { place, correlation } = highest(correlations, widthPx, heightPx);
        const [column, row] = [place % SIDE_PX, Math.floor(place / SIDE_PX)];
        const [right, below] = [column / SIDE_PX - centre.x, row / SIDE_PX - centre.y];
        peaks.push({ radians, right, down: below, correlation });
        if (peaksEach > 1) lower(correlations, column, row);
      }
    }
  }
  const best: CoarsePlace[] = [];
  for (const peak of peaks.sort((a, b) => b.correlation - a.correlation)) {
    if (best.length < COARSE_PLACES && !best.some((other) => isNear(other, peak))) best.push(peak);
  }
  return best;
}

function highest(values: Float64Array, widthPx: number, heightPx: number) {
  let best = 0;
  let correlation = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < heightPx; row += 1) {
    for (let place = row * SIDE_PX; place < row * SIDE_PX + widthPx; place += 1) {
      const value = values[place] as number;
      if (value <= correlation) continue;
      best = place;
      correlation = value;
    }
  }
  return { place: best, correlation };
}

/** So that the next peak is another one. */
function lower(values: Float64Array, column: number, row: number): void {
  for (let y = Math.max(0, row - APART_PX + 1); y < Math.min(SIDE_PX, row + APART_PX); y += 1) {
    const first = y * SIDE_PX;
    values.fill(
      Number.NEGATIVE_INFINITY,
      first + Math.max(0, column - APART_PX + 1),
      first + Math.min(SIDE_PX, column + APART_PX),
    );
  }
}

function isNear(one: Pose, other: Pose): boolean {
  const turn = Math.abs(Math.atan2(Math.sin(one.radians - other.radians), Math.cos(one.radians - other.radians)));
  const apart = Math.max(Math.abs(one.right - other.right), Math.abs(one.down - other.down)) * SIDE_PX;
  return turn < APART_RADIANS && apart < APART_PX;
}

function spectrumOf(values: Float32Array, widthPx: number, heightPx: number): ComplexSquare {
  const square = emptySquare(SIDE_PX);
  for (let row = 0; row < heightPx; row += 1) {
    square.real.set(values.subarray(row * widthPx, (row + 1) * widthPx), row * SIDE_PX);
  }
  fourier.transform(square);
  return square;
}

/** `a b + c d` */
function multiplyAndAdd(
  a: ComplexSquare,
  b: ComplexSquare,
  c: ComplexSquare,
  d: ComplexSquare,
  sum: ComplexSquare,
): void {
  for (let place = 0; place < sum.real.length; place += 1) {
    const aReal = a.real[place] as number;
    const aImaginary = a.imaginary[place] as number;
    const bReal = b.real[place] as number;
    const bImaginary = b.imaginary[place] as number;
    const cReal = c.real[place] as number;
    const cImaginary = c.imaginary[place] as number;
    const dReal = d.real[place] as number;
    const dImaginary = d.imaginary[place] as number;
    sum.real[place] = aReal * bReal - aImaginary * bImaginary + cReal * dReal - cImaginary * dImaginary;
    sum.imaginary[place] = aReal * bImaginary + aImaginary * bReal + cReal * dImaginary + cImaginary * dReal;
  }
}

/** Moves a pose to the nearest place of the highest likeness, in steps (pixels of the level) that become smaller. */
function climb(
  shape: PartShape,
  edges: Edges,
  field: DirectionField,
  from: Pose,
  stepsPx: readonly number[],
): FoundPart {
  let pose = from;
  let likeness = likenessAt(shape, edges, field, pose);
  const moves = (move: Pose): boolean => {
    const tried = {
      radians: pose.radians + move.radians,
      right: pose.right + move.right,
      down: pose.down + move.down,
    };
    const found = likenessAt(shape, edges, field, tried);
    if (found <= likeness) return false;
    pose = tried;
    likeness = found;
    return true;
  };
  for (const stepPx of stepsPx) {
    const shift = stepPx / edges.sidePx;
    const turn = shape.reference.turns ? stepPx / Math.max(1, edges.radiusPx) : 0;
    for (let round = 0, moved = true; moved && round < MOST_ROUNDS; round += 1) {
      const turned = turn > 0 && (moves(step(turn, 0, 0)) || moves(step(-turn, 0, 0)));
      const movedRight = moves(step(0, shift, 0)) || moves(step(0, -shift, 0));
      const movedDown = moves(step(0, 0, shift)) || moves(step(0, 0, -shift));
      moved = turned || movedRight || movedDown;
    }
  }
  return { pose, likeness };
}

/** Of a hill that has no top. */
const MOST_ROUNDS = 12;

function step(radians: number, right: number, down: number): Pose {
  return { radians, right, down };
}

/** Mean of the products of the shape's directions and the image's, in relation to the shape's own. */
export function likenessAt(
  { reference: { centre } }: Pick<PartShape, 'reference'>,
  { sidePx, x, y, directionX, directionY, energy }: Edges,
  { widthPx, heightPx, x: fieldX, y: fieldY }: DirectionField,
  { radians, right, down }: Pose,
): number {
  const [cosine, sine] = [Math.cos(radians), Math.sin(radians)];
  const middleX = (centre.x + right) * sidePx - 0.5;
  const middleY = (centre.y + down) * sidePx - 0.5;
  let sum = 0;
  for (let edge = 0; edge < x.length; edge += 1) {
    const edgeX = x[edge] as number;
    const edgeY = y[edge] as number;
    const placeX = middleX + edgeX * cosine - edgeY * sine;
    const placeY = middleY + edgeX * sine + edgeY * cosine;
    const left = Math.floor(placeX);
    const top = Math.floor(placeY);
    if (left < 0 || top < 0 || left >= widthPx - 1 || top >= heightPx - 1) continue;
    const shareX = placeX - left;
    const shareY = placeY - top;
    const southEast = shareX * shareY;
    const northEast = shareX - southEast;
    const southWest = shareY - southEast;
    const northWest = 1 - shareX - southWest;
    const place = top * widthPx + left;
    const below = place + widthPx;
    const across =
      (fieldX[place] as number) * northWest +
      (fieldX[place + 1] as number) * northEast +
      (fieldX[below] as number) * southWest +
      (fieldX[below + 1] as number) * southEast;
    const downwards =
      (fieldY[place] as number) * northWest +
      (fieldY[place + 1] as number) * northEast +
      (fieldY[below] as number) * southWest +
      (fieldY[below + 1] as number) * southEast;
    const wishedX = directionX[edge] as number;
    const wishedY = directionY[edge] as number;
    sum += across * (wishedX * cosine - wishedY * sine) + downwards * (wishedX * sine + wishedY * cosine);
  }
  return energy === 0 ? 0 : sum / energy;
}
