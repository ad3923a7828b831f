import { describe, expect, test } from 'vitest';
import { unlikeOthers } from './outliers.ts';

const ordinary = Array.from({ length: 40 }, (_, index) => 15 + Math.sin(index * 1.7) * 2);

describe('good images that are unlike all others', () => {
  test('are named where one distance is several times the others', () => {
    expect(unlikeOthers([...ordinary, 46])).toEqual([...ordinary.map(() => false), true]);
  });

  test('are not found among ordinary distances', () => {
    expect(unlikeOthers(ordinary)).not.toContain(true);
  });

  test('are not found on the near side: a distance that is small is no outlier', () => {
    expect(unlikeOthers([...ordinary, 1])).not.toContain(true);
  });

  test('are not named where more than one in twenty stand out, since good parts then simply differ that much', () => {
    expect(unlikeOthers([...ordinary, 46, 47, 48])).not.toContain(true);
  });

  test('are not found where most distances are the same', () => {
    expect(unlikeOthers([3, 3, 3, 3, 9])).not.toContain(true);
  });
});
