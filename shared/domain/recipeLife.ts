import { z } from 'zod';

/**
 * The life of a version: fitted, tested, approved, judging, and at its end. `active` is the one that judges; at an open station it need not be approved.
 */
export const LIFE_STATES = ['draft', 'verified', 'approved', 'active', 'retired'] as const;
export const lifeStateSchema = z.enum(LIFE_STATES);
export type LifeState = z.infer<typeof lifeStateSchema>;

/** What the tests of a version have said of it. `open`: one is not finished. */
export const verificationSchema = z.object({
  outcome: z.enum(['none', 'open', 'passed', 'failed']),
  /** When that was known, and who ran the test; null where it is not known. */
  at: z.iso.datetime().nullable(),
  by: z.string().nullable(),
});
export type Verification = z.infer<typeof verificationSchema>;

export const NOT_TESTED: Verification = { outcome: 'none', at: null, by: null };

/** When a version begins to judge by itself: with the first image of another lot, or at a time. */
export const plannedUseSchema = z.union([z.literal('next-lot'), z.object({ at: z.iso.datetime() })]);
export type PlannedUse = z.infer<typeof plannedUseSchema>;

/** What becomes of a version that is approved. */
export const activationSchema = z.union([z.literal('now'), z.literal('later'), plannedUseSchema]);
export type Activation = z.infer<typeof activationSchema>;

export const versionLifeSchema = z.object({
  version: z.number().int().positive(),
  state: lifeStateSchema,
  /** Since when it has been in this state, who brought it there, and why; null where it is not known. */
  since: z.iso.datetime().nullable(),
  by: z.string().nullable(),
  reason: z.string().nullable(),
  isApproved: z.boolean(),
  verification: verificationSchema.shape.outcome,
  /** Who had it fitted, and when; null for versions of earlier programs, and for those that were not fitted here. */
  fitted: z.object({ at: z.iso.datetime(), by: z.string() }).nullable(),
});
export type VersionLife = z.infer<typeof versionLifeSchema>;

export const plannedSchema = z.object({
  version: z.number().int().positive(),
  when: plannedUseSchema,
  since: z.iso.datetime(),
  by: z.string(),
});
export type Planned = z.infer<typeof plannedSchema>;

export const recipeLifeSchema = z.object({
  /** The version that is to judge later. */
  planned: plannedSchema.nullable(),
  /** Of all versions, in their order. */
  versions: z.array(versionLifeSchema),
});
export type RecipeLife = z.infer<typeof recipeLifeSchema>;

/** What decides on the state of a version, and on what may be done with it. */
export interface VersionFacts {
  readonly isProtected: boolean;
  /** A draft without a limit can only say "review". */
  readonly hasLimit: boolean;
  readonly verification: Verification['outcome'];
  /** What people decided last. */
  readonly decided: 'approved' | 'retired' | null;
  readonly isInUse: boolean;
  /** It is to judge later. */
  readonly isPlanned: boolean;
}

/** What policies say of approvals. An open station has none. */
export interface ApprovalPolicies {
  readonly approvalNeedsTest: boolean;
  readonly fitterMayNotApprove: boolean;
}

export function lifeStateOf(facts: VersionFacts): LifeState {
  if (facts.decided === 'retired') return 'retired';
  if (facts.isInUse && mayJudge(facts)) return 'active';
  if (facts.decided === 'approved') return 'approved';
  return facts.hasLimit && facts.verification === 'passed' ? 'verified' : 'draft';
}

/** Whether a version may judge parts: at a protected station only an approved one. */
export function mayJudge({ isProtected, decided }: Pick<VersionFacts, 'isProtected' | 'decided'>): boolean {
  return decided === 'approved' || (!isProtected && decided === null);
}

/** Why a version cannot be put in use or planned to be; null where it can. */
export function useRefusal(facts: VersionFacts): 'recipe.retired' | 'recipe.not-approved' | null {
  if (facts.decided === 'retired') return 'recipe.retired';
  return mayJudge(facts) ? null : 'recipe.not-approved';
}

export type ApprovalRefusal =
  | 'recipe.no-limit'
  | 'recipe.test-failed'
  | 'recipe.not-tested'
  | 'recipe.own-fit'
  | 'recipe.approved-already';

/**
 * Why a version cannot be approved; null where it can. What failed its own criteria never can, whatever the policies say.
 *
 * @param isOwnFit whether whoever approves had it fitted
 */
export function approvalRefusal(
  facts: VersionFacts,
  policies: ApprovalPolicies,
  isOwnFit: boolean,
): ApprovalRefusal | null {
  if (facts.decided === 'approved') return 'recipe.approved-already';
  if (!facts.hasLimit) return 'recipe.no-limit';
  if (facts.verification === 'failed') return 'recipe.test-failed';
  if (!facts.isProtected) return null;
  if (policies.approvalNeedsTest && facts.verification !== 'passed') return 'recipe.not-tested';
  return policies.fitterMayNotApprove && isOwnFit ? 'recipe.own-fit' : null;
}

/** Why a version cannot be retired; null where it can. */
export function retirementRefusal(facts: VersionFacts): 'recipe.in-use' | 'recipe.planned' | 'recipe.retired' | null {
  if (facts.decided === 'retired') return 'recipe.retired';
  if (facts.isInUse) return 'recipe.in-use';
  return facts.isPlanned ? 'recipe.planned' : null;
}
