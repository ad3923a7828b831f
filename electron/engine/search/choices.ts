import type { RequestOutput } from '../../../shared/contract/index.ts';
import { recipeIdSchema, sourceIdSchema } from '../../../shared/domain/index.ts';
import { firstPlaces, numberAt } from './bits.ts';
import type { Blocks } from './block.ts';
import type { FoundRecords } from './foundRecords.ts';
import { newestTerms } from './trend.ts';

type Choices = RequestOutput<'records.choices'>;

/** A longer list of lots is not chosen from. */
const MOST_LOTS = 200;
const KINDS = ['version', 'source', 'error', 'reason', 'defect', 'person'] as const;

/** What the records that are searched can be chosen by. Of what changes its name the newest record tells. */
export function choicesIn(blocks: Blocks, lines: FoundRecords): Choices {
  const newest = newestIn(blocks);
  const namesOf = (kind: (typeof KINDS)[number] | 'lot'): string[] =>
    [...newest.keys()].filter((term) => term.startsWith(`${kind}:`)).map((term) => term.slice(kind.length + 1));
  const lineOf = (term: string) => lines.line(newest.get(term) ?? 0);
  const recipes = new Map<string, number[]>();
  for (const name of namesOf('version')) {
    const [id = '', version = ''] = name.split('@');
    recipes.set(id, [...(recipes.get(id) ?? []), Number(version)]);
  }
  return {
    recipes: [...recipes].sort().map(([id, versions]) => ({
      id: recipeIdSchema.parse(id),
      versions: versions.filter((version) => version > 0).sort((first, second) => second - first),
    })),
    sources: namesOf('source').map((id) => ({
      id: sourceIdSchema.parse(id),
      name: lineOf(`source:${id}`)?.sourceName ?? id,
    })),
    lots: namesOf('lot').slice(0, MOST_LOTS),
    errors: namesOf('error').sort(),
    reasons: namesOf('reason').sort(),
    defects: namesOf('defect').sort(),
    people: namesOf('person').map((person) => ({
      person,
      name: lineOf(`person:${person}`)?.disposition?.name ?? person,
    })),
  };
}

/** The terms with the number of the newest record of each, the newest first. */
function newestIn(blocks: Blocks): Map<string, number> {
  const newest = new Map<string, number>();
  let lots = 0;
  for (let block = blocks.lastBlock; block >= 0; block -= 1) {
    const records = blocks.block(block);
    if (records === null) continue;
    const found = { block, records, words: firstPlaces(records.count) };
    for (const kind of lots < MOST_LOTS ? ['lot', ...KINDS] : KINDS) {
      for (const { term, place } of newestTerms(found, `${kind}:`)) {
        if (newest.has(term)) continue;
        newest.set(term, numberAt(block, place));
        if (kind === 'lot') lots += 1;
      }
    }
  }
  return newest;
}
