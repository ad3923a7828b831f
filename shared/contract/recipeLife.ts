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
const versionDifferencesSchema = z.object({
  /** Settings by their place in recipe.json, such as `area.position`; null where a version does not have it. */
  settings: z.array(z.object({ name: z.string(), from: z.string().nullable(), to: z.string().nullable() })),
  /** Good images by their bytes. */
  images: z.object({ same: z.number().int(), added: z.array(z.string()), removed: z.array(z.string()) }),
});
export type VersionDifferences = z.infer<typeof versionDifferencesSchema>;

/** What a file of a recipe says of itself, once all of its hashes and its signature were checked. */
const packageFactsSchema = z.object({
  name: z.string(),
  id: recipeIdSchema,
  version: z.number().int().positive(),
  station: z.object({ name: z.string(), origin: z.string() }),
  /** The public key that signed it. */
  key: z.string(),
  /** `own`: of this station; `known`: a file that it signed was imported here before. */
  signer: z.enum(['own', 'known', 'unknown']),
  exportedAt: z.iso.datetime(),
  softwareVersion: z.string(),
  bytes: z.number().int().nonnegative(),
});
export type PackageFacts = z.infer<typeof packageFactsSchema>;

const PACKAGE_ERRORS = [
  'package.unreadable',
  'package.format',
  'package.name',
  'package.too-large',
  'package.changed',
  'package.signature',
] as const;

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
  /** A new recipe of a version: version 1 of another name, which judges as that does. */
  'recipe.clone': {
    input: versionSchema.extend({ name: z.string().trim().min(1).max(80) }),
    output: versionSchema,
    changes: true,
    roles: ENGINEERS,
    errors: [...VERSION_ERRORS, 'recipe.name', 'recipe.name-taken', 'station.data-folder'],
  },
  'recipe.differences': {
    input: z.object({ id: recipeIdSchema, from: z.number().int().positive(), to: z.number().int().positive() }),
    output: versionDifferencesSchema,
    roles: READERS,
    errors: [...VERSION_ERRORS],
  },
  /** Writes a version as one signed file, to be fetched at `/recipe/ID/VERSION`. */
  'recipe.export': {
    input: versionSchema,
    output: z.object({ file: z.string(), bytes: z.number().int().nonnegative(), sha256: z.string() }),
    changes: true,
    roles: ENGINEERS,
    errors: [...VERSION_ERRORS, 'package.no-key', 'export.failed'],
  },
  'recipe.locateFile': {
    input: versionSchema,
    output: z.object({ path: z.string(), fileName: z.string() }),
    roles: ENGINEERS,
    channel: 'host',
    errors: ['resource.not-found'],
  },
  /** A piece of a file of a recipe, in their order. The last one is answered with what the file says of itself. */
  'recipe.upload': {
    input: z.object({
      upload: z.uuid(),
      offset: z.number().int().nonnegative(),
      content: z.base64().max(700_000),
      isLast: z.boolean(),
    }),
    output: z.object({ facts: packageFactsSchema.nullable() }),
    roles: ENGINEERS,
    errors: [...PACKAGE_ERRORS, 'package.upload', 'station.data-folder'],
  },
  /** Makes an uploaded file the next version of its recipe. */
  'recipe.import': {
    input: z.object({
      upload: z.uuid(),
      /** The key that was shown as its signer: what a person agreed to is what is imported. */
      key: z.string(),
    }),
    output: versionSchema,
    changes: true,
    roles: ENGINEERS,
    errors: [...PACKAGE_ERRORS, 'package.upload', 'recipe.corrupt', 'recipe.name', 'station.data-folder'],
  },
});
