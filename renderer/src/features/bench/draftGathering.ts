import { type RecordFilter, slugOf } from '../../../../shared/domain/index.ts';
import type { StationConnection } from '../../lib/connection/index.ts';
import { count, sentences } from '../../lib/format.ts';
import { Sentence } from '../../lib/sentence.ts';
import { texts } from '../../lib/texts.ts';
import type { Gathering } from '../gathering/index.ts';
import type { OpenDraft } from './openDraft.svelte.ts';

/** Released false rejects first: good parts that the limit in use would lose again. */
const FILTERS: Readonly<Record<keyof typeof texts.bench.images.kinds, Partial<RecordFilter>>> = {
  released: { dispositions: ['released'] },
  passed: { verdicts: ['pass'] },
  review: { verdicts: ['review'] },
  all: {},
};
const MOST = 2000;

/** How a calibration takes its good images. */
export function gatheringOf(connection: StationConnection, bench: OpenDraft): Gathering {
  const { id } = bench;
  const { kinds, ways, folderHint, lineHint } = texts.bench.images;
  const words = texts.gathering;
  return {
    uploads: bench.uploads,
    collecting: bench.draft?.collecting ?? null,
    most: MOST,
    recipe: slugOf(bench.settings?.recipe ?? ''),
    kinds: (['released', 'passed', 'review', 'all'] as const).map((value) => {
      return { value, ...kinds[value], filter: FILTERS[value] };
    }),
    words: { ways, folderHint, lineHint },
    addFolder: async (folder) => {
      const { added } = await connection.request('bench.addFolder', { id, folder });
      await bench.readImages();
      return new Sentence(() => words.added(count(added)));
    },
    addRecords: async (filter, most) => {
      const { added, gone } = await connection.request('bench.addRecords', { id, filter, most });
      await bench.readImages();
      return new Sentence(() => sentences([words.added(count(added)), gone > 0 && words.records.gone(count(gone))]));
    },
    collect: async (from) => bench.take(await connection.request('bench.collect', { id, from })),
  };
}
