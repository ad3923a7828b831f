import sharp from 'sharp';
import { between, normal, type Random, smoothNoise } from '../samples/random.ts';

/** Red, green and blue in 0..255; may go beyond until photographed. */
export type Colour = readonly [number, number, number];

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** height x width x 3. */
  readonly rgb: Float32Array;
}

/** What is wrong with a part. */
export interface Fault {
  readonly kind: string;
  /** Above 0 (barely visible) to 1 (obvious). */
  readonly severity: number;
  /** Where and how: numbers of its own, so that the part stays the same part with and without the fault. */
  readonly random: Random;
}

/** How images of one set differ in light and lens, and how noisy they are. */
export interface Camera {
  readonly blurPx: number;
  /** Standard deviation at middle grey, in grey levels; it grows with the root of the light. */
  readonly noise: number;
  /** The lamp is brighter or darker by up to this share. */
  readonly exposure: number;
  /** One side of the image is lit more than the other by up to this share. */
  readonly slope: number;
}

/** Asks for the colour of every pixel. x and y are pixels from the middle of the picture. */
export function shaded(width: number, height: number, colourAt: (x: number, y: number) => Colour): Picture {
  const rgb = new Float32Array(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel++) {
    rgb.set(colourAt((pixel % width) - width / 2, Math.floor(pixel / width) - height / 2), 3 * pixel);
  }
  return { width, height, rgb };
}

/** Draws SVG elements; the origin is the middle of the picture. */
export async function drawn(width: number, height: number, elements: string): Promise<Picture> {
  const origin = `${-width / 2} ${-height / 2} ${width} ${height}`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${origin}">${elements}</svg>`;
  const pixels = await sharp(Buffer.from(svg)).removeAlpha().raw().toBuffer();
  return { width, height, rgb: Float32Array.from(pixels) };
}

/** Multiplies every pixel by what `lightAt` says of its place. */
export function relit(picture: Picture, lightAt: (x: number, y: number) => number): Picture {
  const { width, height } = picture;
  const rgb = new Float32Array(picture.rgb.length);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const light = lightAt((pixel % width) - width / 2, Math.floor(pixel / width) - height / 2);
    for (let index = 3 * pixel; index < 3 * pixel + 3; index++) rgb[index] = light * (picture.rgb[index] as number);
  }
  return { width, height, rgb };
}

/** Takes an image of the part: lamp, lens, noise of the sensor. @returns RGB, height x width x 3 */
export function photographed(part: Picture, camera: Camera, random: Random): Uint8Array {
  const gain = 1 + between(random, -camera.exposure, camera.exposure);
  const across = between(random, -camera.slope, camera.slope) / part.width;
  const down = between(random, -camera.slope, camera.slope) / part.height;
  const { rgb } = blurred(
    relit(part, (x, y) => gain * (1 + across * x + down * y)),
    camera.blurPx,
  );
  const pixels = new Uint8Array(rgb.length);
  for (let index = 0; index < rgb.length; index += 3) {
    const grey = normal(random);
    for (let channel = index; channel < index + 3; channel++) {
      const value = Math.max(0, rgb[channel] as number);
      const noise = camera.noise * Math.sqrt(value / 128) * (0.8 * grey + 0.6 * normal(random));
      pixels[channel] = Math.max(0, Math.min(255, Math.round(value + noise)));
    }
  }
  return pixels;
}

/** The mask of a fault, 255 where the part with it looks visibly unlike the same part without it, height x width. */
export function differenceMask(good: Picture, bad: Picture): Uint8Array {
  const difference = { ...good, rgb: good.rgb.map((value, index) => Math.abs(value - (bad.rgb[index] as number))) };
  const { rgb } = blurred(difference, 2);
  const strongest = rgb.reduce((a, b) => Math.max(a, b), 0);
  const visible = Math.max(1, 0.2 * strongest);
  const mask = new Uint8Array(rgb.length / 3);
  rgb.forEach((value, index) => {
    if (value >= visible) mask[Math.floor(index / 3)] = 255;
  });
  return mask;
}

/** By a Gaussian; the edges are held. */
function blurred({ width, height, rgb }: Picture, sigmaPx: number): Picture {
  const reach = Math.ceil(3 * sigmaPx);
  const weights = Float64Array.from({ length: 2 * reach + 1 }, (_, i) => Math.exp(-(((i - reach) / sigmaPx) ** 2) / 2));
  const across = new Float32Array(rgb.length);
  for (let row = 0; row < height; row++) blurLine(rgb, across, 3 * row * width, 3, width, weights);
  const both = new Float32Array(rgb.length);
  for (let column = 0; column < width; column++) blurLine(across, both, 3 * column, 3 * width, height, weights);
  return { width, height, rgb: both };
}

/** Blurs one row or column of colours, `step` values apart; the ends are held. */
function blurLine(
  from: Float32Array,
  to: Float32Array,
  start: number,
  step: number,
  length: number,
  weights: Float64Array,
): void {
  const reach = (weights.length - 1) / 2;
  const total = weights.reduce((a, b) => a + b);
  for (let place = 0; place < length; place++) {
    const isInside = place >= reach && place + reach < length;
    for (let channel = start; channel < start + 3; channel++) {
      let sum = 0;
      for (let i = 0; i < weights.length; i++) {
        const at = place + i - reach;
        const held = isInside ? at : Math.max(0, Math.min(length - 1, at));
        sum += (weights[i] as number) * (from[channel + step * held] as number);
      }
      to[channel + step * place] = sum / total;
    }
  }
}

/** A number to seed noise with. */
export function seedFrom(random: Random): number {
  return Math.floor(random() * 1e6);
}

/** Noise with detail of three sizes, each half as large and half as strong, about -1..1. */
export function roughNoise(seed: number): (x: number, y: number) => number {
  const [coarse, middle, fine] = [smoothNoise(seed), smoothNoise(seed + 1), smoothNoise(seed + 2)];
  return (x, y) => (coarse(x, y) + middle(2 * x + 17, 2 * y) / 2 + fine(4 * x, 4 * y + 29) / 4) / 1.2;
}

export interface Line {
  readonly x: number;
  readonly y: number;
  readonly direction: number;
  readonly length: number;
  /** How far the ends lie off the straight line, as a share of the length. */
  readonly bend: number;
  /** How far it strays, in pixels. */
  readonly stray: number;
}

/** A line as a tool or a crack leaves it. @returns how far a place lies from it in pixels, and how thick it is there, 1 in its middle to 0 at its ends */
export function crookedLine(line: Line, random: Random): (x: number, y: number) => { away: number; thickness: number } {
  const stray = roughNoise(seedFrom(random));
  const cos = Math.cos(line.direction);
  const sin = Math.sin(line.direction);
  return (x, y) => {
    const along = ((x - line.x) * cos + (y - line.y) * sin) / (line.length / 2);
    const across = (y - line.y) * cos - (x - line.x) * sin;
    const path = line.bend * line.length * along * along + line.stray * stray(along * (line.length / 24), 0);
    return { away: Math.abs(across - path), thickness: Math.sqrt(Math.max(0, 1 - along * along)) };
  };
}

/** A spot with an uneven edge. @returns how far inside a place lies: 1 in the middle, 0 at the edge, negative outside */
export function unevenSpot(x: number, y: number, radius: number, random: Random): (x: number, y: number) => number {
  const edge = roughNoise(seedFrom(random));
  const stretch = between(random, 0.8, 1.25);
  return (px, py) => {
    const dx = ((px - x) * stretch) / radius;
    const dy = (py - y) / stretch / radius;
    return 1 - Math.hypot(dx, dy) / (1 + 0.3 * edge(1.3 * dx + 0.7 * dy, 1.3 * dy - 0.7 * dx));
  };
}

/** How much light a surface with this slope sends to a camera above it. `from` points to the lamp (length 1); 1 where it is met at a right angle. */
export function lambert(slopeX: number, slopeY: number, from: readonly [number, number, number]): number {
  return Math.max(
    0,
    (from[2] - slopeX * from[0] - slopeY * from[1]) / Math.sqrt(1 + slopeX * slopeX + slopeY * slopeY),
  );
}

export function mixed(a: Colour, b: Colour, share: number): Colour {
  return [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share];
}

export function scaled(colour: Colour, factor: number): Colour {
  return [colour[0] * factor, colour[1] * factor, colour[2] * factor];
}

export function clamped(value: number): number {
  return Math.max(0, Math.min(1, value));
}
