import type { Handlers } from '../../shared/contract/index.ts';

const ANALYSIS = ['recipe.analysis', 'recipe.locateHeldOut', 'recipe.changeLimit'] as const;

/** Until they are built. */
export const unbuilt = Object.fromEntries(
  ANALYSIS.map((name) => [
    name,
    () => {
      throw new Error(`${name} is not built yet`);
    },
  ]),
) as unknown as Pick<Handlers, (typeof ANALYSIS)[number]>;
