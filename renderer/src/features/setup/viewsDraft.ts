import type { SourceOptions } from '../../../../shared/domain/index.ts';
import { typedNumber } from '../../lib/typedNumber.ts';

/** What of a source's form says how images show parts. */
export interface ViewsDraft {
  /** `image`: each shows a part of its own; `names`: it has several views; `other`: it shows one view of the parts of another source. */
  partsBy: string;
  /** With commas between them. */
  viewNames: string;
  /** Lines "view: recipe", of views that the recipe of the source does not judge. */
  viewRecipes: string;
  /** The view that all images show; empty where their paths say it. */
  ownView: string;
  /** The id of the source that puts parts together. */
  viewSource: string;
  /** `serial` or `arrival`. */
  together: string;
  within: string;
  wait: string;
  /** `review` or `error`. */
  incomplete: string;
}

/** Fields that say one thing only together. */
export const VIEW_FIELDS = [
  'partsBy',
  'viewNames',
  'viewRecipes',
  'ownView',
  'viewSource',
  'together',
  'within',
  'wait',
  'incomplete',
] as const satisfies readonly (keyof ViewsDraft)[];

type ViewOptions = Pick<SourceOptions, 'views' | 'oneView'>;

export function viewsDraftOf({ views, oneView }: ViewOptions): ViewsDraft {
  const owner = oneView?.source ?? null;
  const recipes = (views?.names ?? []).flatMap(({ name, recipeId }) =>
    recipeId === null ? [] : `${name}: ${recipeId}`,
  );
  return {
    partsBy: owner !== null ? 'other' : views === null ? 'image' : 'names',
    viewNames: (views?.names ?? []).map(({ name }) => name).join(', '),
    viewRecipes: recipes.join('\n'),
    ownView: oneView?.name ?? '',
    viewSource: owner ?? '',
    together: views?.together.by ?? 'serial',
    within: views?.together.by === 'arrival' ? String(views.together.withinSeconds) : '1',
    wait: String(views?.waitSeconds ?? 10),
    incomplete: views?.incomplete ?? 'review',
  };
}

/** What was typed, not yet checked. */
export function viewOptionsOf(draft: ViewsDraft): Record<keyof ViewOptions, unknown> {
  const { partsBy, ownView, viewSource } = draft;
  const name = ownView.trim();
  if (partsBy === 'other') return { views: null, oneView: { name, source: viewSource } };
  if (partsBy !== 'names') return { views: null, oneView: null };
  const by = draft.together;
  return {
    views: {
      names: namesOf(draft).map((view) => ({ name: view, recipeId: recipeOfView(draft, view) || null })),
      together: by === 'arrival' ? { by, withinSeconds: typedNumber(draft.within) } : { by },
      waitSeconds: typedNumber(draft.wait),
      incomplete: draft.incomplete,
    },
    oneView: name === '' ? null : { name, source: null },
  };
}

export function namesOf({ viewNames }: Pick<ViewsDraft, 'viewNames'>): string[] {
  return namesIn(viewNames);
}

/** What stands between commas, those of Chinese and Japanese too. */
export function namesIn(typed: string): string[] {
  return typed
    .split(/[,，、]/)
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/** Empty where the recipe of the source judges it. */
export function recipeOfView({ viewRecipes }: Pick<ViewsDraft, 'viewRecipes'>, view: string): string {
  const line = viewRecipes.split('\n').find((known) => known.startsWith(`${view}: `));
  return line?.slice(view.length + 2) ?? '';
}

export function withRecipeOfView(
  { viewRecipes }: Pick<ViewsDraft, 'viewRecipes'>,
  view: string,
  recipe: string,
): string {
  const others = viewRecipes.split('\n').filter((line) => line !== '' && !line.startsWith(`${view}: `));
  return [...others, ...(recipe === '' ? [] : [`${view}: ${recipe}`])].sort().join('\n');
}
