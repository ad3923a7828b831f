/**
 * The sample part: a turned ring with six bolt holes. Lengths are in half image widths, so the image spans -1..1 in both directions;
 * positive distances lie in the metal.
 */
export const RING = {
  outerRadius: 0.8,
  boreRadius: 0.33,
  boltCircleRadius: 0.57,
  boltHoleRadius: 0.085,
  boltHoles: 6,
  chamferWidth: 0.022,
  /** A shallow groove turned into the face, between the bolt circle and the rim. */
  grooveRadius: 0.705,
  grooveWidth: 0.018,
} as const;

export interface Point {
  readonly x: number;
  readonly y: number;
}

export function boltHole(index: number): Point {
  const angle = (2 * Math.PI * index) / RING.boltHoles;
  return { x: RING.boltCircleRadius * Math.cos(angle), y: RING.boltCircleRadius * Math.sin(angle) };
}

/** Distance from a point to the nearest edge of the metal and the direction towards that edge; negative outside the metal. */
export interface Edge {
  readonly distance: number;
  readonly towards: Point;
}

export function nearestEdge(point: Point, missingHole: number | null): Edge {
  const radius = Math.max(Math.hypot(point.x, point.y), 1e-9);
  const outward = { x: point.x / radius, y: point.y / radius };
  let nearest: Edge = { distance: RING.outerRadius - radius, towards: outward };
  const consider = (distance: number, towards: Point): void => {
    if (distance < nearest.distance) nearest = { distance, towards };
  };
  consider(radius - RING.boreRadius, { x: -outward.x, y: -outward.y });
  for (let index = 0; index < RING.boltHoles; index++) {
    if (index === missingHole) continue;
    const centre = boltHole(index);
    const away = Math.max(Math.hypot(point.x - centre.x, point.y - centre.y), 1e-9);
    consider(away - RING.boltHoleRadius, { x: (centre.x - point.x) / away, y: (centre.y - point.y) / away });
  }
  return nearest;
}
