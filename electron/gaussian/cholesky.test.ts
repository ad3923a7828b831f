import { describe, expect, it } from 'vitest';
import { factorCholesky, invertLowerTriangle, solveLowerRows } from './cholesky.ts';
import { gram } from './matrix.ts';
import { randomFrom, randomSamples } from './random.fixture.ts';

/** A positive definite matrix that is larger than the blocks of the algorithm and no multiple of them. */
function positiveDefinite(size: number): Float64Array {
  const matrix = gram(randomSamples(randomFrom(size), size, size + 5).values, size, size + 5);
  for (let i = 0; i < size; i += 1) matrix[i * (size + 1)]! += 1;
  return matrix;
}

function product(a: Float64Array, b: Float64Array, size: number): Float64Array {
  return Float64Array.from({ length: size * size }, (_, index) => {
    const row = Math.floor(index / size);
    let sum = 0;
    for (let k = 0; k < size; k += 1) sum += a[row * size + k]! * b[k * size + (index % size)]!;
    return sum;
  });
}

function largest(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

describe.each([1, 2, 15, 16, 17, 75])('the Cholesky factor of a %i x %i matrix', (size) => {
  const matrix = positiveDefinite(size);
  const factor = matrix.slice();
  const succeeded = factorCholesky(factor, size);

  it('multiplied by its transpose gives the matrix back', () => {
    expect(succeeded).toBe(true);
    const restored = gram(factor, size, size);
    expect(largest(restored.map((value, i) => value - matrix[i]!)) / largest(matrix)).toBeLessThan(1e-14);
  });

  it('has an inverse that is lower triangular too', () => {
    const inverse = invertLowerTriangle(factor, size);
    const unit = product(inverse, factor, size);
    for (let i = 0; i < size; i += 1) unit[i * (size + 1)]! -= 1;
    expect(largest(unit)).toBeLessThan(1e-12);
    for (let row = 0; row < size; row += 1) {
      expect(inverse.subarray(row * size + row + 1, (row + 1) * size).every((value) => value === 0)).toBe(true);
    }
  });

  it('whitens rows as its inverse does', () => {
    const rows = randomSamples(randomFrom(9), 3, size).values;
    const solved = rows.slice();
    solveLowerRows(factor, size, solved, 3);
    const inverse = invertLowerTriangle(factor, size);
    for (let row = 0; row < 3; row += 1) {
      for (let i = 0; i < size; i += 1) {
        let expected = 0;
        for (let k = 0; k <= i; k += 1) expected += inverse[i * size + k]! * rows[row * size + k]!;
        expect(solved[row * size + i]!).toBeCloseTo(expected, 10);
      }
    }
  });
});

describe('a matrix that is not positive definite', () => {
  it('is refused where a pivot is negative', () => {
    expect(factorCholesky(Float64Array.of(1, 2, 2, 1), 2)).toBe(false);
  });

  it('is refused where a pivot is zero but for rounding', () => {
    const vector = [0.1, 0.7, 0.3];
    expect(factorCholesky(Float64Array.from(vector.flatMap((a) => vector.map((b) => a * b))), 3)).toBe(false);
  });

  it('is refused where it holds NaN', () => {
    expect(factorCholesky(Float64Array.of(1, 0, Number.NaN, 1), 2)).toBe(false);
  });
});
