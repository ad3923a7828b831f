import { z } from 'zod';
import { recipeIdSchema } from './ids.ts';
import { feedItemSchema } from './inspection.ts';

const namedRecipeSchema = z.object({ id: recipeIdSchema, name: z.string() });

/** Somebody gave a source another recipe by hand, and nobody has confirmed yet that it is the right one. */
export const openRecipeChangeSchema = z.object({
  change: z.number().int().positive(),
  from: namedRecipeSchema,
  to: namedRecipeSchema,
  at: z.iso.datetime(),
  /** The person's printed name, else what stands in its place. */
  by: z.string(),
  /** The first part that was judged by the new recipe; null until there is one. An image that could not be judged is none. */
  firstPart: feedItemSchema.nullable(),
});
export type OpenRecipeChange = z.infer<typeof openRecipeChangeSchema>;

/** Another recipe of the station within whose limits a part lies that looks like another product to its own recipe. */
export const proposedRecipeSchema = namedRecipeSchema.extend({
  /** The part that it was asked about. */
  number: z.number().int().positive(),
  score: z.number(),
  limit: z.number(),
});
export type ProposedRecipe = z.infer<typeof proposedRecipeSchema>;
