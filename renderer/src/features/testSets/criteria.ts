import type { RateCriterion, TestCriteria } from '../../../../shared/domain/index.ts';
import { texts } from '../../lib/texts.ts';

/** Criteria as they are typed: percentages and counts; empty for what is not asked. */
export interface TypedCriteria {
  goodParts: string;
  falseRejects: string;
  falseRejectBound: string;
  reviewed: string;
  testsDefects: boolean;
  defectParts: string;
  misses: string;
  missBound: string;
  /** By class of defects. */
  classes: Record<string, string>;
}

/** What is asked of a version unless somebody thinks otherwise: no defect passes. */
export const EMPTY_CRITERIA: Omit<TypedCriteria, 'classes'> = {
  goodParts: '20',
  falseRejects: '2',
  falseRejectBound: '5',
  reviewed: '',
  testsDefects: true,
  defectParts: '5',
  misses: '0',
  missBound: '',
};

export function typedOf({
  falseRejects,
  reviewed,
  misses,
  classes,
  goodParts,
  defectParts,
}: TestCriteria): TypedCriteria {
  return {
    goodParts: String(goodParts),
    falseRejects: percentOf(falseRejects.most),
    falseRejectBound: percentOf(falseRejects.bound),
    reviewed: percentOf(reviewed),
    testsDefects: misses !== null,
    defectParts: String(defectParts),
    misses: percentOf(misses?.most ?? null),
    missBound: percentOf(misses?.bound ?? null),
    classes: Object.fromEntries(classes.map(({ defect, most }) => [defect, percentOf(most)])),
  };
}

/** @returns null for criteria that cannot be read, and for each field that is wrong the sentence that says so */
export function criteriaOf(typed: TypedCriteria): {
  readonly criteria: TestCriteria | null;
  readonly errors: Readonly<Record<string, string>>;
} {
  const words = texts.testSets;
  const errors: Record<string, string> = {};

  function share(name: string, text: string, isBound: boolean): number | null {
    if (text.trim() === '') return null;
    const value = Number(text.trim().replace(',', '.'));
    const isRight = isBound ? value > 0 && value < 100 : value >= 0 && value <= 100;
    if (!isRight) errors[name] = isBound ? words.wrongBound : words.wrongPercent;
    return Number((value / 100).toFixed(8));
  }

  function parts(name: 'goodParts' | 'defectParts', least: number): number {
    const value = Number(typed[name].trim());
    if (typed[name].trim() === '' || !Number.isInteger(value) || value < least) errors[name] = words.wrongParts;
    return value;
  }

  function rate(name: 'falseRejects' | 'misses', boundName: 'falseRejectBound' | 'missBound'): RateCriterion | null {
    const most = share(name, typed[name], false);
    const bound = share(boundName, typed[boundName], true);
    if (most === null && bound !== null) errors[name] = words.wrongPercent;
    return most === null ? null : { most, bound };
  }

  function defects(): Pick<TestCriteria, 'misses' | 'classes' | 'defectParts'> {
    const misses = rate('misses', 'missBound');
    if (misses === null) errors.misses = words.wrongPercent;
    const classes = Object.entries(typed.classes).flatMap(([defect, text]) => {
      const most = share(`class ${defect}`, text, false);
      return most === null ? [] : [{ defect, most }];
    });
    return { misses, classes, defectParts: parts('defectParts', 0) };
  }

  const falseRejects = rate('falseRejects', 'falseRejectBound');
  if (falseRejects === null) errors.falseRejects = words.wrongPercent;
  const reviewed = share('reviewed', typed.reviewed, false);
  const goodParts = parts('goodParts', 1);
  const read = {
    reviewed,
    goodParts,
    ...(typed.testsDefects ? defects() : { misses: null, classes: [], defectParts: 0 }),
  };
  const isRight = falseRejects !== null && Object.keys(errors).length === 0;
  return { criteria: isRight ? { ...read, falseRejects } : null, errors };
}

function percentOf(share: number | null): string {
  return share === null ? '' : String(Number((share * 100).toFixed(6)));
}
