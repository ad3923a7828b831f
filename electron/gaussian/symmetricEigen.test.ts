import { describe, expect, it } from 'vitest';
import { gram } from './matrix.ts';
import { randomFrom, randomSamples } from './random.fixture.ts';
import { symmetricEigen } from './symmetricEigen.ts';

function expectDecomposition(matrix: Float64Array, size: number): void {
  const { values, vectors } = symmetricEigen(matrix, size);
  const scale = matrix.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-300);
  expect([...values]).toEqual([...values].sort((a, b) => b - a));
  const products = gram(vectors, size, size);
  for (let i = 0; i < size; i += 1) {
    for (let j = 0; j < size; j += 1) {
      expect(Math.abs(products[i * size + j]! - (i === j ? 1 : 0))).toBeLessThan(1e-12);
      let restored = 0;
      for (let k = 0; k < size; k += 1) restored += values[k]! * vectors[k * size + i]! * vectors[k * size + j]!;
      expect(Math.abs(restored - matrix[i * size + j]!) / scale).toBeLessThan(1e-13);
    }
  }
}

describe('symmetricEigen', () => {
  it.each([1, 2, 3, 10, 40])('restores a %i x %i matrix from orthonormal vectors, largest value first', (size) => {
    expectDecomposition(gram(randomSamples(randomFrom(size), size, 50).values, size, 50), size);
  });

  it('takes values of both signs', () => {
    const random = randomFrom(3);
    const matrix = new Float64Array(36);
    for (let i = 0; i < 6; i += 1) {
      for (let j = 0; j <= i; j += 1) matrix[i * 6 + j] = matrix[j * 6 + i] = random.normal();
    }
    expectDecomposition(matrix, 6);
  });

  it('takes matrices of low rank, repeated values, diagonals and zeros', () => {
    expectDecomposition(gram(randomSamples(randomFrom(1), 12, 3).values, 12, 3), 12);
    expectDecomposition(Float64Array.of(2, 0, 0, 0, 2, 0, 0, 0, 2), 3);
    expectDecomposition(Float64Array.of(1, 0, 0, 0, 5, 0, 0, 0, 3), 3);
    expectDecomposition(new Float64Array(16), 4);
  });

  it('leaves its input as it was', () => {
    const matrix = Float64Array.of(2, 1, 1, 3);
    symmetricEigen(matrix, 2);
    expect([...matrix]).toEqual([2, 1, 1, 3]);
  });
});
