import { isDeepStrictEqual } from 'node:util';
import { SigmalineError, type TestSet } from '../../../../shared/domain/index.ts';
import { RecipeStore } from '../../recipes/index.ts';
import type { StationDatabase } from '../../storage/index.ts';
import { type TestFacts, testFactsOf } from '../../testSets/index.ts';
import { type Act, actsOn, type ChainFacts, chainFactsIn } from './chainFacts.ts';

/** All that a report of a test says. */
export interface TestContent extends TestFacts {
  /** The name of the recipe; its id where the version's files are gone or damaged. */
  readonly recipeName: string;
  /** When the criteria that count were written, and by whom. */
  readonly criteriaWritten: TestSet['criteriaWritten'];
  /** What was done with the set and in the test, but for single labels and looks, the oldest first. */
  readonly acts: readonly Act[];
  readonly chain: ChainFacts | null;
}

/** Told of by tables of their own. */
const TOLD_ELSEWHERE = ['test-set.labelled', 'test-set.described', 'test-set.excluded', 'test-run.looked'];

/** @throws SigmalineError `test-run.not-found` */
export async function testContentOf(
  source: { readonly database: StationDatabase; readonly dataFolder: string },
  runId: number,
): Promise<TestContent> {
  const { database, dataFolder } = source;
  const facts = testFactsOf(source, runId);
  const { run, set } = facts;
  const onSet = actsOn(database, { kind: 'test set', id: String(set.id) }).acts;
  const onVersion = actsOn(database, { kind: 'recipe', id: `${run.recipeId}@${run.version}` }).acts;
  const started = onVersion.filter(
    ({ action, said }) => action === 'test-run.started' && valueIn(said, 'run') === runId,
  );
  const onRun = actsOn(database, { kind: 'test run', id: String(runId) }).acts;
  const acts = [...onSet, ...started, ...onRun]
    .filter(({ action }) => !TOLD_ELSEWHERE.includes(action))
    .sort((a, b) => a.sequence - b.sequence);
  const recipeName = await new RecipeStore({ dataFolder }).load(run.recipeId, run.version).then(
    ({ recipe }) => recipe.name,
    (thrown: unknown) => {
      if (!(thrown instanceof SigmalineError)) throw thrown;
      return run.recipeId;
    },
  );
  return { ...facts, recipeName, acts, chain: chainFactsIn(database), criteriaWritten: writtenIn(onSet, facts) };
}

/** Of a set that does not know it: the first of the last changes that left the criteria as they are; a copy has had them from its beginning. */
function writtenIn(acts: readonly Act[], { set }: TestFacts): TestContent['criteriaWritten'] {
  if (set.criteria === null || set.criteriaWritten !== null) return set.criteriaWritten;
  const changes = acts.filter(({ action }) => action === 'test-set.changed');
  const other = changes.findLastIndex(({ said }) => !isDeepStrictEqual(valueIn(said, 'criteria'), set.criteria));
  const first = changes[other + 1];
  const written = first === undefined ? { at: set.createdAt, by: set.by } : { at: first.at, by: first.name };
  return { ...written, copiedFrom: null };
}

function valueIn(said: unknown, name: string): unknown {
  return typeof said === 'object' && said !== null ? (said as Record<string, unknown>)[name] : undefined;
}
