import type { DispositionState } from './disposition.ts';
import type { Verdict } from './verdict.ts';

/** Records by verdict, and those that did not pass by what was decided about them. */
export interface InspectedCounts {
  readonly verdicts: Readonly<Record<Verdict, number>>;
  readonly dispositions: Readonly<Record<DispositionState, number>>;
}

/** Both are shares (0..1) of all records, errors included: a part that was not judged has not passed. Null where there is none. */
export interface Yields {
  /** What the station passed by itself. */
  readonly firstPass: number | null;
  /** The same with what people released since. */
  readonly final: number | null;
}

/** First-pass and final yield, as docs/figures.md defines them: every figure of the product that is called so comes from here. */
export function yieldsOf({ verdicts, dispositions }: InspectedCounts): Yields {
  const inspected = verdicts.pass + verdicts.review + verdicts.fail + verdicts.error;
  if (inspected === 0) return { firstPass: null, final: null };
  return { firstPass: verdicts.pass / inspected, final: (verdicts.pass + dispositions.released) / inspected };
}
