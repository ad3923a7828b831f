import { describe, expect, it } from 'vitest';
import { labelRegions } from './masks.ts';
import { type JudgedPixels, PIXEL_SIDE, pixelFigures, upsampleBilinear } from './pixelFigures.ts';

describe('scaling a map', () => {
  it('keeps a map of the same size', () => {
    const values = [1, 2, 3, 4];
    expect([...upsampleBilinear({ height: 2, width: 2, values }, 2)]).toEqual(values);
  });

  it('interpolates between the centres of places and repeats the edges', () => {
    // As torch.nn.functional.interpolate([[0, 1], [2, 3]], size=4, mode="bilinear", align_corners=False) gives it.
    const scaled = upsampleBilinear({ height: 2, width: 2, values: [0, 1, 2, 3] }, 4);
    expect([...scaled]).toEqual([0, 0.25, 0.75, 1, 0.5, 0.75, 1.25, 1.5, 1.5, 1.75, 2.25, 2.5, 2, 2.25, 2.75, 3]);
  });

  it('takes a map that is no square', () => {
    expect([...upsampleBilinear({ height: 1, width: 2, values: [0, 4] }, 2)]).toEqual([0, 4, 0, 4]);
  });
});

describe('the regions of a mask', () => {
  it('are counted apart, and together where they touch at a corner', () => {
    const mask = [1, 0, 0, 1, 0, 1, 0, 1, 0, 0, 0, 0, 1, 1, 0, 0];
    const { labels, count } = labelRegions(mask, 4);
    expect(count).toBe(3);
    expect([...labels]).toEqual([1, 0, 0, 2, 0, 1, 0, 2, 0, 0, 0, 0, 3, 3, 0, 0]);
  });

  it('do not reach around the edge', () => {
    expect(labelRegions([0, 1, 1, 0], 2).count).toBe(1);
    expect(labelRegions([0, 0, 1, 1, 0, 0, 0, 0, 0], 3).count).toBe(2);
  });

  it('are none where nothing is marked', () => {
    expect(labelRegions([0, 0, 0, 0], 2)).toEqual({ labels: new Uint32Array(4), count: 0 });
  });
});

describe('the figures of places', () => {
  const places = PIXEL_SIDE * PIXEL_SIDE;
  const mapOf = (score: (place: number) => number) => ({
    height: PIXEL_SIDE,
    width: PIXEL_SIDE,
    values: Float32Array.from({ length: places }, (_, place) => score(place)),
  });
  const maskOf = (isDefective: (place: number) => boolean) =>
    Uint8Array.from({ length: places }, (_, place) => (isDefective(place) ? 1 : 0));

  it('are 100 where every defective place scores higher than every good one', () => {
    const inCorner = (place: number): boolean => place < 40 && place > 20;
    const images: JudgedPixels[] = [
      { placement: null, map: mapOf((place) => (inCorner(place) ? 9 : 1)), mask: maskOf(inCorner) },
      { placement: null, map: mapOf(() => 1.5), mask: null },
    ];
    expect(pixelFigures(images)).toEqual({ auroc: 100, aupro: 100 });
  });

  it('weigh every defect the same in the AUPRO, and every place in the AUROC', () => {
    const large = (place: number): boolean => place < 3 * PIXEL_SIDE;
    const small = (place: number): boolean => place === places - 1;
    // The large defect is found, the small one looks as good as can be.
    const map = mapOf((place) => (large(place) ? 2 : small(place) ? 0 : 1));
    const figures = pixelFigures([{ placement: null, map, mask: maskOf((place) => large(place) || small(place)) }]);
    expect(figures?.aupro).toBeCloseTo(50, 10);
    expect(figures?.auroc).toBeCloseTo((100 * 3 * PIXEL_SIDE) / (3 * PIXEL_SIDE + 1), 10);
  });

  it('count a place that shares its score with good ones as half in order', () => {
    const defective = (place: number): boolean => place % 2 === 0;
    const figures = pixelFigures([{ placement: null, map: mapOf(() => 1), mask: maskOf(defective) }]);
    expect(figures?.auroc).toBe(50);
    expect(figures?.aupro).toBe(0);
  });

  it('stop counting overlap at a false-positive rate of 30 %', () => {
    const good = 1000;
    const isDefective = (place: number): boolean => place >= good;
    // All defective places score higher than 80 % of the good ones.
    const map = mapOf((place) => (isDefective(place) ? 0.8 * good - 0.5 : place));
    const figures = pixelFigures([{ placement: null, map, mask: maskOf(isDefective) }]);
    expect(figures?.auroc).toBeCloseTo(80, 6);
    expect(figures?.aupro).toBeCloseTo((100 * (0.3 - 0.2)) / 0.3, 6);
  });

  it('do not apply without a defective place', () => {
    expect(pixelFigures([{ placement: null, map: mapOf(() => 1), mask: null }])).toBeNull();
    expect(pixelFigures([])).toBeNull();
  });
});
