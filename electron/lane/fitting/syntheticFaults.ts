import { createHash } from 'node:crypto';
import { ignoredRuns, type SquareMask } from '../../../shared/domain/index.ts';
import { ignoreMasked } from '../imaging/index.ts';
import { type DecodedGoodImage, decodedImages, type GoodImages } from './goodImages.ts';

/** So many faults tell two networks apart that differ by more than one in twenty of them. */
const FAULTS = 40;
const CHANNELS = 3;

/** Sides of a fault as shares of the side of the image: smaller ones few networks see, larger ones all. */
const SMALLEST = 0.05;
const LARGEST = 0.15;

/** A square of an image, in pixels. */
interface Square {
  readonly left: number;
  readonly top: number;
  readonly side: number;
}

/** Numbers from 0 to 1, the same for the same image and fault. */
type Chance = (place: number) => number;

type Fault = (pixels: Uint8Array, sidePx: number, square: Square, chance: Chance) => void;

/**
 * Changes one square of an image in place: another place of the image in its stead (CutPaste: Li et al., CVPR 2021), noise, blur, and nothing but its mean colour,
 * lighter or darker than it was.
 */
const KINDS: readonly Fault[] = [pasteOther, addNoise, blur, fill];

/**
 * Good images with one fault each, to see what a network makes of faults where nobody has real ones yet.
 *
 * @throws SigmalineError calibration.image-failed
 */
export async function* syntheticFaults(good: GoodImages, sizePx: number): AsyncGenerator<Uint8Array> {
  const count = Math.min(FAULTS, good.images.length);
  const indices = Array.from({ length: count }, (_, index) => Math.floor((index * good.images.length) / count));
  const perImage = Math.ceil(FAULTS / count);
  let number = 0;
  for await (const image of decodedImages(good, sizePx, indices)) {
    for (let own = 0; own < perImage && number < FAULTS; own += 1) {
      yield faulty(image, sizePx, number, good.mask);
      number += 1;
    }
  }
}

/** Where most of a fault would be ignored, it is tried so often to make it elsewhere. */
const MOST_TRIES = 20;

function faulty(
  { image: { sha256 }, unmasked }: DecodedGoodImage,
  sizePx: number,
  number: number,
  mask: SquareMask | null,
): Uint8Array {
  const chanceOf = (name: string): Chance => {
    const bytes = createHash('sha512').update(`${sha256} ${name}`).digest();
    return (place) => bytes.readUInt32LE(4 * place) / 0xffffffff;
  };
  const chance = chanceOf(`fault ${number}`);
  const side = Math.max(2, Math.round(sizePx * (SMALLEST + (LARGEST - SMALLEST) * chance(0))));
  let square = squareAt(sizePx, side, chance(1), chance(2));
  const ignored = ignoredPixels(mask, sizePx);
  for (let again = 1; ignored !== null && again < MOST_TRIES && isMostlyIgnored(square, ignored, sizePx); again += 1) {
    const other = chanceOf(`fault ${number} again ${again}`);
    square = squareAt(sizePx, side, other(1), other(2));
  }
  const changed = Uint8Array.from(unmasked);
  const kind = KINDS[number % KINDS.length] as Fault;
  kind(changed, sizePx, square, (place) => chance(3 + place));
  return ignoreMasked(changed, mask);
}

function ignoredPixels(mask: SquareMask | null, sizePx: number): Uint8Array | null {
  if (mask === null) return null;
  const ignored = new Uint8Array(sizePx * sizePx);
  for (const [first, end] of ignoredRuns(mask)) ignored.fill(1, first, end);
  return ignored;
}

function isMostlyIgnored(square: Square, ignored: Uint8Array, sizePx: number): boolean {
  let count = 0;
  forEachPixel(square, sizePx, (place) => {
    count += ignored[place / CHANNELS] as number;
  });
  return 2 * count > square.side ** 2;
}

function squareAt(sizePx: number, side: number, across: number, down: number): Square {
  const room = sizePx - side;
  return { left: Math.floor(across * room), top: Math.floor(down * room), side };
}

/** @param change gets where the pixel's first channel is */
function forEachPixel(
  { left, top, side }: Square,
  sidePx: number,
  change: (place: number, x: number, y: number) => void,
): void {
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) change(((top + y) * sidePx + left + x) * CHANNELS, x, y);
  }
}

function pasteOther(pixels: Uint8Array, sidePx: number, square: Square, chance: Chance): void {
  const from = squareAt(sidePx, square.side, chance(0), chance(1));
  const original = Uint8Array.from(pixels);
  forEachPixel(square, sidePx, (place, x, y) => {
    const source = ((from.top + y) * sidePx + from.left + x) * CHANNELS;
    pixels.set(original.subarray(source, source + CHANNELS), place);
  });
}

const NOISE = 40;

function addNoise(pixels: Uint8Array, sidePx: number, square: Square, chance: Chance): void {
  let state = Math.floor(chance(0) * 0xffffffff) >>> 0;
  forEachPixel(square, sidePx, (place) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const noise = NOISE * ((2 * state) / 0xffffffff - 1);
    for (let channel = place; channel < place + CHANNELS; channel += 1) {
      pixels[channel] = clamped((pixels[channel] as number) + noise);
    }
  });
}

const BLUR_SHARE = 0.25;

function blur(pixels: Uint8Array, sidePx: number, square: Square): void {
  const original = Uint8Array.from(pixels);
  const reach = Math.max(1, Math.round(square.side * BLUR_SHARE));
  forEachPixel(square, sidePx, (place, x, y) => {
    for (let channel = 0; channel < CHANNELS; channel += 1) {
      let sum = 0;
      let count = 0;
      for (let step = -reach; step <= reach; step += 1) {
        // Along both diagonals: edges of any direction vanish.
        for (const [ownX, ownY] of [
          [x + step, y + step],
          [x - step, y + step],
        ] as const) {
          if (Math.min(ownX, ownY) < 0 || Math.max(ownX, ownY) >= square.side) continue;
          sum += original[((square.top + ownY) * sidePx + square.left + ownX) * CHANNELS + channel] as number;
          count += 1;
        }
      }
      pixels[place + channel] = Math.round(sum / count);
    }
  });
}

const STEP = 30;

function fill(pixels: Uint8Array, sidePx: number, square: Square, chance: Chance): void {
  const sums = [0, 0, 0];
  forEachPixel(square, sidePx, (place) => {
    for (let channel = 0; channel < CHANNELS; channel += 1)
      (sums[channel] as number) += pixels[place + channel] as number;
  });
  const lighter = chance(0) < 0.5 ? -STEP : STEP;
  const colour = sums.map((sum) => clamped(sum / square.side ** 2 + lighter));
  forEachPixel(square, sidePx, (place) => pixels.set(colour, place));
}

function clamped(value: number): number {
  return Math.min(255, Math.max(0, Math.round(value)));
}
