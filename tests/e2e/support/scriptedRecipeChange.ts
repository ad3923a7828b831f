import type { Handlers } from '../../../shared/contract/index.ts';
import { type RecipeId, SigmalineError, type SourceId } from '../../../shared/domain/index.ts';
import type { FakeStation } from './fakeStation.ts';

/** Sources get another recipe at the line; a part of it comes as the test delivers one. */
export function scriptedRecipeChange(
  station: FakeStation,
): Handlers<`recipeChange.${'choices' | 'make' | 'confirm' | 'undo'}`> {
  let changes = 0;
  const sourceOf = (id: SourceId) => {
    const source = station.status.sources.find((known) => known.id === id);
    if (source === undefined) throw new SigmalineError('source.not-found', { source: id });
    return source;
  };
  const give = (id: SourceId, change: object): void => {
    const sources = station.status.sources.map((source) => (source.id === id ? { ...source, ...change } : source));
    station.changeStatus({ sources });
  };
  const judging = async () => {
    const { recipes } = await station.request('recipe.list', {});
    return recipes.map(({ id, name, use }) => ({ id, name, version: use.version }));
  };
  const named = async (id: RecipeId) => {
    const name = (await judging()).find((recipe) => recipe.id === id)?.name ?? id;
    return { id, name };
  };
  return {
    'recipeChange.choices': async ({ sourceId }) => {
      const { recipeId, name, options } = sourceOf(sourceId);
      const isByName = options.recipeByName !== null;
      const refusal = isByName ? ({ code: 'source.recipe-by-name', details: { source: name } } as const) : null;
      return { refusal, current: recipeId, recipes: await judging() };
    },
    'recipeChange.make': async ({ sourceId, recipeId, seen, signature }) => {
      if (station.access.signRecipeChange && signature === undefined) throw new SigmalineError('signature.needed');
      changes += 1;
      const [from, to] = [await named(seen), await named(recipeId)];
      const at = new Date().toISOString();
      const recipeChange = { change: changes, from, to, at, by: 'open station', firstPart: null };
      give(sourceId, { recipeId, recipeChange, proposedRecipe: null });
      return { change: changes };
    },
    'recipeChange.confirm': ({ sourceId }) => {
      give(sourceId, { recipeChange: null });
      return {};
    },
    'recipeChange.undo': ({ sourceId }) => {
      give(sourceId, { recipeChange: null, recipeId: sourceOf(sourceId).recipeChange?.from.id });
      return {};
    },
  };
}
