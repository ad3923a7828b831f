import { describe, expect, it } from 'vitest';
import {
  approvalRefusal,
  lifeStateOf,
  mayJudge,
  retirementRefusal,
  useRefusal,
  type VersionFacts,
} from './recipeLife.ts';

/** A version that was fitted at a protected station, and nothing else. */
const FITTED: VersionFacts = {
  isProtected: true,
  hasLimit: true,
  verification: 'none',
  decided: null,
  isInUse: false,
  isPlanned: false,
};
const STRICT = { approvalNeedsTest: true, fitterMayNotApprove: true };
const LAX = { approvalNeedsTest: false, fitterMayNotApprove: false };

describe('the state of a version', () => {
  it.for<[Partial<VersionFacts>, string]>([
    [{}, 'draft'],
    [{ verification: 'open' }, 'draft'],
    [{ verification: 'failed' }, 'draft'],
    [{ verification: 'passed' }, 'verified'],
    [{ verification: 'passed', hasLimit: false }, 'draft'],
    [{ decided: 'approved' }, 'approved'],
    [{ decided: 'approved', verification: 'failed' }, 'approved'],
    [{ decided: 'approved', isInUse: true }, 'active'],
    [{ isInUse: true }, 'draft'],
    [{ isInUse: true, isProtected: false }, 'active'],
    [{ decided: 'retired', verification: 'passed' }, 'retired'],
  ])('with %j is %s', ([change, state]) => {
    expect(lifeStateOf({ ...FITTED, ...change })).toBe(state);
  });
});

describe('what may be done with a version', () => {
  it.for<[Partial<VersionFacts>, string | null]>([
    [{}, 'recipe.not-approved'],
    [{ verification: 'passed' }, 'recipe.not-approved'],
    [{ decided: 'approved' }, null],
    [{ isProtected: false }, null],
    [{ isProtected: false, decided: 'retired' }, 'recipe.retired'],
    [{ decided: 'retired' }, 'recipe.retired'],
  ])('with %j it judges unless %s', ([change, refusal]) => {
    const facts = { ...FITTED, ...change };
    expect(useRefusal(facts)).toBe(refusal);
    expect(mayJudge(facts)).toBe(refusal === null);
  });

  it.for<[Partial<VersionFacts>, typeof LAX, boolean, string | null]>([
    [{}, LAX, true, null],
    [{}, STRICT, false, 'recipe.not-tested'],
    [{ verification: 'open' }, STRICT, false, 'recipe.not-tested'],
    [{ verification: 'passed' }, STRICT, false, null],
    [{ verification: 'passed' }, STRICT, true, 'recipe.own-fit'],
    [{ verification: 'failed' }, LAX, false, 'recipe.test-failed'],
    [{ verification: 'failed', isProtected: false }, LAX, false, 'recipe.test-failed'],
    [{ isProtected: false }, STRICT, true, null],
    [{ hasLimit: false, isProtected: false }, LAX, false, 'recipe.no-limit'],
    [{ hasLimit: false, verification: 'passed' }, LAX, false, 'recipe.no-limit'],
    [{ decided: 'approved' }, LAX, false, 'recipe.approved-already'],
    // Retired by mistake: it goes the way of approval once more.
    [{ decided: 'retired' }, LAX, false, null],
  ])('with %j, policies %j and own fit %s it is approved unless %s', ([change, policies, isOwn, refusal]) => {
    expect(approvalRefusal({ ...FITTED, ...change }, policies, isOwn)).toBe(refusal);
  });

  it.for<[Partial<VersionFacts>, string | null]>([
    [{}, null],
    [{ decided: 'approved' }, null],
    [{ isInUse: true }, 'recipe.in-use'],
    [{ isPlanned: true }, 'recipe.planned'],
    [{ decided: 'retired' }, 'recipe.retired'],
  ])('with %j it is retired unless %s', ([change, refusal]) => {
    expect(retirementRefusal({ ...FITTED, ...change })).toBe(refusal);
  });
});
