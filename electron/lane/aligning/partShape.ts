import type { PartReference } from '../../../shared/domain/index.ts';
import type { DirectionField } from './directionField.ts';
import { type ComplexSquare, emptySquare, SquareTransform } from './fourier.ts';
import { LEVEL_SIDES_PX } from './greyPyramid.ts';

/** A reference made ready for being looked for. */
export interface PartShape {
  readonly reference: PartReference;
  /** The strongest edges of each level but the coarsest. */
  readonly edges: readonly [Edges, Edges];
  /** What it is on the coarsest level in every turn, ready for being correlated. */
  readonly spectra: readonly TurnedPair[];
}

/** In longest sides of an image. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

export interface Edges {
  readonly sidePx: number;
  /** From the shape's centre, in pixels of the level. */
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly directionX: Float32Array;
  readonly directionY: Float32Array;
  /** Sum of the squared lengths of the directions. */
  readonly energy: number;
  /** Root mean square distance from the centre, in pixels. */
  readonly radiusPx: number;
}

/**
 * Two turns at once, or one: correlations are real, so that one transform gives two of them. With T the spectrum of a turn, divided by its energy and the number
 * of places, `conj(T1) + i conj(T2)` of what the directions are across and down: times those of an image, and added, it is the spectrum of `c1 + i c2`.
 */
interface TurnedPair {
  readonly radians: readonly number[];
  readonly across: ComplexSquare;
  readonly down: ComplexSquare;
}

/** Of the two finer levels: more edges do not find the place better, and take longer. */
const MOST_EDGES = [200, 500] as const;
const EDGE_BYTES = 4;
/** Of a direction of length 1. */
const UNIT = 127;
/** Turns that are tried on the coarsest level: 6 degrees are a pixel at the rim of a part that fills a third of it. */
const COARSE_TURNS = 60;

/** @param levels mean directions of good images, the coarsest first; 0 where they do not tell anything */
export function packReference(
  levels: readonly DirectionField[],
  rest: Pick<PartReference, 'turns' | 'proportion' | 'likeness'>,
): PartReference {
  const [coarse, middle, finest] = levels as readonly [DirectionField, DirectionField, DirectionField];
  const { widthPx, heightPx } = coarse;
  const directions = Buffer.alloc(2 * widthPx * heightPx);
  for (let place = 0; place < widthPx * heightPx; place += 1) writeDirection(directions, 2 * place, coarse, place);
  return {
    ...rest,
    centre: centreOf(finest),
    coarse: { widthPx, heightPx, directions: directions.toString('base64') },
    edges: [packEdges(middle, MOST_EDGES[0]), packEdges(finest, MOST_EDGES[1])],
  };
}

export function shapeOf(reference: PartReference): PartShape {
  const { coarse, centre, edges, turns } = reference;
  const bytes = Buffer.from(coarse.directions, 'base64');
  const component = (offset: number): Float32Array =>
    Float32Array.from({ length: bytes.length / 2 }, (_, place) => bytes.readInt8(2 * place + offset) / UNIT);
  const field: DirectionField = { ...coarse, x: component(0), y: component(1) };
  const count = turns ? COARSE_TURNS : 1;
  return {
    reference,
    edges: [unpackEdges(edges[0], LEVEL_SIDES_PX[1], centre), unpackEdges(edges[1], LEVEL_SIDES_PX[2], centre)],
    spectra: Array.from({ length: Math.ceil(count / 2) }, (_, pair) => {
      const turns = [2 * pair, 2 * pair + 1].filter((turn) => turn < count);
      return turnedPair(
        field,
        centre,
        turns.map((turn) => (2 * Math.PI * turn) / count),
      );
    }),
  };
}

function writeDirection(bytes: Buffer, offset: number, { x, y }: DirectionField, place: number): void {
  bytes.writeInt8(Math.round((x[place] as number) * UNIT), offset);
  bytes.writeInt8(Math.round((y[place] as number) * UNIT), offset + 1);
}

function packEdges(field: DirectionField, most: number): string {
  const { widthPx, x, y } = field;
  const energies = Float32Array.from(x, (across, place) => across ** 2 + (y[place] as number) ** 2);
  const places = [...energies.keys()]
    .filter((place) => (energies[place] as number) > 0)
    .sort((a, b) => (energies[b] as number) - (energies[a] as number) || a - b)
    .slice(0, most);
  const bytes = Buffer.alloc(places.length * EDGE_BYTES);
  for (const [index, place] of places.entries()) {
    bytes.writeUInt8(place % widthPx, index * EDGE_BYTES);
    bytes.writeUInt8(Math.floor(place / widthPx), index * EDGE_BYTES + 1);
    writeDirection(bytes, index * EDGE_BYTES + 2, field, place);
  }
  return bytes.toString('base64');
}

function unpackEdges(text: string, sidePx: number, centre: Place): Edges {
  const bytes = Buffer.from(text, 'base64');
  const count = bytes.length / EDGE_BYTES;
  const each = (valueAt: (offset: number) => number): Float32Array =>
    Float32Array.from({ length: count }, (_, edge) => valueAt(edge * EDGE_BYTES));
  const x = each((offset) => bytes.readUInt8(offset) + 0.5 - centre.x * sidePx);
  const y = each((offset) => bytes.readUInt8(offset + 1) + 0.5 - centre.y * sidePx);
  const directionX = each((offset) => bytes.readInt8(offset + 2) / UNIT);
  const directionY = each((offset) => bytes.readInt8(offset + 3) / UNIT);
  const squares = sumOfSquares(x, y);
  return {
    ...{ sidePx, x, y, directionX, directionY },
    energy: sumOfSquares(directionX, directionY),
    radiusPx: Math.sqrt(squares / Math.max(1, count)),
  };
}

function sumOfSquares(x: Float32Array, y: Float32Array): number {
  return x.reduce((sum, across, index) => sum + across ** 2 + (y[index] as number) ** 2, 0);
}

/** The middle of all edges, by their strength. */
function centreOf({ widthPx, heightPx, x, y }: DirectionField): Place {
  let [sumX, sumY, sum] = [0, 0, 0];
  for (let place = 0; place < x.length; place += 1) {
    const energy = (x[place] as number) ** 2 + (y[place] as number) ** 2;
    sumX += energy * ((place % widthPx) + 0.5);
    sumY += energy * (Math.floor(place / widthPx) + 0.5);
    sum += energy;
  }
  const longest = Math.max(widthPx, heightPx);
  if (sum === 0) return { x: widthPx / 2 / longest, y: heightPx / 2 / longest };
  return { x: sumX / sum / longest, y: sumY / sum / longest };
}

function turnedPair(field: DirectionField, centre: Place, radians: readonly number[]): TurnedPair {
  const [side] = LEVEL_SIDES_PX;
  const transform = new SquareTransform(side);
  const [first, second] = radians.map((turn) => turned(field, centre, turn));
  const spectrum = (direction: 'real' | 'imaginary'): ComplexSquare => {
    const square = emptySquare(side);
    if (first !== undefined) square.real.set(first[direction]);
    if (second !== undefined) square.imaginary.set(second[direction].map((value) => -value));
    transform.transform(square);
    return { real: square.real, imaginary: square.imaginary.map((value) => -value) };
  };
  return { radians, across: spectrum('real'), down: spectrum('imaginary') };
}

/** The shape turned about its centre, which lies in the first place of the square; divided by its energy and the number of places. */
function turned(field: DirectionField, centre: Place, radians: number): ComplexSquare {
  const [side] = LEVEL_SIDES_PX;
  const square = emptySquare(side);
  const [cosine, sine] = [Math.cos(radians), Math.sin(radians)];
  for (let row = -side / 2; row < side / 2; row += 1) {
    for (let column = -side / 2; column < side / 2; column += 1) {
      const fromX = centre.x * side + column * cosine + row * sine - 0.5;
      const fromY = centre.y * side - column * sine + row * cosine - 0.5;
      const across = between(field, field.x, fromX, fromY);
      const down = between(field, field.y, fromX, fromY);
      const place = ((row + side) % side) * side + ((column + side) % side);
      square.real[place] = across * cosine - down * sine;
      square.imaginary[place] = across * sine + down * cosine;
    }
  }
  let energy = 0;
  for (const values of [square.real, square.imaginary]) for (const value of values) energy += value * value;
  const factor = 1 / (Math.max(energy, Number.EPSILON) * side * side);
  return {
    real: square.real.map((value) => value * factor),
    imaginary: square.imaginary.map((value) => value * factor),
  };
}

/** Bilinearly; 0 outside. `x` and `y` are 0 in the middle of the first pixel. */
export function between(
  { widthPx, heightPx }: Pick<DirectionField, 'widthPx' | 'heightPx'>,
  values: Float32Array,
  x: number,
  y: number,
): number {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  if (left < 0 || top < 0 || left >= widthPx - 1 || top >= heightPx - 1) return 0;
  const [shareX, shareY] = [x - left, y - top];
  const place = top * widthPx + left;
  const upper = (values[place] as number) * (1 - shareX) + (values[place + 1] as number) * shareX;
  const lower = (values[place + widthPx] as number) * (1 - shareX) + (values[place + widthPx + 1] as number) * shareX;
  return upper * (1 - shareY) + lower * shareY;
}
