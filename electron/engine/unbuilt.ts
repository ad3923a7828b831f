import { benchRequests } from '../../shared/contract/bench.ts';
import type { Handlers, RequestName } from '../../shared/contract/index.ts';

type Unbuilt = Extract<RequestName, `bench.${string}`>;

/** Until they are built. */
export const unbuilt = Object.fromEntries(
  Object.keys(benchRequests).map((name) => [
    name,
    () => {
      throw new Error(`${name} is not built yet`);
    },
  ]),
) as unknown as Pick<Handlers, Unbuilt>;
