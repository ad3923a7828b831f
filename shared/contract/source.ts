import { z } from 'zod';
import { recipeIdSchema, sourceIdSchema } from '../domain/ids.ts';
import { defineRequests } from './define.ts';
import { sourceStatusSchema } from './station.ts';

export const sourceRequests = defineRequests({
  'source.list': { input: z.object({}), output: z.array(sourceStatusSchema), role: 'operator', errors: [] },
  'source.add': {
    input: z.object({ name: z.string().trim().min(1).max(80), folder: z.string().min(1), recipeId: recipeIdSchema }),
    output: sourceStatusSchema,
    role: 'engineer',
    errors: [
      'folder.not-found',
      'folder.unreadable',
      'folder.not-a-folder',
      'recipe.not-found',
      'source.duplicate',
      'source.nested',
      'source.holds-data',
      'source.overlap',
      'folder.relative',
    ],
  },
  'source.remove': {
    input: z.object({ id: sourceIdSchema }),
    output: z.object({}),
    role: 'engineer',
    errors: ['source.not-found'],
  },
});
