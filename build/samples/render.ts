import { type Alteration, type Defect, UNTOUCHED } from './defects.ts';
import { between, normal, type Random, smoothNoise } from './random.ts';
import { nearestEdge, type Point, RING } from './ring.ts';

export const IMAGE_SIZE_PX = 480;
const SUPERSAMPLING = 2;

/** How one part lies under the camera and how it is lit: what differs from one good part to the next. */
interface Scene {
  readonly shift: Point;
  readonly turn: number;
  readonly lightAngle: number;
  readonly brightness: number;
  readonly warmth: number;
  readonly grain: (x: number, y: number) => number;
  readonly patina: (x: number, y: number) => number;
  readonly belt: (x: number, y: number) => number;
}

export interface RenderedPart {
  /** RGB, IMAGE_SIZE_PX x IMAGE_SIZE_PX x 3. */
  readonly pixels: Uint8Array;
  /** 255 where the part is defective, IMAGE_SIZE_PX x IMAGE_SIZE_PX. */
  readonly mask: Uint8Array;
}

/** Renders one part as a line camera would see it: turned metal under a ring light on a dark belt, with lens and sensor noise. */
export function renderPart(defect: Defect | null, random: Random): RenderedPart {
  const scene = makeScene(random);
  const size = IMAGE_SIZE_PX;
  const pixels = new Uint8Array(size * size * 3);
  const mask = new Uint8Array(size * size);
  const steps = SUPERSAMPLING * SUPERSAMPLING;
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      let light = 0;
      let marked = 0;
      for (let step = 0; step < steps; step++) {
        const x = (2 * (column + ((step % SUPERSAMPLING) + 0.5) / SUPERSAMPLING)) / size - 1;
        const y = (2 * (row + (Math.floor(step / SUPERSAMPLING) + 0.5) / SUPERSAMPLING)) / size - 1;
        const sample = shade({ x, y }, scene, defect);
        light += sample.light / steps;
        marked += sample.marked ? 1 : 0;
      }
      const index = row * size + column;
      writePixel(pixels, index, light, scene, random);
      mask[index] = marked * 2 >= steps ? 255 : 0;
    }
  }
  return { pixels, mask };
}

function makeScene(random: Random): Scene {
  const seed = (): number => Math.floor(random() * 1e6);
  return {
    shift: { x: between(random, -0.014, 0.014), y: between(random, -0.014, 0.014) },
    turn: (between(random, -1.6, 1.6) * Math.PI) / 180,
    lightAngle: -0.7 + between(random, -0.03, 0.03),
    // A lamp in a station is held within a tolerance; it has no tails.
    brightness: 1 + between(random, -0.035, 0.035),
    warmth: between(random, -0.012, 0.012),
    grain: smoothNoise(seed()),
    patina: smoothNoise(seed()),
    belt: smoothNoise(seed()),
  };
}

/** The light that reaches the camera from one place, linear, and whether the place is defective. */
function shade(place: Point, scene: Scene, defect: Defect | null): { light: number; marked: boolean } {
  const cos = Math.cos(scene.turn);
  const sin = Math.sin(scene.turn);
  const x = place.x - scene.shift.x;
  const y = place.y - scene.shift.y;
  const point = { x: cos * x + sin * y, y: -sin * x + cos * y };
  const alteration = defect?.at(point) ?? UNTOUCHED;
  const edge = nearestEdge(point, defect?.missingHole ?? null);
  const distance = Math.min(edge.distance, -alteration.loss);
  const falloff = 1 - 0.13 * (place.x * place.x + place.y * place.y);
  const metal = distance > 0;
  const light = metal
    ? metalLight(point, distance, edge.towards, scene, alteration)
    : beltLight(place, distance, scene);
  const belongsToPart = edge.distance > 0;
  return { light: light * falloff * scene.brightness, marked: belongsToPart && alteration.marked };
}

function beltLight(place: Point, distance: number, scene: Scene): number {
  const weave = 0.012 * Math.sin(place.x * 210) * Math.sin(place.y * 210);
  const shadow = 0.55 + 0.45 * Math.min(1, -distance / 0.07);
  return (0.075 + weave + 0.012 * scene.belt(place.x * 30, place.y * 30)) * shadow;
}

function metalLight(point: Point, distance: number, towards: Point, scene: Scene, alteration: Alteration): number {
  const radius = Math.hypot(point.x, point.y);
  const angle = Math.atan2(point.y, point.x);
  const chamfer = distance < RING.chamferWidth ? 1.1 : 0;
  const groove = Math.exp(-(((radius - RING.grooveRadius) / RING.grooveWidth) ** 2));
  const grooveSlope = (-2.2 * groove * (radius - RING.grooveRadius)) / RING.grooveWidth;
  const slopeX = towards.x * chamfer + (point.x / radius) * grooveSlope + alteration.slope.x;
  const slopeY = towards.y * chamfer + (point.y / radius) * grooveSlope + alteration.slope.y;

  // Turning marks run along circles, so they are fine across the radius and long around it.
  const marks = 0.6 * scene.grain(radius * 260, angle * 5) + 0.4 * scene.grain(radius * 110 + 500, angle * 9);
  const lightX = Math.cos(scene.lightAngle);
  const lightY = Math.sin(scene.lightAngle);
  const across = (-point.y / radius) * lightX + (point.x / radius) * lightY;
  const sheen = (1 - across * across) ** 5;
  const tilt = slopeX * lightX + slopeY * lightY;
  const diffuse = 0.34 + 0.2 * Math.tanh(tilt * 1.3);
  const clean = diffuse + 0.26 * sheen + 0.035 * marks + 0.018 * scene.patina(point.x * 5, point.y * 5);
  const stained = clean * (1 - alteration.absorption);
  return Math.max(0.01, stained + alteration.glint * 0.55);
}

/** Lens falloff is in the light already; here come tone, a trace of colour, and sensor noise. */
function writePixel(pixels: Uint8Array, index: number, light: number, scene: Scene, random: Random): void {
  const noisy = light + normal(random) * (0.0035 + 0.008 * Math.sqrt(Math.max(0, light)));
  const tone = 255 * Math.max(0, noisy) ** (1 / 1.8);
  const tint = [1 + scene.warmth - 0.012, 1, 1 - scene.warmth + 0.02];
  for (let channel = 0; channel < 3; channel++) {
    pixels[index * 3 + channel] = Math.max(0, Math.min(255, Math.round(tone * (tint[channel] ?? 1))));
  }
}
