import type { Placement } from '../../../shared/domain/index.ts';
import { webAssembly } from '../../gaussian/index.ts';
import type { Pixels } from './greyPyramid.ts';

const { advance, countDown, get, INSTRUCTIONS, instantiate, loadInteger, loadVector, loop, moduleOf, set, unsigned } =
  webAssembly;
const { I32, I32_ADD, V128 } = INSTRUCTIONS;

/** Between two pixels, the weights of the four around are looked up for so many places. */
const PHASES = 256;
const TAPS = 4;
const PIXEL_BYTES = 4;
const VECTOR_BYTES = 16;
/** Around the image: what lies outside of it has the mean colour of its edge. Copies of the edge would be streaks, and good parts would differ there. */
const RIM = 4;

/** Each weight four times, for the channels of a pixel: of R. Keys, "Cubic Convolution Interpolation for Digital Image Processing" (1981), as libvips scales. */
const WEIGHTS = Float32Array.from({ length: PHASES * TAPS * 4 }, (_, index) => {
  const tap = Math.floor(index / 4) % TAPS;
  return keys(tap - 1 - Math.floor(index / 4 / TAPS) / PHASES);
});

function keys(signed: number): number {
  const x = Math.abs(signed);
  if (x < 1) return (1.5 * x - 2.5) * x * x + 1;
  return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
}

/**
 * The square of an image at a placement, cubically between its pixels. What lies outside of the image has the mean colour of its edge.
 *
 * @param pixels at about the density that the square is to have: it is not averaged
 */
export function samplePlaced(pixels: Pixels, [a, b, c, d, e, f]: Placement, sidePx: number): Pixels {
  const { widthPx, heightPx } = pixels;
  const kernel = kernelFor(pixels, sidePx);
  kernel.fill(pixels);
  const result = new Uint8Array(sidePx * sidePx * 3);
  for (let row = 0; row < sidePx; row += 1) {
    const v = (row + 0.5) / sidePx;
    for (let column = 0; column < sidePx; column += 1) {
      const u = (column + 0.5) / sidePx;
      const x = (a * u + c * v + e) * widthPx - 0.5;
      const y = (b * u + d * v + f) * heightPx - 0.5;
      kernel.place(column, within(x, widthPx), within(y, heightPx));
    }
    kernel.sample(result, row);
  }
  return { widthPx: sidePx, heightPx: sidePx, values: result };
}

/** In phases, so that a place on a pixel is that pixel; beyond the rim all is as the rim. */
function within(place: number, sizePx: number): number {
  return Math.round(Math.min(sizePx + 1, Math.max(-3, place)) * PHASES);
}

interface SamplingKernel {
  readonly fill: (pixels: Pixels) => void;
  readonly place: (column: number, stepsX: number, stepsY: number) => void;
  readonly sample: (into: Uint8Array, row: number) => void;
}

interface KeptKernel {
  readonly key: string;
  readonly kernel: SamplingKernel;
}

let kept: KeptKernel | null = null;

/** Images of one recipe have one size, as a rule. */
function kernelFor({ widthPx, heightPx }: Pixels, sidePx: number): SamplingKernel {
  const key = `${widthPx} ${heightPx} ${sidePx}`;
  if (kept?.key !== key) kept = { key, kernel: createKernel(widthPx, heightPx, sidePx) };
  return kept.kernel;
}

function createKernel(widthPx: number, heightPx: number, sidePx: number): SamplingKernel {
  const [rimWidth, rimHeight] = [widthPx + 2 * RIM, heightPx + 2 * RIM];
  const rowBytes = rimWidth * PIXEL_BYTES;
  const placesAt = WEIGHTS.byteLength;
  const outputAt = placesAt + sidePx * PLACE_BYTES;
  const imageAt = outputAt + (sidePx + 1) * PIXEL_BYTES;
  const memoryBytes = imageAt + rimHeight * rowBytes + VECTOR_BYTES;
  const { buffer, run } = instantiate(samplingModule(memoryBytes), 'sample');
  new Float32Array(buffer, 0, WEIGHTS.length).set(WEIGHTS);
  const places = new Int32Array(buffer, placesAt, sidePx * (PLACE_BYTES / 4));
  const image = new Uint8Array(buffer, imageAt, rimHeight * rowBytes);
  const output = new Uint8Array(buffer, outputAt, sidePx * 3);
  const phaseBytes = TAPS * VECTOR_BYTES;
  return {
    fill: (pixels) => copyWithRim(pixels, image, rowBytes),
    place(column, stepsX, stepsY) {
      const left = (stepsX >> 8) + RIM - 1;
      const top = (stepsY >> 8) + RIM - 1;
      places[column * 3] = imageAt + top * rowBytes + left * PIXEL_BYTES;
      places[column * 3 + 1] = (stepsX & 255) * phaseBytes;
      places[column * 3 + 2] = (stepsY & 255) * phaseBytes;
    },
    sample(into, row) {
      run(placesAt, outputAt, rowBytes, sidePx);
      into.set(output, row * sidePx * 3);
    },
  };
}

/** RGB to four bytes a pixel. */
function copyWithRim(pixels: Pixels, image: Uint8Array, rowBytes: number): void {
  const { widthPx, heightPx, values } = pixels;
  const [red, green, blue] = edgeColour(pixels);
  const colour = red + (green << 8) + (blue << 16);
  new Uint32Array(image.buffer, image.byteOffset, image.length / PIXEL_BYTES).fill(colour);
  for (let y = 0; y < heightPx; y += 1) {
    let source = y * widthPx * 3;
    const first = (y + RIM) * rowBytes + RIM * PIXEL_BYTES;
    const end = first + widthPx * PIXEL_BYTES;
    for (let target = first; target < end; target += PIXEL_BYTES, source += 3) {
      image[target] = values[source] as number;
      image[target + 1] = values[source + 1] as number;
      image[target + 2] = values[source + 2] as number;
    }
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

/** Of a pixel of the square: the address of the first of its sixteen pixels, and of its weights across and down. */
const PLACE_BYTES = 12;

/** Parameters, then pointers, then vectors. */
const LOCAL = { place: 0, output: 1, rowBytes: 2, left: 3, pixel: 4, down: 5, across: 6, sum: 10, line: 11 } as const;

const MULTIPLY = [0xfd, 0xe6, 0x01];
const ADD = [0xfd, 0xe4, 0x01];
/** Four bytes to four floating-point numbers. */
const WIDEN = [...[0xfd, 0x89, 0x01], ...[0xfd, 0xa9, 0x01], ...[0xfd, 0xfb, 0x01]];
/** The nearest whole numbers, to bytes from 0 to 255. */
const NARROW = [...[0xfd, 0x6a], ...[0xfd, 0xf8, 0x01]];
const loadPixel = (offset: number): number[] => [0xfd, 0x5c, 0x02, ...unsigned(offset)];
const TAP = [0, 1, 2, 3] as const;

/**
 * Samples a row of the square, in SIMD: four channels at once. It takes a seventh of the time of the same in JavaScript. Assembled here as
 * `gaussian/rowProductsKernel.ts` is.
 */
function samplingModule(memoryBytes: number): Uint8Array {
  const instructions = loop([
    ...[...get(LOCAL.place), ...loadInteger(0), ...set(LOCAL.pixel)],
    ...[...get(LOCAL.place), ...loadInteger(8), ...set(LOCAL.down)],
    ...TAP.flatMap((tap) => [
      ...[...get(LOCAL.place), ...loadInteger(4), ...loadVector(tap * VECTOR_BYTES), ...set(LOCAL.across + tap)],
    ]),
    ...TAP.flatMap((row) => [
      ...TAP.flatMap((tap) => [
        ...[...get(LOCAL.pixel), ...loadPixel(tap * PIXEL_BYTES), ...WIDEN, ...get(LOCAL.across + tap), ...MULTIPLY],
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
    ...[...advance(LOCAL.place, PLACE_BYTES), ...advance(LOCAL.output, 3), ...countDown(LOCAL.left, 1)],
  ]);
  return moduleOf({
    name: 'sample',
    parameters: 4,
    locals: [
      [2, I32],
      [6, V128],
    ],
    instructions,
    memoryBytes,
  });
}
