import { z } from 'zod';
import { errorFactSchema } from '../domain/errors.ts';
import { recipeIdSchema, sourceIdSchema } from '../domain/ids.ts';
import { signatureInputSchema } from '../domain/person.ts';
import { defineRequests, EVERYONE } from './define.ts';

const choiceSchema = z.object({ id: recipeIdSchema, name: z.string(), version: z.number().int().positive() });
const SIGNATURE_ERRORS = ['signature.needed', 'signature.both', 'signature.other-person'] as const;
const openSchema = z.object({
  sourceId: sourceIdSchema,
  /** As the status tells it: where somebody else has confirmed or undone it meanwhile, nothing is changed. */
  change: z.number().int().positive(),
});

/** The change of a source's recipe at the line, by whoever the policies allow it to. */
export const recipeChangeRequests = defineRequests({
  'recipeChange.choices': {
    input: z.object({ sourceId: sourceIdSchema }),
    output: z.object({
      /** Why the recipe of this source cannot be changed by hand; null where it can. */
      refusal: errorFactSchema.nullable(),
      current: recipeIdSchema,
      /** Recipes that may judge, with the version in use, by name; the current one is among them if it may. */
      recipes: z.array(choiceSchema),
    }),
    roles: EVERYONE,
    signedOut: 'view',
    errors: ['source.not-found'],
  },
  /** What arrives from now on is judged by another recipe; what has arrived before, by the one of before. */
  'recipeChange.make': {
    input: z.object({
      sourceId: sourceIdSchema,
      recipeId: recipeIdSchema,
      /** The recipe that it was seen to have: where somebody else chose another meanwhile, nothing is changed. */
      seen: recipeIdSchema,
      /** Whether the station had proposed it. */
      isProposed: z.boolean().default(false),
      /** Needed if the policies say so. */
      signature: signatureInputSchema.optional(),
    }),
    output: z.object({ change: z.number().int().positive() }),
    changes: true,
    roles: EVERYONE,
    right: 'changeRecipe',
    errors: [
      'source.not-found',
      'source.recipe-by-name',
      'source.recipe-by-view',
      'source.recipe-same',
      'settings.changed-meanwhile',
      'recipe.not-found',
      'recipe.corrupt',
      'recipe.not-approved',
      'recipe.retired',
      'recipe.no-limit',
      'station.data-folder',
      ...SIGNATURE_ERRORS,
    ],
  },
  /** The first part that was judged by the new recipe is judged as it should be. */
  'recipeChange.confirm': {
    input: openSchema,
    output: z.object({}),
    changes: true,
    roles: EVERYONE,
    right: 'changeRecipe',
    errors: ['source.not-found', 'source.recipe-change-over', 'source.first-part-due'],
  },
  /** Back to the recipe of before the change. */
  'recipeChange.undo': {
    input: openSchema.extend({ signature: signatureInputSchema.optional() }),
    output: z.object({}),
    changes: true,
    roles: EVERYONE,
    right: 'changeRecipe',
    errors: [
      'source.not-found',
      'source.recipe-by-name',
      'source.recipe-by-view',
      'source.recipe-change-over',
      'recipe.not-found',
      'recipe.corrupt',
      'recipe.not-approved',
      'recipe.retired',
      'recipe.no-limit',
      'station.data-folder',
      ...SIGNATURE_ERRORS,
    ],
  },
});
