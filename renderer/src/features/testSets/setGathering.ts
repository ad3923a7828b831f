import type { RecordFilter, TestLabel, TestSet } from '../../../../shared/domain/index.ts';
import type { StationConnection } from '../../lib/connection/index.ts';
import { count, sentences } from '../../lib/format.ts';
import { Sentence } from '../../lib/sentence.ts';
import { texts } from '../../lib/texts.ts';
import type { Gathering, Uploads } from '../gathering/index.ts';

const FILTERS: Readonly<Record<keyof typeof texts.testSets.kinds, Partial<RecordFilter>>> = {
  passed: { verdicts: ['pass'] },
  fail: { verdicts: ['fail'] },
  review: { verdicts: ['review'] },
  released: { dispositions: ['released'] },
  all: {},
};
const MOST = 5000;

/** How a test set takes images. @param label what whoever adds them says that they show */
export function gatheringOf(
  connection: StationConnection,
  { id, recipeId, collecting }: TestSet,
  uploads: Uploads,
  label: TestLabel | null,
): Gathering {
  const { kinds, ways, folderHint, lineHint } = texts.testSets;
  return {
    uploads,
    collecting,
    most: MOST,
    recipe: recipeId,
    kinds: (['passed', 'fail', 'review', 'released', 'all'] as const).map((value) => {
      return { value, ...kinds[value], filter: FILTERS[value] };
    }),
    words: { ways, folderHint, lineHint },
    addFolder: async (folder) => {
      const { added, already } = await connection.request('testSet.addFolder', { id, folder, label });
      return new Sentence(() => texts.testSets.added(added, already));
    },
    addRecords: async (filter, most) => {
      const { added, already, gone } = await connection.request('testSet.addRecords', { id, filter, most, label });
      return new Sentence(() =>
        sentences([texts.testSets.added(added, already), gone > 0 && texts.gathering.records.gone(count(gone))]),
      );
    },
    collect: (from) => connection.request('testSet.collect', { id, from }),
  };
}
