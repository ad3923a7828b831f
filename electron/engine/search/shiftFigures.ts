import { setImmediate as otherWork } from 'node:timers/promises';
import type { RequestOutput } from '../../../shared/contract/index.ts';
import { countCommon, keepCommon, type Words } from './bits.ts';
import { type Found, type Hits, wordsOf } from './hits.ts';
import { Pace } from './pace.ts';

type Figures = RequestOutput<'records.figures'>;

/** How fast the newest half million records came says enough, and takes some megabytes. */
const PACE_BLOCKS = 8;

/**
 * Why parts did not pass, each part once, the most frequent first: one that could not be judged by its error, every other by the reason of the newest
 * decision about it. With how fast parts came and were judged.
 */
export async function figuresOf(hits: Hits): Promise<Figures> {
  const parts = new Map<string, number>();
  const pace = new Pace();
  let blocks = 0;
  for (const found of hits.blocks(true)) {
    count(found, parts);
    if (blocks < PACE_BLOCKS) pace.add(found);
    blocks += 1;
    await otherWork();
  }
  const causes = [...parts]
    .filter(([, number]) => number > 0)
    .sort(([, first], [, second]) => second - first)
    .map(([term, number]) => ({ ...causeOf(term), parts: number }));
  return { causes, cycleMs: pace.cycle(), delayMs: pace.delay() };
}

const OPEN = 'state:open';

function count({ records, words }: Found, parts: Map<string, number>): void {
  const add = (term: string, among: Words): void => {
    parts.set(term, (parts.get(term) ?? 0) + countCommon(among, wordsOf(records, [term])));
  };
  const errors = wordsOf(records, ['verdict:error']);
  if (keepCommon(errors, words)) for (const term of records.terms('error:')) add(term, errors);
  const doubtful = wordsOf(records, ['verdict:review', 'verdict:fail']);
  if (!keepCommon(doubtful, words)) return;
  for (const term of [OPEN, ...records.terms('reason:')]) add(term, doubtful);
}

function causeOf(term: string): Pick<Figures['causes'][number], 'kind' | 'name'> {
  if (term === OPEN) return { kind: 'open', name: null };
  const [kind, name] = [term.slice(0, term.indexOf(':')), term.slice(term.indexOf(':') + 1)];
  return { kind: kind === 'error' ? 'error' : 'reason', name };
}
