import { describe, expect, it } from 'vitest';
import { partsNeeded, partsToProve, type TestCriteria, type Verdict } from '../../../shared/domain/index.ts';
import { labellingOf } from './labelling.ts';
import { type JudgedImage, outcomeOf } from './outcome.ts';

const CRITERIA: TestCriteria = {
  falseRejects: { most: 0.05, bound: 0.1 },
  reviewed: null,
  misses: { most: 0, bound: null },
  classes: [],
  goodParts: 10,
  defectParts: 2,
};

function images(truth: 'good' | 'defect', verdicts: readonly Verdict[], defect: string | null = null): JudgedImage[] {
  return verdicts.map((verdict, index) => ({ label: { truth, defect }, verdict, part: `${truth} ${defect} ${index}` }));
}

const passes = (count: number): Verdict[] => Array<Verdict>(count).fill('pass');
const held = (judged: readonly JudgedImage[], criteria = CRITERIA) =>
  Object.fromEntries(outcomeOf(judged, criteria).checks.map(({ criterion, holds }) => [criterion, holds]));

describe('the outcome of a test', () => {
  it('holds observed shares and their bounds against the criteria', () => {
    // One of 46: observed 2.2 %; R: binom.test(1, 46, alternative = "less")$conf.int gives 0.0989.
    const judged = [...images('good', [...passes(45), 'fail']), ...images('defect', ['fail', 'review'])];
    const outcome = outcomeOf(judged, CRITERIA);
    expect(outcome.falseRejects).toMatchObject({ mistakes: 1, parts: 46, observed: 1 / 46 });
    expect(outcome.falseRejects.bound95).toBeCloseTo(0.0989, 3);
    expect(outcome.holds).toBe(true);
    expect(held([...judged.slice(1)], { ...CRITERIA, falseRejects: { most: 0.05, bound: 0.09 } })).toMatchObject({
      falseRejects: true,
      falseRejectBound: false,
    });
  });

  it('counts an error as a rejected good part, and never as a missed defect; one that is looked at is neither', () => {
    const outcome = outcomeOf(
      [...images('good', ['error', 'review', 'pass']), ...images('defect', ['error', 'review', 'pass'])],
      CRITERIA,
    );
    expect(outcome.falseRejects.mistakes).toBe(1);
    expect(outcome.reviewed.mistakes).toBe(1);
    expect(outcome.misses.mistakes).toBe(1);
    expect(outcome.holds).toBe(false);
  });

  it('counts parts, each by the worst of its images', () => {
    const shown = (verdict: Verdict): JudgedImage => ({ ...images('defect', [verdict])[0]!, part: 'defect part C1' });
    const outcome = outcomeOf([shown('fail'), shown('pass'), shown('fail')], CRITERIA);
    expect(outcome.misses).toMatchObject({ mistakes: 1, parts: 1 });
  });

  it('asks each class of defects for itself, and what has no part shows nothing', () => {
    const criteria = {
      ...CRITERIA,
      classes: [
        { defect: 'Dent', most: 0 },
        { defect: 'Stain', most: 0 },
      ],
    };
    const judged = [...images('good', passes(50)), ...images('defect', ['fail', 'pass'], 'Dent')];
    const { classes, checks } = outcomeOf(judged, criteria);
    expect(classes).toEqual([expect.objectContaining({ defect: 'Dent', mistakes: 1, parts: 2 })]);
    expect(checks.filter(({ criterion }) => criterion === 'class')).toEqual([
      { criterion: 'class', defect: 'Dent', wanted: 0, found: 0.5, holds: false },
      { criterion: 'class', defect: 'Stain', wanted: 0, found: null, holds: false },
    ]);
  });
});

describe('how many parts prove a share', () => {
  it.each([
    // ln(0.05) / ln(1 - p), rounded up; with mistakes as in tables of acceptance sampling.
    [0.05, 0, 59],
    [0.01, 0, 299],
    [0.05, 1, 93],
    [0.1, 2, 61],
  ])('at most %d with %i mistakes: %i', (bound, mistakes, parts) => {
    expect(partsToProve(bound, mistakes)).toBe(parts);
  });

  it('is what criteria need, besides what they ask for', () => {
    expect(partsNeeded(CRITERIA)).toEqual({ good: 29, defect: 2 });
    expect(partsNeeded({ ...CRITERIA, goodParts: 300, misses: null, defectParts: 0 })).toEqual({
      good: 300,
      defect: 0,
    });
  });
});

describe('labels', () => {
  const by = (person: string, truth: 'good' | 'defect', defect: string | null = null) => ({
    person,
    name: person,
    at: '2026-11-28T06:00:00.000Z',
    truth,
    defect,
  });

  it('hold when as many people as are needed say the same', () => {
    expect(labellingOf([by('ana', 'good')], 1).label).toEqual({ truth: 'good', defect: null });
    expect(labellingOf([by('ana', 'good')], 2)).toMatchObject({ label: null, differing: [] });
    expect(labellingOf([by('ana', 'defect', 'Dent'), by('ben', 'defect', 'Dent')], 2).label).toEqual({
      truth: 'defect',
      defect: 'Dent',
    });
  });

  it('differ also where people name other classes, and hold nothing then, however few are needed', () => {
    const two = [by('ana', 'defect', 'Dent'), by('ben', 'defect', 'Stain')];
    expect(labellingOf(two, 1)).toMatchObject({ label: null, differing: [{ by: 'ana' }, { by: 'ben' }] });
  });
});
