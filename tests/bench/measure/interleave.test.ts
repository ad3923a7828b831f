import { describe, expect, it } from 'vitest';
import { interleave } from './interleave.ts';

describe('interleaved measurements', () => {
  it('take turns', async () => {
    const order: string[] = [];
    const work = (name: string) => async () => order.push(name);
    await interleave(3, work('a'), work('b'));
    expect(order).toEqual(['a', 'b', 'a', 'b', 'a', 'b']);
  });

  it('compare within a pair, so that a machine that becomes slower changes no ratio', async () => {
    let slowness = 1;
    const { first, ratio } = await interleave(
      4,
      async () => 30 * slowness,
      async () => {
        const ms = 20 * slowness;
        slowness *= 2;
        return ms;
      },
    );
    expect(first).toMatchObject({ minimum: 30, maximum: 240 });
    expect(ratio).toEqual({ median: 1.5, minimum: 1.5, maximum: 1.5, count: 4 });
  });
});
