import { z } from 'zod';
import { recipeIdSchema } from '../domain/ids.ts';
import { signatureInputSchema } from '../domain/person.ts';
import { recipeUseSchema } from '../domain/recipe.ts';
import { activationSchema, plannedSchema, plannedUseSchema } from '../domain/recipeLife.ts';
import { defineRequests, ENGINEERS, EVERYONE, READERS, type Role } from './define.ts';

const versionSchema = z.object({ id: recipeIdSchema, version: z.number().int().positive() });
const reasonSchema = z.string().trim().min(1).max(500);
const VERSION_ERRORS = ['recipe.not-found', 'recipe.version-not-found', 'recipe.corrupt'] as const;
const SIGNATURE_ERRORS = ['signature.needed', 'signature.both', 'signature.other-person'] as const;
const PLAN_ERRORS = ['recipe.plan-past', 'recipe.no-lots', 'recipe.judges-already'] as const;
const CARERS: readonly Role[] = ['engineer', 'quality', 'administrator'];

/** What differs between two versions, beside what `changedTraits` tells of their summaries. */
export const versionDifferencesSchema = z.object({
  /** Settings by their place in recipe.json, such as `area.position`; null where a version does not have it. */
  settings: z.array(z.object({ name: z.string(), from: z.string().nullable(), to: z.string().nullable() })),
  /** Good images by their bytes. */
  images: z.object({ same: z.number().int(), added: z.array(z.string()), removed: z.array(z.string()) }),
});
export type VersionDifferences = z.infer<typeof versionDifferencesSchema>;

export const recipeLifeRequests = defineRequests({
  /** Says that a version may judge, and from when on it does. */
  'recipe.approve': {
    input: versionSchema.extend({
      reason: reasonSchema,
      activate: activationSchema,
      /** The version that was seen to be in use: where somebody else chose another meanwhile, nothing is changed. */
      seen: z.number().int().positive().optional(),
      /** Needed if the policies say so. */
      signature: signatureInputSchema.optional(),
    }),
    output: z.object({ use: recipeUseSchema, planned: plannedSchema.nullable() }),
    changes: true,
    roles: EVERYONE,
    right: 'approve',
    errors: [
      ...VERSION_ERRORS,
      ...SIGNATURE_ERRORS,
      ...PLAN_ERRORS,
      'recipe.changed-meanwhile',
      'recipe.no-limit',
      'recipe.test-failed',
      'recipe.not-tested',
      'recipe.own-fit',
      'recipe.approved-already',
    ],
  },
  /** Has a version judge later. It takes the place of what was planned before. */
  'recipe.plan': {
    input: versionSchema.extend({
      when: plannedUseSchema,
      reason: reasonSchema.optional(),
      draft: z.boolean().optional(),
      signature: signatureInputSchema.optional(),
    }),
    output: z.object({ planned: plannedSchema }),
    changes: true,
    roles: ENGINEERS,
    errors: [
      ...VERSION_ERRORS,
      ...SIGNATURE_ERRORS,
      ...PLAN_ERRORS,
      'recipe.not-approved',
      'recipe.retired',
      'recipe.draft-unasked',
    ],
  },
  'recipe.unplan': {
    input: z.object({ id: recipeIdSchema }),
    output: z.object({}),
    changes: true,
    roles: CARERS,
    errors: ['recipe.not-found', 'recipe.nothing-planned'],
  },
  /** Ends the life of a version: it judges no more. Approving it again takes that back. */
  'recipe.retire': {
    input: versionSchema.extend({ reason: reasonSchema }),
    output: z.object({}),
    changes: true,
    roles: CARERS,
    errors: [...VERSION_ERRORS, 'recipe.in-use', 'recipe.planned', 'recipe.retired'],
  },
  /** What people call a recipe from now on. Versions and records keep the name that they have. */
  'recipe.rename': {
    input: z.object({ id: recipeIdSchema, name: z.string().trim().min(1).max(80) }),
    output: z.object({}),
    changes: true,
    roles: ENGINEERS,
    errors: ['recipe.not-found', 'recipe.name', 'recipe.name-taken'],
  },
  'recipe.differences': {
    input: z.object({ id: recipeIdSchema, from: z.number().int().positive(), to: z.number().int().positive() }),
    output: versionDifferencesSchema,
    roles: READERS,
    errors: [...VERSION_ERRORS],
  },
});
