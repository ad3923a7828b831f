import { describe, expect, it } from 'vitest';
import { heatmapColour } from '../../../../shared/domain/index.ts';
import { outlineAbove } from './outline.ts';

/** A heatmap of these sigmas. */
function heatmapOf(rows: readonly (readonly number[])[]): Parameters<typeof outlineAbove>[0] {
  const values = rows.flat().map((sigma) => heatmapColour(sigma).alpha);
  return { width: rows[0]!.length, height: rows.length, values };
}

/** The places that an outline goes through. */
function placesOn(path: string): [number, number][] {
  return [...path.matchAll(/([\d.]+) ([\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);
}

describe('the outline of what lies above a limit', () => {
  const spot = heatmapOf([
    [2, 2, 2, 2],
    [2, 7, 7, 2],
    [2, 7, 7, 2],
    [2, 2, 2, 2],
  ]);

  it('goes round a spot, and is closed', () => {
    const places = placesOn(outlineAbove(spot, 5)!);
    expect(places.length).toBeGreaterThanOrEqual(16);
    for (const [x, y] of places) expect(Math.max(Math.abs(x - 0.5), Math.abs(y - 0.5))).toBeGreaterThan(0.12);
    for (const [x, y] of places) expect(Math.max(Math.abs(x - 0.5), Math.abs(y - 0.5))).toBeLessThan(0.38);
    // Where a line ends another begins.
    for (const place of places) expect(places.filter((other) => String(other) === String(place))).toHaveLength(2);
  });

  it('lies nearer to the spot for a higher limit', () => {
    const widest = (limit: number): number => Math.max(...placesOn(outlineAbove(spot, limit)!).map(([x]) => x));
    expect(widest(6.5)).toBeLessThan(widest(4));
  });

  it('is empty where nothing lies above the limit, and none where the scale cannot tell it', () => {
    expect(outlineAbove(spot, 8)).toBe('');
    expect(outlineAbove(spot, 1.5)).toBeNull();
    expect(outlineAbove(spot, 12)).toBeNull();
  });

  it('is closed along the edge of the picture', () => {
    const places = placesOn(outlineAbove(heatmapOf([[9]]), 4)!);
    expect(places).toHaveLength(8);
  });
});
