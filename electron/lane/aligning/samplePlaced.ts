import type { Placement } from '../../../shared/domain/index.ts';
import { webAssembly } from '../../gaussian/index.ts';
import type { Pixels } from './greyPyramid.ts';

const { advance, constant, countDown, get, INSTRUCTIONS, instantiate, loadVector, loop, moduleOf, set } = webAssembly;
const { I32, I32_ADD, V128 } = INSTRUCTIONS;

/** Between two pixels, the weights of the four around are looked up for so many places. */
const PHASES = 256;
const TAPS = 4;
/** So many pixels before an image all is as its rim. */
const BEYOND = 3;
const VECTOR_BYTES = 16;

/** Each weight four times, for the channels of a pixel: of R. Keys, "Cubic Convolution Interpolation for Digital Image Processing" (1981), as libvips scales. */
const WEIGHTS = Float32Array.from({ length: PHASES * TAPS * 4 }, (_, index) => {
  const tap = Math.floor(index / 4) % TAPS;
  return keys(tap - 1 - Math.floor(index / 4 / TAPS) / PHASES);
});

const TERMS_AT = WEIGHTS.byteLength;
const TERMS = 4;
/** Added to a floating-point number, it leaves the nearest whole number in the lower 32 bits. */
const ROUNDING = 1.5 * 2 ** 52;

function keys(signed: number): number {
  const x = Math.abs(signed);
  if (x < 1) return (1.5 * x - 2.5) * x * x + 1;
  return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
}

/**
 * The square of an image at a placement, cubically between its pixels. What lies outside of the image has the mean colour of its edge: copies of the edge
 * would be streaks, and good parts would differ there.
 *
 * @param pixels at about the density that the square is to have: it is not averaged
 */
export function samplePlaced(pixels: Pixels, placement: Placement, sidePx: number): Pixels {
  const { widthPx, heightPx } = pixels;
  const [a, b, c, d, e, f] = placement;
  const box = boxAround(pixels, placement);
  const { terms, columns, output, run } = kernelWith(pixels, box, sidePx);
  const result = new Uint8Array(sidePx * sidePx * 3);
  const [stepsX, stepsY] = [widthPx * PHASES, heightPx * PHASES];
  const share = (place: number): number => (place + 0.5) / sidePx;
  for (let column = 0; column < sidePx; column += 1) {
    columns[2 * column] = a * share(column) * stepsX;
    columns[2 * column + 1] = b * share(column) * stepsY;
  }
  const limits = [-BEYOND, -BEYOND, widthPx + 1, heightPx + 1].map((place) => place * PHASES);
  for (let row = 0; row < sidePx; row += 1) {
    const v = share(row);
    terms.set([(c * v + e) * stepsX - PHASES / 2, (d * v + f) * stepsY - PHASES / 2, ...limits, ROUNDING, ROUNDING]);
    run(box);
    result.set(output, row * sidePx * 3);
  }
  return { widthPx: sidePx, heightPx: sidePx, values: result };
}

/** Pixels that a square is made of: from -4 to 4 beyond the image. */
interface Box {
  readonly left: number;
  readonly top: number;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** A region is often a small part of a large image, and only that is made ready. */
function boxAround({ widthPx, heightPx }: Pixels, [a, b, c, d, e, f]: Placement): Box {
  const [left, right] = reach(widthPx, [e, a + e, c + e, a + c + e]);
  const [top, bottom] = reach(heightPx, [f, b + f, d + f, b + d + f]);
  return { left, top, widthPx: right - left, heightPx: bottom - top };
}

function reach(sizePx: number, corners: readonly number[]): readonly [number, number] {
  const within = (share: number): number => Math.min(sizePx + 1, Math.max(-BEYOND, share * sizePx - 0.5));
  return [Math.floor(within(Math.min(...corners))) - 1, Math.ceil(within(Math.max(...corners))) + 3];
}

interface SamplingKernel {
  readonly sidePx: number;
  /** How many pixels it has room for. */
  readonly room: number;
  /** Four numbers a pixel. */
  readonly image: Float32Array;
  /** What leads from columns to places: the row's part, the least and the highest, what rounds; each across and down, in phases. */
  readonly terms: Float64Array;
  /** Of each column, across and down: its part of the place, in phases. */
  readonly columns: Float64Array;
  /** The row as it was sampled. */
  readonly output: Uint8Array;
  readonly run: (box: Box) => void;
}

let kept: SamplingKernel | null = null;

/** Images of one recipe have one size, as a rule. */
function kernelWith(pixels: Pixels, box: Box, sidePx: number): SamplingKernel {
  const needed = box.widthPx * box.heightPx;
  if (kept === null || kept.sidePx !== sidePx || kept.room < needed || kept.room > MOST_SPARE * needed) {
    // Turned squares need more room than others.
    kept = createKernel(sidePx, Math.ceil(SPARE * needed));
  }
  fill(kept.image, pixels, box);
  return kept;
}

const SPARE = 1.25;
const MOST_SPARE = 4;

function createKernel(sidePx: number, room: number): SamplingKernel {
  const columnsAt = TERMS_AT + TERMS * VECTOR_BYTES;
  const outputAt = columnsAt + sidePx * VECTOR_BYTES;
  const imageAt = Math.ceil((outputAt + (sidePx + 1) * 4) / VECTOR_BYTES) * VECTOR_BYTES;
  const { buffer, run } = instantiate(samplingModule(imageAt + room * VECTOR_BYTES), 'sample');
  new Float32Array(buffer, 0, WEIGHTS.length).set(WEIGHTS);
  return {
    ...{ sidePx, room },
    image: new Float32Array(buffer, imageAt, room * 4),
    terms: new Float64Array(buffer, TERMS_AT, TERMS * 2),
    columns: new Float64Array(buffer, columnsAt, sidePx * 2),
    output: new Uint8Array(buffer, outputAt, sidePx * 3),
    run({ left, top, widthPx }) {
      const firstAt = imageAt - ((top + 1) * widthPx + left + 1) * VECTOR_BYTES;
      run(columnsAt, outputAt, widthPx * VECTOR_BYTES, sidePx, firstAt);
    },
  };
}

/** RGB to four numbers a pixel: what is widened once here would be widened sixteen times. */
function fill(image: Float32Array, pixels: Pixels, { left, top, widthPx, heightPx }: Box): void {
  const { values } = pixels;
  const [red, green, blue] = edgeColour(pixels);
  const [first, end] = [Math.max(0, -left), Math.min(widthPx, pixels.widthPx - left)];
  const paint = (row: number, from: number, to: number): void => {
    for (let target = (row * widthPx + from) * 4; target < (row * widthPx + to) * 4; target += 4) {
      image[target] = red;
      image[target + 1] = green;
      image[target + 2] = blue;
    }
  };
  for (let row = 0; row < heightPx; row += 1) {
    const y = top + row;
    if (y < 0 || y >= pixels.heightPx || first >= end) {
      paint(row, 0, widthPx);
      continue;
    }
    paint(row, 0, first);
    let source = (y * pixels.widthPx + left + first) * 3;
    const stop = (row * widthPx + end) * 4;
    for (let target = (row * widthPx + first) * 4; target < stop; target += 4, source += 3) {
      image[target] = values[source] as number;
      image[target + 1] = values[source + 1] as number;
      image[target + 2] = values[source + 2] as number;
    }
    paint(row, end, widthPx);
  }
}

/** The mean colour of the outermost pixels. */
function edgeColour({ widthPx, heightPx, values }: Pixels): readonly [number, number, number] {
  const sums: [number, number, number] = [0, 0, 0];
  let count = 0;
  const add = (pixel: number): void => {
    count += 1;
    for (const channel of [0, 1, 2] as const) sums[channel] += values[3 * pixel + channel] as number;
  };
  for (let x = 0; x < widthPx; x += 1) [x, (heightPx - 1) * widthPx + x].forEach(add);
  for (let y = 0; y < heightPx; y += 1) [y * widthPx, (y + 1) * widthPx - 1].forEach(add);
  return [Math.round(sums[0] / count), Math.round(sums[1] / count), Math.round(sums[2] / count)];
}

/** Parameters, then integers, then vectors. */
const LOCAL = {
  ...{ column: 0, output: 1, rowBytes: 2, left: 3, first: 4 },
  ...{ pixel: 5, weights: 6, down: 7 },
  ...{ across: 8, sum: 12, line: 13, place: 14 },
} as const;

const MULTIPLY = [0xfd, 0xe6, 0x01];
const ADD = [0xfd, 0xe4, 0x01];
/** The nearest whole numbers, to bytes from 0 to 255. */
const NARROW = [...[0xfd, 0x6a], ...[0xfd, 0xf8, 0x01]];
const TAP = [0, 1, 2, 3] as const;

/** Of two numbers each: across and down. */
const PAIR = { ADD: [0xfd, 0xf0, 0x01], LOWER: [0xfd, 0xf6, 0x01], HIGHER: [0xfd, 0xf7, 0x01] };
const [I32_MULTIPLY, I32_AND, I32_SHIFT_LEFT, I32_SHIFT_RIGHT] = [0x6c, 0x71, 0x74, 0x75];
const term = (index: number): number[] => [...constant(0), ...loadVector(TERMS_AT + index * VECTOR_BYTES)];
const DIRECTION = { across: 0, down: 2 } as const;
const steps = (direction: keyof typeof DIRECTION): number[] => [
  ...get(LOCAL.place),
  ...[0xfd, 0x1b, DIRECTION[direction]],
];
const weightsOf = (direction: keyof typeof DIRECTION): number[] => [
  ...[...steps(direction), ...constant(PHASES - 1), I32_AND, ...constant(Math.log2(TAPS * VECTOR_BYTES))],
  I32_SHIFT_LEFT,
];
const pixelOf = (direction: keyof typeof DIRECTION): number[] => [
  ...[...steps(direction), ...constant(Math.log2(PHASES)), I32_SHIFT_RIGHT],
];

/** From a column to the addresses of the first of its sixteen pixels, and of its weights across and down. */
const LOCATE = [
  ...[...get(LOCAL.column), ...loadVector(0), ...term(0), ...PAIR.ADD],
  ...[...term(1), ...PAIR.HIGHER, ...term(2), ...PAIR.LOWER, ...term(3), ...PAIR.ADD, ...set(LOCAL.place)],
  ...[...weightsOf('across'), ...set(LOCAL.weights), ...weightsOf('down'), ...set(LOCAL.down)],
  ...[...pixelOf('across'), ...constant(Math.log2(VECTOR_BYTES)), I32_SHIFT_LEFT],
  ...[...pixelOf('down'), ...get(LOCAL.rowBytes), I32_MULTIPLY, I32_ADD],
  ...[...get(LOCAL.first), I32_ADD, ...set(LOCAL.pixel)],
];

/**
 * Samples a row of the square, in SIMD: four channels at once. It takes a seventh of the time of the same in JavaScript, and so does finding the places.
 * Assembled here as `gaussian/rowProductsKernel.ts` is.
 */
function samplingModule(memoryBytes: number): Uint8Array {
  const instructions = loop([
    ...LOCATE,
    ...TAP.flatMap((tap) => [
      ...[...get(LOCAL.weights), ...loadVector(tap * VECTOR_BYTES), ...set(LOCAL.across + tap)],
    ]),
    ...TAP.flatMap((row) => [
      ...TAP.flatMap((tap) => [
        ...[...get(LOCAL.pixel), ...loadVector(tap * VECTOR_BYTES), ...get(LOCAL.across + tap), ...MULTIPLY],
        ...(tap === 0 ? [] : ADD),
      ]),
      ...[...get(LOCAL.down), ...loadVector(row * VECTOR_BYTES), ...MULTIPLY],
      ...(row === 0 ? [] : [...get(LOCAL.sum), ...ADD]),
      ...set(LOCAL.sum),
      ...[...get(LOCAL.pixel), ...get(LOCAL.rowBytes), I32_ADD, ...set(LOCAL.pixel)],
    ]),
    ...[...get(LOCAL.sum), ...NARROW, ...set(LOCAL.line)],
    ...[...get(LOCAL.output), ...get(LOCAL.line), ...get(LOCAL.line), 0xfd, 0x86, 0x01],
    ...[...set(LOCAL.line), ...get(LOCAL.line), ...get(LOCAL.line), 0xfd, 0x66],
    // The fourth byte is overwritten by the next pixel.
    ...[...set(LOCAL.line), ...get(LOCAL.line), 0xfd, 0x5a, 0x00, 0x00, 0x00],
    ...[...advance(LOCAL.column, VECTOR_BYTES), ...advance(LOCAL.output, 3), ...countDown(LOCAL.left, 1)],
  ]);
  return moduleOf({
    name: 'sample',
    parameters: 5,
    locals: [
      [3, I32],
      [7, V128],
    ],
    instructions,
    memoryBytes,
  });
}
