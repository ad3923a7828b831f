import type { Picture } from './pictures.fixture.ts';
import { random } from './random.fixture.ts';

/** How a drawn part lies: turned clockwise about its middle, which lies that many pixels right of and below the picture's. */
export interface Lying {
  readonly degrees: number;
  readonly right: number;
  readonly down: number;
}

export const UPRIGHT: Lying = { degrees: 0, right: 0, down: 0 };

const WIDTH_PX = 200;
const HEIGHT_PX = 150;
const BACKGROUND = 60;
const PART = 180;
/** Sub-pixels each way. */
const FINER = 3;

export interface Drawing {
  readonly seed: number;
  /** Without a third of it. */
  readonly broken?: boolean;
  /** The middle of a dark blot, from the part's middle as it lies upright. */
  readonly blot?: { readonly x: number; readonly y: number };
  readonly background?: number;
}

/** A bright bracket with a hole on a dark ground, with noise: it has no symmetry. */
export function lyingPart({ degrees, right, down }: Lying, drawing: Drawing): Picture {
  const { seed, background = BACKGROUND } = drawing;
  const next = random(seed);
  const [cosine, sine] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const values = new Uint8Array(WIDTH_PX * HEIGHT_PX * 3);
  for (let pixel = 0; pixel < WIDTH_PX * HEIGHT_PX; pixel += 1) {
    let sum = 0;
    for (let part = 0; part < FINER * FINER; part += 1) {
      const across = (pixel % WIDTH_PX) + ((part % FINER) + 0.5) / FINER - WIDTH_PX / 2 - right;
      const below = Math.floor(pixel / WIDTH_PX) + (Math.floor(part / FINER) + 0.5) / FINER - HEIGHT_PX / 2 - down;
      sum += brightness(across * cosine + below * sine, below * cosine - across * sine, drawing) ?? background;
    }
    values.fill(sum / FINER ** 2 + 10 * (next() - 0.5), pixel * 3, pixel * 3 + 3);
  }
  return { widthPx: WIDTH_PX, heightPx: HEIGHT_PX, values };
}

/** Of a place of the upright part; null beside it. */
function brightness(x: number, y: number, { broken = false, blot }: Drawing): number | null {
  const isLong = Math.abs(x) < 40 && Math.abs(y - 12) < 10;
  const isShort = Math.abs(x + 30) < 10 && Math.abs(y + 10) < 14;
  const isHole = Math.hypot(x - 26, y - 12) < 5;
  if ((!isLong && !isShort) || isHole || (broken && x > 14)) return null;
  return blot !== undefined && Math.hypot(x - blot.x, y - blot.y) < 6 ? 15 : PART;
}
