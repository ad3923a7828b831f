import { z } from 'zod';
import { recipeSummarySchema } from '../domain/recipe.ts';
import { defineRequests, EVERYONE } from './define.ts';

export const recipeRequests = defineRequests({
  'recipe.list': {
    input: z.object({}),
    output: z.object({
      recipes: z.array(recipeSummarySchema),
      /** Recipes whose folder cannot be read, each with the sentence why. */
      unusable: z.array(z.object({ id: z.string(), problem: z.string() })),
    }),
    roles: EVERYONE,
    errors: [],
  },
});
