import { describe, expect, it } from 'vitest';
import { testCriteriaSchema } from '../../../../shared/domain/index.ts';
import { criteriaOf, EMPTY_CRITERIA, typedOf } from './criteria.ts';

const typed = { ...EMPTY_CRITERIA, classes: {} };

describe('criteria as they are typed', () => {
  it('are what the station takes, and read again as they were typed', () => {
    const { criteria } = criteriaOf({
      ...typed,
      falseRejectBound: '12,5',
      reviewed: '0.1',
      classes: { Dent: '2', Scratch: '' },
    });
    expect(testCriteriaSchema.parse(criteria)).toEqual({
      falseRejects: { most: 0.02, bound: 0.125 },
      reviewed: 0.001,
      misses: { most: 0, bound: null },
      classes: [{ defect: 'Dent', most: 0.02 }],
      goodParts: 20,
      defectParts: 5,
    });
    expect(criteria && typedOf(criteria)).toMatchObject({ falseRejectBound: '12.5', reviewed: '0.1', missBound: '' });
  });

  it('need no share of misses where there are no defects', () => {
    expect(criteriaOf({ ...typed, misses: '', testsDefects: false }).criteria).toMatchObject({
      misses: null,
      defectParts: 0,
    });
  });

  it.each([
    ['falseRejects', ''],
    ['falseRejects', '101'],
    ['falseRejectBound', '0'],
    ['reviewed', 'few'],
    ['misses', ''],
    ['goodParts', '0'],
    ['defectParts', '1.5'],
  ] as const)('are refused where %s is "%s", at its field', (name, text) => {
    const { criteria, errors } = criteriaOf({ ...typed, [name]: text });
    expect(criteria).toBeNull();
    expect(Object.keys(errors)).toEqual([name]);
  });
});
