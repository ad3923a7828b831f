import { describe, expect, it } from 'vitest';
import { recipeIdSchema, sourceIdSchema, sourceOptionsSchema } from '../../../../shared/domain/index.ts';
import { mixOfDraft } from './sourceDraft.ts';
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

  it.each([
    ['1', '4', null, false],
    ['2', '4', null, false],
    ['2,1', '4', 100, true],
    ['2.1', '', 4, true],
    ['2.1', '', null, false],
    ['', '4', null, false],
  ])(
    'warns of neighbours that mix: within %j, a cycle of %j, or %j as it was learnt: %j',
    (within, cycle, learnt, warns) => {
      const draft = { partsBy: 'names', together: 'arrival', within, cycle };
      const details = { withinSeconds: 2.1, cycleSeconds: 4 };
      expect(mixOfDraft(draft, learnt)).toEqual(warns ? { code: 'source.views-mix', details } : null);
      expect(mixOfDraft({ ...draft, together: 'serial' }, learnt)).toBeNull();
      expect(mixOfDraft({ ...draft, partsBy: 'image' }, learnt)).toBeNull();
    },
  );

  it('gives a view a recipe of its own, and takes it away again', () => {
    const viewRecipes = withRecipeOfView({ viewRecipes: '' }, 'top', 'washer');
    expect(recipeOfView({ viewRecipes }, 'top')).toBe('washer');
    expect(withRecipeOfView({ viewRecipes }, 'top', '')).toBe('');
  });
});
