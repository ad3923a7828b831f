import { describe, expect, it } from 'vitest';
import { recipeIdSchema, sourceIdSchema, sourceOptionsSchema } from '../../../../shared/domain/index.ts';
import { recipeOfView, viewOptionsOf, viewsDraftOf, withRecipeOfView } from './viewsDraft.ts';

const OTHER = sourceIdSchema.parse('5c4ef9a9-1cf1-4c5c-b0f1-0a3b6ea4c3b1');
const washer = recipeIdSchema.parse('washer');
const names = [
  { name: 'top', recipeId: null },
  { name: 'side: left', recipeId: washer },
];

describe('what the form of a source says of views', () => {
  it.each([
    ['each image is a part', {}],
    ['views by their names', { views: { names, together: { by: 'serial' } } }],
    [
      'views by arrival, of which its own images show one',
      {
        views: { names, together: { by: 'arrival', withinSeconds: 0.5 }, waitSeconds: 3, incomplete: 'error' },
        oneView: { name: 'top', source: null },
      },
    ],
    ['a view of the parts of another source', { oneView: { name: 'top', source: OTHER } }],
  ])('is what the source has: %s', (_, wish) => {
    const options = sourceOptionsSchema.parse(wish);
    const { views, oneView } = sourceOptionsSchema.parse(viewOptionsOf(viewsDraftOf(options)));
    expect({ views, oneView }).toEqual({ views: options.views, oneView: options.oneView });
  });

  it('gives a view a recipe of its own, and takes it away again', () => {
    const viewRecipes = withRecipeOfView({ viewRecipes: '' }, 'top', 'washer');
    expect(recipeOfView({ viewRecipes }, 'top')).toBe('washer');
    expect(withRecipeOfView({ viewRecipes }, 'top', '')).toBe('');
  });
});
