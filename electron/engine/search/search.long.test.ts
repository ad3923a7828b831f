import Database from 'better-sqlite3';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RequestOutput } from '../../../shared/contract/index.ts';
import {
  EVERY_RECORD,
  type RecordCursor,
  type RecordFilter,
  type RecordOrder,
  recordFilterSchema,
} from '../../../shared/domain/index.ts';
import { Searcher } from './searcher.ts';
import { BEGAN_MS, FilledStation, SOURCES } from './station.fixture.ts';
import { openSearch } from './wholeIndex.ts';

const RULES = { kind: 'arrival', shiftStarts: ['06:00', '14:00', '22:00'] } as const;
/** Two blocks that are complete, and a third. */
const RECORDS = 140_000;

let station: FilledStation;
let searcher: Searcher;
let plain: Database.Database;

beforeAll(() => {
  station = new FilledStation();
  station.record(RECORDS - 1500);
  station.decide(3000);
  searcher = new Searcher(station.folder);
  while (searcher.step());
  // What comes later is followed by an index that is there.
  station.record(1500);
  station.decide(1500);
  plain = new Database(station.database.file, { readonly: true });
  // Read hundreds of times from one end to the other.
  plain.pragma('temp_store = MEMORY');
  plain.pragma('cache_size = -200000');
  plain.function('folded', (text) => (typeof text === 'string' ? text.toLowerCase() : null));
  plain.exec(
    `CREATE TEMP TABLE found AS SELECT sequence, score, verdict, source_id, recipe_id, recipe_version, lot, error_code, folded(file) AS file,
       folded(part_serial) AS serial, COALESCE(arrived_at, recorded_at) AS time, reason, defect, person,
       CASE WHEN verdict = 'pass' THEN NULL ELSE COALESCE(decision, 'open') END AS state
     FROM inspection LEFT JOIN disposition ON decision <> 'undecided' AND disposition.id = (SELECT MAX(id) FROM disposition WHERE inspection = sequence)`,
  );
}, 120_000);

afterAll(() => {
  searcher.close();
  plain.close();
  station.remove();
});

/** The same in SQL. */
function where(filter: RecordFilter): string {
  const quoted = (value: unknown): string => `'${String(value).replaceAll("'", "''")}'`;
  const listed = (values: readonly string[]): string => `(${values.map(quoted).join()})`;
  const { verdicts, dispositions, recipe } = filter;
  const conditions = [
    'TRUE',
    ...(verdicts.length === 0 ? [] : [`verdict IN ${listed(verdicts)}`]),
    ...(dispositions.length === 0 ? [] : [`state IN ${listed(dispositions)}`]),
    ...(recipe === null ? [] : [`recipe_id = ${quoted(recipe.id)}`]),
    ...((recipe?.version ?? null) === null ? [] : [`recipe_version = ${recipe?.version}`]),
  ];
  const compared: readonly [keyof RecordFilter, string][] = [
    ['from', 'time >='],
    ['to', 'time <'],
    ['number', 'sequence = 0 +'],
    ['lot', 'lot ='],
    ['source', 'source_id ='],
    ['reason', 'reason ='],
    ['defect', 'defect ='],
    ['person', 'person ='],
    ['error', 'error_code ='],
    ['scoreFrom', 'score >= 0.0 +'],
    ['scoreTo', 'score <= 0.0 +'],
  ];
  for (const [name, comparison] of compared) {
    if (filter[name] !== null) conditions.push(`${comparison} ${quoted(filter[name])}`);
  }
  for (const name of ['file', 'serial'] as const) {
    if (filter[name] !== null) conditions.push(`instr(${name}, ${quoted(filter[name].toLowerCase())}) > 0`);
  }
  return conditions.join(' AND ');
}

function expected(filter: RecordFilter, { by, descending }: RecordOrder): number[] {
  const way = descending ? 'DESC' : 'ASC';
  const order = by === 'time' ? `sequence ${way}` : `score ${way} NULLS LAST, sequence ${way}`;
  const sql = `SELECT sequence FROM found WHERE ${where(filter)} ORDER BY ${order}`;
  return plain.prepare<[], number>(sql).pluck().all();
}

function cursorOf(number: number): RecordCursor | undefined {
  return plain
    .prepare<[number], RecordCursor>('SELECT sequence AS number, score FROM found WHERE sequence = ?')
    .get(number);
}

const numbersOf = (records: readonly { readonly number: number }[]): number[] => records.map(({ number }) => number);

async function page(
  filter: RecordFilter,
  order: RecordOrder,
  rest: object,
): Promise<{ numbers: number[]; hasMore: boolean }> {
  const asked = { ...RULES, filter, order, after: null, backwards: false, limit: 60, ...rest };
  const answer = (await searcher.answer('search.page', asked)) as RequestOutput<'records.search'>;
  return { numbers: numbersOf(answer.records), hasMore: answer.hasMore };
}

const time = fc.integer({ min: -1e8, max: RECORDS * 1000 + 1e8 }).map((ms) => new Date(BEGAN_MS + ms).toISOString());
const text = fc.constantFrom('1', 'sn', 'Teil Ä1', 'TEIL', '2026/sn', '77', '.png', 'zz', 'absent', '8a', 'ä9');
const score = fc.integer({ min: 0, max: 450 }).map((steps) => steps / 64);
const some = <Value>(values: readonly Value[]) => fc.subarray([...values], { maxLength: 2 });

/** Of everything that can be asked for a little at a time: with all of it nothing would ever be found. */
const filters = fc
  .record(
    {
      from: time,
      to: time,
      number: fc.integer({ min: 1, max: RECORDS + 5 }),
      lot: fc.integer({ min: 0, max: 480 }).map((lot) => `L${lot}`),
      serial: text,
      file: text,
      recipe: fc.record({
        id: fc.constantFrom('ring', 'cap', 'other'),
        version: fc.option(fc.integer({ min: 1, max: 4 })),
      }),
      source: fc.constantFrom(...SOURCES),
      verdicts: some(['pass', 'review', 'fail', 'error'] as const),
      dispositions: some(['open', 'confirmed', 'released', 'rework', 'scrap'] as const),
      reason: fc.constantFrom('Dust', 'Nobody said so'),
      defect: fc.constantFrom('Dent', 'Stain'),
      person: fc.constantFrom('ann', 'bob', 'eve'),
      scoreFrom: score,
      scoreTo: score,
      error: fc.constantFrom('image.empty', 'image.truncated'),
    },
    { requiredKeys: [] },
  )
  .chain((all) =>
    fc
      .shuffledSubarray(Object.entries(all), { maxLength: Math.min(3, Object.keys(all).length) })
      .map((chosen) => recordFilterSchema.parse(Object.fromEntries(chosen))),
  );
const orders = fc.record({ by: fc.constantFrom('time', 'score'), descending: fc.boolean() });

describe('a search', () => {
  it('finds what SQL finds, in its order, page by page in both directions', async () => {
    await fc.assert(
      fc.asyncProperty(
        filters,
        orders,
        fc.integer({ min: 1, max: 200 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        async (filter, order, limit, place) => {
          const numbers = expected(filter, order);
          expect(await page(filter, order, { limit })).toEqual({
            numbers: numbers.slice(0, limit),
            hasMore: numbers.length > limit,
          });
          const last = await page(filter, order, { limit, backwards: true });
          expect(last).toEqual({ numbers: numbers.slice(-limit), hasMore: numbers.length > limit });
          const middle = Math.floor(place * numbers.length);
          if (numbers[middle] === undefined) return;
          const after = cursorOf(numbers[middle]);
          expect(await page(filter, order, { limit, after })).toEqual({
            numbers: numbers.slice(middle + 1, middle + 1 + limit),
            hasMore: numbers.length > middle + 1 + limit,
          });
          expect(await page(filter, order, { limit, after, backwards: true })).toEqual({
            numbers: numbers.slice(Math.max(0, middle - limit), middle),
            hasMore: middle > limit,
          });
        },
      ),
      { numRuns: 150 },
    );
  }, 300_000);

  it('counts what SQL counts', async () => {
    const counted = async (filter: RecordFilter) => {
      const answer = (await searcher.answer('search.count', { ...RULES, filter })) as RequestOutput<'records.count'>;
      expect(answer.indexed).toEqual({ from: 1, total: RECORDS });
      return { verdicts: answer.verdicts, dispositions: answer.dispositions };
    };
    await fc.assert(
      fc.asyncProperty(filters, async (filter) => {
        expect(await counted(filter)).toEqual(sqlCounts(filter));
      }),
      { numRuns: 60 },
    );
  }, 120_000);

  it('is the same in another process, whose numbers rise, with an index that is behind, or without one', async () => {
    station.decide(20);
    for (const index of ['behind', 'none']) {
      const search = openSearch(station.folder);
      const open = recordFilterSchema.parse({ dispositions: ['open'], serial: '7' });
      const found = [...search.numbers(open)].flatMap((numbers) => [...numbers]);
      const decided =
        "(SELECT inspection FROM disposition AS newest WHERE decision <> 'undecided' AND id = (SELECT MAX(id) FROM disposition WHERE inspection = newest.inspection))";
      const sql = `SELECT sequence AS number FROM found WHERE ${where({ ...open, dispositions: [] })} AND verdict <> 'pass' AND sequence NOT IN ${decided}`;
      expect(found).toEqual(numbersOf(plain.prepare<[], { number: number }>(`${sql} ORDER BY sequence`).all()));
      expect(search.count(EVERY_RECORD).verdicts).toEqual(sqlCounts(EVERY_RECORD).verdicts);
      search.close();
      if (index === 'behind') {
        searcher.close();
        const { IndexFile } = await import('./indexFile.ts');
        IndexFile.remove(station.folder);
      }
    }
  }, 120_000);
});

function sqlCounts(filter: RecordFilter) {
  const sql = `SELECT verdict, state, COUNT(*) AS count FROM found WHERE ${where(filter)} GROUP BY 1, 2`;
  const counts = plain.prepare<[], { verdict: string; state: string | null; count: number }>(sql).all();
  const by = (column: 'verdict' | 'state', names: readonly string[]) => {
    const countOf = (name: string): number =>
      counts.filter((row) => row[column] === name).reduce((sum, { count }) => sum + count, 0);
    return Object.fromEntries(names.map((name) => [name, countOf(name)]));
  };
  return {
    verdicts: by('verdict', ['pass', 'review', 'fail', 'error']),
    dispositions: by('state', ['open', 'confirmed', 'released', 'rework', 'scrap']),
  };
}
