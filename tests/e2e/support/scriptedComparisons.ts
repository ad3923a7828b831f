import type { ComparedRecord, Comparison, Handlers } from '../../../shared/contract/index.ts';
import { SigmalineError, type Verdict } from '../../../shared/domain/index.ts';
import type { FakeStation } from './fakeStation.ts';
import { feedItemOf, type SamplePart } from './sampleParts.ts';

type Names = Extract<keyof Handlers, `comparison.${string}`>;

/** Another version that fails every part whose score is above 1 sigma, and passes all others. */
export function scriptedComparisons(station: FakeStation): Pick<Handlers, Names> {
  let comparisons: Comparison[] = [];

  const verdictOf = ({ inspection }: SamplePart): Verdict => ((inspection.score ?? 0) > 1 ? 'fail' : 'pass');

  function found(id: number): Comparison {
    const comparison = comparisons.find((one) => one.id === id);
    if (comparison === undefined) throw new SigmalineError('comparison.not-found');
    return comparison;
  }

  function begin(recipe: Comparison['recipeId'], kind: Comparison['kind'], version: number): Comparison {
    const judged = station.parts.filter(({ inspection }) => inspection.score !== null);
    const counted = Map.groupBy(judged, (part) => `${part.inspection.verdict} ${verdictOf(part)}`);
    const comparison: Comparison = {
      id: comparisons.length + 1,
      kind,
      recipeId: recipe,
      against: 1,
      version,
      startedAt: new Date().toISOString(),
      until: kind === 'shadow' ? new Date(Date.now() + 8 * 60 * 60 * 1000).toISOString() : null,
      by: null,
      state: kind === 'shadow' ? 'running' : 'done',
      error: null,
      total: judged.length,
      judged: judged.length,
      lacking: 0,
      skipped: 0,
      changes: [...counted].map(([change, parts]) => {
        const [from, to] = change.split(' ') as [Verdict, Verdict];
        return { from, to, count: parts.length };
      }),
      imageMs: { against: 61, version: 34 },
    };
    comparisons = [comparison, ...comparisons];
    return comparison;
  }

  function comparedOf(part: SamplePart): ComparedRecord {
    const { sourceId, lot, view, recipeVersion } = part.inspection;
    return {
      record: { ...feedItemOf(part), sourceId, lot, view, recipeVersion, errorCode: null, disposition: null },
      verdict: verdictOf(part),
      score: part.inspection.score,
      limit: 1,
      hasMap: true,
    };
  }

  return {
    'comparison.list': () => ({ comparisons }),
    'comparison.start': ({ recipe, version }) => begin(recipe, 'stored', version),
    'comparison.shadow': ({ recipe, version }) => begin(recipe, 'shadow', version),
    'comparison.stop': ({ id }) => {
      const stopped: Comparison = { ...found(id), state: 'stopped' };
      comparisons = comparisons.map((one) => (one.id === id ? stopped : one));
      return stopped;
    },
    'comparison.remove': ({ id }) => {
      comparisons = comparisons.filter((one) => one !== found(id));
      return {};
    },
    'comparison.records': ({ from, to, onlyChanged }) => {
      const records = station.parts
        .filter(({ inspection }) => inspection.score !== null)
        .map(comparedOf)
        .filter(
          ({ record, verdict }) =>
            (from === null || record.verdict === from) &&
            (to === null || verdict === to) &&
            (!onlyChanged || record.verdict !== verdict),
        );
      return { records, hasMore: false };
    },
    'comparison.locateMap': () => {
      throw new SigmalineError('image.not-found', { file: '' });
    },
  };
}
