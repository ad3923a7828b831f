import { BENCH_STEPS, type BenchStep } from '../../../../shared/contract/index.ts';
import { type RecipeId, recipeIdSchema } from '../../../../shared/domain/index.ts';
import { hashOf } from '../../lib/route.svelte.ts';

/** What the wizard shows: a draft at one of its steps, or the list, where a version may be the beginning of another calibration. */
export interface BenchPlace {
  readonly draft: string | null;
  /** Null opens the step that was reached. */
  readonly step: BenchStep | null;
  readonly again: { readonly id: RecipeId; readonly version: number } | null;
}

/** What cannot be understood in an address asks for nothing. */
export function placeIn(query: string): BenchPlace {
  const parameters = new URLSearchParams(query);
  const [, recipe, version] = /^(.+)@(\d{1,9})$/.exec(parameters.get('again') ?? '') ?? [];
  const id = recipeIdSchema.safeParse(recipe);
  return {
    draft: parameters.get('draft'),
    step: BENCH_STEPS.find((step) => step === parameters.get('step')) ?? null,
    again: id.success ? { id: id.data, version: Number(version) } : null,
  };
}

export function queryOf(draft: string, step: BenchStep): string {
  return new URLSearchParams({ draft, step }).toString();
}

/** Where a version is calibrated again. */
export function againAddress(id: RecipeId, version: number): string {
  return `${hashOf('bench')}?${new URLSearchParams({ again: `${id}@${version}` }).toString()}`;
}
