import { describe, expect, it } from 'vitest';
import { gaborKernels } from './gaborBank.ts';

const ORIENTATIONS = 8;
const RADIUS = 4;
const SIDE = 2 * RADIUS + 1;
const kernels = gaborKernels(ORIENTATIONS, { sigma: 1.2, frequency: 4 / 3, aspect: 0.5, radius: RADIUS });

function kernel(half: 'real' | 'imaginary', orientation: number): number[] {
  const start = ((half === 'real' ? 0 : ORIENTATIONS) + orientation) * SIDE * SIDE;
  return kernels.slice(start, start + SIDE * SIDE);
}

const orientations = Array.from({ length: ORIENTATIONS }, (_, orientation) => orientation);

describe('a Gabor filter', () => {
  it.each(orientations)('of orientation %i gives nothing on a flat surface', (orientation) => {
    for (const half of ['real', 'imaginary'] as const) {
      expect(kernel(half, orientation).reduce((total, value) => total + value, 0)).toBeCloseTo(0, 14);
    }
  });

  it.each(orientations)('of orientation %i has moduli that sum to one', (orientation) => {
    const imaginary = kernel('imaginary', orientation);
    const moduli = kernel('real', orientation).map((real, index) => Math.hypot(real, imaginary[index]!));
    expect(moduli.reduce((total, value) => total + value, 0)).toBeCloseTo(1, 14);
  });

  it('turned by a quarter is the one four orientations on', () => {
    const quarterTurn = (values: number[]) =>
      values.map((_, index) => values[(SIDE - 1 - (index % SIDE)) * SIDE + Math.floor(index / SIDE)]!);
    for (const orientation of [0, 1, 2, 3]) {
      const turned = quarterTurn(kernel('real', orientation));
      kernel('real', orientation + 4).forEach((value, index) => {
        expect(value).toBeCloseTo(turned[index]!, 14);
      });
    }
  });
});
