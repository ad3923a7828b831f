import { between, type Random, smoothNoise } from './random.ts';
import { boltHole, type Point, RING } from './ring.ts';

export const DEFECT_KINDS = ['scratch', 'dent', 'chip', 'missing-hole', 'stain'] as const;
export type DefectKind = (typeof DEFECT_KINDS)[number];

/** What a defect does to the metal at one place. */
export interface Alteration {
  /** How far the place lies inside the metal that was broken away; negative where it is still there. */
  readonly loss: number;
  /** Slope added to the surface. */
  readonly slope: Point;
  /** Share of light absorbed, 0..1. */
  readonly absorption: number;
  /** Light added or taken by a torn surface. */
  readonly glint: number;
  /** Whether a person would mark this place as defective. */
  readonly marked: boolean;
}

export const UNTOUCHED: Alteration = { loss: -1, slope: { x: 0, y: 0 }, absorption: 0, glint: 0, marked: false };

export interface Defect {
  readonly kind: DefectKind;
  readonly missingHole: number | null;
  at(point: Point): Alteration;
}

/** @param severity 0 (subtle) to 1 (obvious) */
export function makeDefect(kind: DefectKind, severity: number, random: Random): Defect {
  switch (kind) {
    case 'scratch':
      return scratch(severity, random);
    case 'dent':
      return dent(severity, random);
    case 'chip':
      return chip(severity, random);
    case 'missing-hole':
      return missingHole(random);
    case 'stain':
      return stain(severity, random);
  }
}

/** A place on the face that is clear of bore, holes and rim. */
function placeOnFace(random: Random): Point {
  const betweenHoles = (Math.PI / RING.boltHoles) * (2 * Math.floor(random() * RING.boltHoles) + 1);
  const angle = betweenHoles + between(random, -0.15, 0.15);
  const radius = between(random, RING.boreRadius + 0.13, RING.outerRadius - 0.17);
  return { x: radius * Math.cos(angle), y: radius * Math.sin(angle) };
}

function scratch(severity: number, random: Random): Defect {
  const middle = placeOnFace(random);
  const direction = between(random, 0, Math.PI);
  const halfLength = between(random, 0.09, 0.12) + 0.14 * severity;
  const bend = between(random, -0.5, 0.5);
  const halfWidth = 0.005 + 0.006 * severity;
  const strength = (random() < 0.5 ? -1 : 1) * (0.26 + 0.4 * severity);
  const ragged = smoothNoise(Math.floor(random() * 1e6));
  return {
    kind: 'scratch',
    missingHole: null,
    at(point) {
      const along = (point.x - middle.x) * Math.cos(direction) + (point.y - middle.y) * Math.sin(direction);
      const across = -(point.x - middle.x) * Math.sin(direction) + (point.y - middle.y) * Math.cos(direction);
      const away = Math.abs(across - bend * along * along + 0.004 * ragged(along * 40, 0));
      const width = halfWidth * Math.sqrt(Math.max(0, 1 - (along / halfLength) ** 2));
      if (away > width + 0.006 || Math.abs(along) > halfLength) return UNTOUCHED;
      const depth = Math.max(0, 1 - away / (width + 1e-6));
      return {
        ...UNTOUCHED,
        glint: strength * Math.sqrt(depth) * (0.8 + 0.2 * ragged(along * 60, 9)),
        marked: away <= width,
      };
    },
  };
}

function dent(severity: number, random: Random): Defect {
  const centre = placeOnFace(random);
  const radius = between(random, 0.05, 0.06) + 0.045 * severity;
  const depth = 0.28 + 0.75 * severity;
  const stretch = between(random, 0.75, 1.3);
  return {
    kind: 'dent',
    missingHole: null,
    at(point) {
      const dx = ((point.x - centre.x) * stretch) / radius;
      const dy = (point.y - centre.y) / stretch / radius;
      const squared = dx * dx + dy * dy;
      if (squared > 4) return UNTOUCHED;
      const fall = Math.exp(-squared * 1.6);
      return {
        ...UNTOUCHED,
        slope: { x: depth * dx * fall * 2, y: depth * dy * fall * 2 },
        absorption: 0.25 * severity * fall,
        marked: squared <= 1.2,
      };
    },
  };
}

function chip(severity: number, random: Random): Defect {
  const angle = between(random, 0, 2 * Math.PI);
  const atRim = random() < 0.65;
  const edgeRadius = atRim ? RING.outerRadius : RING.boreRadius;
  const centre = { x: edgeRadius * Math.cos(angle), y: edgeRadius * Math.sin(angle) };
  const radius = 0.045 + 0.075 * severity;
  const ragged = smoothNoise(Math.floor(random() * 1e6));
  return {
    kind: 'chip',
    missingHole: null,
    at(point) {
      const away = Math.hypot(point.x - centre.x, point.y - centre.y);
      const bite = radius * (1 + 0.3 * ragged(point.x * 28, point.y * 28)) - away;
      if (bite < -0.03) return UNTOUCHED;
      return { ...UNTOUCHED, loss: bite, marked: bite > -0.008 };
    },
  };
}

function missingHole(random: Random): Defect {
  const index = Math.floor(random() * RING.boltHoles);
  const centre = boltHole(index);
  return {
    kind: 'missing-hole',
    missingHole: index,
    at(point) {
      const marked = Math.hypot(point.x - centre.x, point.y - centre.y) <= RING.boltHoleRadius + RING.chamferWidth;
      return { ...UNTOUCHED, marked };
    },
  };
}

function stain(severity: number, random: Random): Defect {
  const centre = placeOnFace(random);
  const radius = between(random, 0.07, 0.09) + 0.07 * severity;
  const strength = 0.16 + 0.34 * severity;
  const edge = smoothNoise(Math.floor(random() * 1e6));
  const mottle = smoothNoise(Math.floor(random() * 1e6));
  return {
    kind: 'stain',
    missingHole: null,
    at(point) {
      const dx = point.x - centre.x;
      const dy = point.y - centre.y;
      // Turned off the noise's lattice, whose corners would show.
      const reach =
        radius * (1 + 0.3 * edge(dx * 7 + dy * 4, dy * 7 - dx * 4) + 0.1 * edge(dx * 13 - dy * 19, dy * 13 + dx * 19));
      const inside = 1 - Math.hypot(dx, dy) / reach;
      if (inside < 0) return UNTOUCHED;
      // Dried liquid: an even film with a darker rim.
      const film = Math.min(1, inside * 6);
      const rim = Math.exp(-(((inside - 0.08) / 0.07) ** 2));
      const absorption = strength * film * (0.75 + 0.25 * mottle(dx * 50, dy * 50)) + 0.18 * strength * rim;
      return { ...UNTOUCHED, absorption, marked: true };
    },
  };
}
