import { describe, expect, it } from 'vitest';
import { maskOutline } from './masks.ts';

describe('the outline of a mask', () => {
  it('goes around a place, each side one line', () => {
    expect(
      maskOutline([0, 0, 0, 0, 1, 0, 0, 0, 0], 3)
        .match(/M\d \d[hv]\d/g)
        ?.sort(),
    ).toEqual(['M1 1h1', 'M1 1v1', 'M1 2h1', 'M2 1v1']);
  });

  it('runs along the border of the image where the defect does', () => {
    expect(maskOutline([1, 1, 1, 1], 2)).toBe('M0 0h2M0 0v2M0 2h2M2 0v2');
  });

  it('is nothing without a defect', () => {
    expect(maskOutline(new Uint8Array(16), 4)).toBe('');
  });
});
