import { benchRequests } from '../../shared/contract/bench.ts';
import type { Handlers, RequestName } from '../../shared/contract/index.ts';

const ANALYSIS = ['recipe.analysis', 'recipe.locateHeldOut', 'recipe.changeLimit'] as const;

type Unbuilt = Extract<RequestName, `bench.${string}`> | (typeof ANALYSIS)[number];

/** Until they are built. */
export const unbuilt = Object.fromEntries(
  [...Object.keys(benchRequests), ...ANALYSIS].map((name) => [
    name,
    () => {
      throw new Error(`${name} is not built yet`);
    },
  ]),
) as unknown as Pick<Handlers, Unbuilt>;
