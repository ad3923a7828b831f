import { describe, expect, it } from 'vitest';
import { HEATMAP_LEGEND, HEATMAP_SCALE, heatmapColour } from './colourScale.ts';

const steps = Array.from({ length: 161 }, (_, index) => HEATMAP_SCALE.from + index / 20);

/** Relative luminance of WCAG 2: what is left of a colour on a grey print. */
function luminance({ red, green, blue }: { red: number; green: number; blue: number }): number {
  const linear = [red, green, blue].map((channel) => (channel / 255) ** 2.2);
  return 0.2126 * linear[0]! + 0.7152 * linear[1]! + 0.0722 * linear[2]!;
}

describe('the colour scale of heatmaps', () => {
  it('leaves ordinary places clear', () => {
    for (const sigma of [-50, 0, 1.9, HEATMAP_SCALE.from]) expect(heatmapColour(sigma).alpha).toBe(0);
  });

  it('never lets a stronger place look weaker: alpha rises and luminance falls steadily', () => {
    for (const [index, sigma] of steps.slice(1).entries()) {
      const before = heatmapColour(steps[index]!);
      const after = heatmapColour(sigma);
      expect(after.alpha).toBeGreaterThanOrEqual(before.alpha);
      expect(luminance(after)).toBeLessThanOrEqual(luminance(before) + 0.004);
    }
  });

  it('has no jump that would draw an edge where the map has none', () => {
    for (const [index, sigma] of steps.slice(1).entries()) {
      const before = heatmapColour(steps[index]!);
      const after = heatmapColour(sigma);
      const step = Math.max(...(['red', 'green', 'blue', 'alpha'] as const).map((c) => Math.abs(after[c] - before[c])));
      expect(step).toBeLessThanOrEqual(8);
    }
  });

  it('keeps the strongest colour beyond its end', () => {
    expect(heatmapColour(1000)).toEqual(heatmapColour(HEATMAP_SCALE.to));
    expect(heatmapColour(Number.POSITIVE_INFINITY)).toEqual(heatmapColour(HEATMAP_SCALE.to));
  });

  it('shows a place that could not be computed as the strongest colour', () => {
    expect(heatmapColour(Number.NaN)).toEqual(heatmapColour(HEATMAP_SCALE.to));
  });

  it('passes through its corner colours exactly', () => {
    expect(heatmapColour(6)).toEqual({ red: 255, green: 138, blue: 36, alpha: 184 });
  });

  it('gives a legend that begins clear and ends with the strongest colour', () => {
    expect(HEATMAP_LEGEND[0]).toMatchObject({ sigma: HEATMAP_SCALE.from, colour: { alpha: 0 } });
    expect(HEATMAP_LEGEND.at(-1)).toEqual({ sigma: HEATMAP_SCALE.to, colour: heatmapColour(99) });
  });
});
