import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomFrom } from './random.fixture.ts';
import { addRowProducts } from './rowProducts.ts';

function randomBlock(seed: number, rows: number, columns: number, offset: number, gap: number) {
  const random = randomFrom(seed);
  const stride = columns + gap;
  return {
    values: Float64Array.from({ length: offset + rows * stride }, () => random.normal()),
    offset,
    stride,
  };
}

function expectProducts(rows: number, columns: number, depth: number, factor: number, seed: number): void {
  const a = randomBlock(seed, rows, depth, 3, 2);
  const b = randomBlock(seed + 1, columns, depth, 1, 5);
  const target = randomBlock(seed + 2, rows, columns, 4, 7);
  const before = target.values.slice();
  addRowProducts(target, a, b, { rows, columns, depth }, factor);
  const expected = before.slice();
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      let sum = 0;
      for (let k = 0; k < depth; k += 1) {
        sum += a.values[a.offset + row * a.stride + k]! * b.values[b.offset + column * b.stride + k]!;
      }
      const index = target.offset + row * target.stride + column;
      expected[index] = expected[index]! + factor * sum;
    }
  }
  let worst = 0;
  for (const [i, value] of expected.entries()) worst = Math.max(worst, Math.abs(value - target.values[i]!));
  expect(worst).toBeLessThan(1e-11);
}

describe('addRowProducts', () => {
  it('adds the products of all pairs of rows and touches nothing outside the block', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 70 }),
        fc.integer({ min: 1, max: 70 }),
        fc.integer({ min: 0, max: 40 }),
        fc.double({ min: -2, max: 2, noNaN: true }),
        fc.integer(),
        expectProducts,
      ),
      { numRuns: 60 },
    );
  });

  it('crosses the edges of its panels in every direction', () => {
    expectProducts(65, 129, 257, -1, 5);
    expectProducts(130, 3, 600, 1, 6);
  });

  it('keeps what is not finite', () => {
    const values = new Float64Array(20 * 20).fill(1);
    values[7] = Number.NaN;
    const target = new Float64Array(20 * 20);
    const whole = { values, offset: 0, stride: 20 };
    addRowProducts({ values: target, offset: 0, stride: 20 }, whole, whole, { rows: 20, columns: 20, depth: 20 }, 1);
    expect([...target.subarray(0, 20)].every(Number.isNaN)).toBe(true);
    expect(target[21]).toBe(20);
  });
});
