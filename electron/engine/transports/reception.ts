import type { Caller, Visitor } from '../../../shared/contract/index.ts';
import type { Place, Screen } from '../access/index.ts';

/** Receives whoever connects, and knows who they are from then on. */
export interface Reception {
  enter(place: Place): Visitor & { readonly leave: () => void };
  /** In whose name the files behind a page's addresses are asked for. */
  behind(screen: Screen): Caller;
}
