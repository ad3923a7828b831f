/** Asks the search index of a data folder as its thread does, and prints what it took: `searchOnce.ts FOLDER TIMES`. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { RequestOutput } from '../../shared/contract/index.ts';
import { type RecordCursor, type RecordOrder, recordFilterSchema } from '../../shared/domain/index.ts';
import { newestIn } from './manyRecords.ts';
import { type Spread, spreadOf } from './measure/statistics.ts';
import { openSearcher } from './searchedStation.ts';
import type { AskedFilter, SearchAnswers } from './sections/search.ts';

const [dataFolder = '', times = '9'] = process.argv.slice(2);
const RULES = { kind: 'arrival', shiftStarts: ['06:00', '14:00', '22:00'] };
const DAY_MS = 24 * 60 * 60 * 1000;
const ORDERS: readonly RecordOrder[] = (['time', 'score'] as const).flatMap((by) =>
  [true, false].map((descending) => ({ by, descending })),
);

type Found = RequestOutput<'records.search'>;

/** What a page is asked for with, by its place in the list. */
type Place = { readonly after: RecordCursor | null; readonly backwards: boolean };

const untilMs = newestIn(dataFolder).getTime();
const daysAgo = (days: number): string => new Date(untilMs - days * DAY_MS).toISOString();
let searcher = openSearcher(dataFolder);
const { recipes, sources, lots } = (await searcher.answer('search.choices', null)) as RequestOutput<'records.choices'>;
const filters: Readonly<Record<string, object>> = {
  everything: {},
  'a verdict that most have': { verdicts: ['pass'] },
  'a verdict that few have': { verdicts: ['fail'] },
  'an error': { error: 'image.empty' },
  'a source': { source: sources[0]?.id },
  'a recipe and its version': { recipe: { id: recipes[0]?.id, version: 1 } },
  'a lot': { lot: lots.at(-1) },
  'a day': { from: daysAgo(30), to: daysAgo(29) },
  'open ones': { dispositions: ['open'] },
  'a reason, a defect and a person': { reason: 'Reason 1', defect: 'Dent', person: 'person-3' },
  'scores that many have': { scoreFrom: 1, scoreTo: 1.5 },
  'scores that few have': { scoreFrom: 5.499 },
  'a whole serial': { serial: await serialAmid() },
  'four characters of serials': { serial: '1BBC' },
  'two characters of serials': { serial: '7f' },
  'a path': { file: 'part-1234567' },
  'a path that is nowhere': { file: 'nowhere' },
  'fails of a source and a month with a score': {
    verdicts: ['fail'],
    source: sources[0]?.id,
    from: daysAgo(30),
    scoreFrom: 4,
  },
  'fails with a part of a serial': { verdicts: ['fail'], serial: 'abc' },
};

const answers: AskedFilter[] = [];
for (const [name, given] of Object.entries(filters)) {
  const filter = recordFilterSchema.parse(given);
  const cold: number[] = [];
  const warm: number[] = [];
  for (const order of ORDERS) {
    const ask = async ({ after, backwards }: Place): Promise<readonly [ms: number, found: Found]> => {
      const asked = { ...RULES, filter, order, after, backwards, limit: 60 };
      const begunMs = performance.now();
      const found = (await searcher.answer('search.page', asked)) as Found;
      return [performance.now() - begunMs, found];
    };
    for (const place of await placesOf(ask, order)) {
      searcher.close();
      searcher = openSearcher(dataFolder);
      forgetPages();
      cold.push((await ask(place))[0]);
      for (let time = 0; time < Number(times); time += 1) warm.push((await ask(place))[0]);
    }
  }
  const begunMs = performance.now();
  const counted = (await searcher.answer('search.count', { ...RULES, filter })) as RequestOutput<'records.count'>;
  const countMs = performance.now() - begunMs;
  const found = Object.values(counted.verdicts).reduce((sum, count) => sum + count);
  answers.push({ name, found, cold: spreadOf(cold), warm: spreadOf(warm), countMs });
}
const trends: Record<string, Spread> = {};
for (const by of ['hour', 'day', 'shift', 'lot', 'recipe', 'source']) {
  const begunMs = performance.now();
  await searcher.answer('search.trend', { ...RULES, filter: recordFilterSchema.parse({}), by });
  trends[by] = spreadOf([performance.now() - begunMs]);
}
const peakBytes = process.resourceUsage().maxRSS * 1024;
console.log(JSON.stringify({ answers, trends, peakBytes } satisfies SearchAnswers));
searcher.close();

/** The serial of a record that most others are newer than. */
async function serialAmid(): Promise<string | null> {
  const asked = { ...RULES, filter: recordFilterSchema.parse({}), order: ORDERS[0], backwards: true, limit: 1 };
  const { records } = (await searcher.answer('search.page', {
    ...asked,
    after: { number: 77_777, score: null },
  })) as Found;
  return records[0]?.serial ?? null;
}

/** The first page, one from the middle, and the last one. */
async function placesOf(
  ask: (place: Place) => Promise<readonly [number, Found]>,
  order: RecordOrder,
): Promise<Place[]> {
  const first = { after: null, backwards: false };
  const last = { after: null, backwards: true };
  const [, { records }] = await ask(first);
  const newest = records.at(-1);
  if (newest === undefined) return [first, last];
  const end = (await ask(last))[1].records[0] ?? newest;
  const number = Math.round((newest.number + end.number) / 2);
  const score = order.by === 'time' || newest.score === null ? null : (newest.score + (end.score ?? 0)) / 2;
  const middle = { number, score };
  return [first, { after: middle, backwards: false }, last];
}

/** What the operating system keeps of both files in memory is given up, where it can be told to. */
function forgetPages(): void {
  if (process.platform !== 'linux') return;
  for (const file of ['station.sqlite', 'search.sqlite']) {
    execFileSync('dd', [`if=${join(dataFolder, file)}`, 'iflag=nocache', 'count=0'], { stdio: 'ignore' });
  }
}
