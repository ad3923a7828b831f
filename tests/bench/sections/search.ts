import { execFile } from 'node:child_process';
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { ReaderThread } from '../../../electron/engine/records/index.ts';
import type { SearchQueries } from '../../../electron/engine/search/index.ts';
import { openStationDatabase } from '../../../electron/engine/storage/index.ts';
import { entryOf } from '../../../electron/hosts/index.ts';
import { fillWithRecords } from '../manyRecords.ts';
import { type Comparison, interleave, timed } from '../measure/interleave.ts';
import type { Spread } from '../measure/statistics.ts';
import { decideAboutMany, openSearcher } from '../searchedStation.ts';
import { openRecordWriter } from './recording.ts';

/** A filter in both orders and both directions: first, middle and last page. */
export interface AskedFilter {
  readonly name: string;
  readonly found: number;
  /** Milliseconds a page: as the first question after a start, nothing in memory; and again. */
  readonly cold: Spread;
  readonly warm: Spread;
  readonly countMs: number;
}

/** @see searchOnce.ts */
export interface SearchAnswers {
  readonly answers: readonly AskedFilter[];
  /** Milliseconds a trend of all records. */
  readonly trends: Readonly<Record<string, Spread>>;
  readonly peakBytes: number;
}

export interface SearchFigures extends SearchAnswers {
  readonly records: number;
  readonly indexSeconds: number;
  readonly indexBytes: number;
  /** Milliseconds a record, committed by itself: first beside a searching thread, second without one. */
  readonly insert: Comparison;
}

const SEARCH_ONCE = fileURLToPath(new URL('../searchOnce.ts', import.meta.url));

/** What it takes to find records among so many. */
export async function measureSearch(
  root: string,
  { records, times, pairs, recordsPerRun }: Readonly<Record<'records' | 'times' | 'pairs' | 'recordsPerRun', number>>,
): Promise<SearchFigures> {
  const folder = join(root, 'search');
  await mkdir(folder);
  const database = openStationDatabase(folder);
  fillWithRecords(database, records, new Date());
  decideAboutMany(database);
  database.close();
  const indexMs = await timed(async () => openSearcher(folder).close());
  const { size } = await stat(join(folder, 'search.sqlite'));
  const { stdout } = await promisify(execFile)(process.execPath, [SEARCH_ONCE, folder, String(times)]);
  const answers = JSON.parse(stdout) as SearchAnswers;
  const insert = await measureInsert(root, pairs, recordsPerRun);
  return { ...answers, records, indexSeconds: indexMs / 1000, indexBytes: size, insert };
}

async function measureInsert(root: string, pairs: number, recordsPerRun: number): Promise<Comparison> {
  const folders = ['searched', 'unsearched'].map((name) => join(root, name));
  for (const folder of folders) await mkdir(folder);
  const [searched, unsearched] = folders.map((folder) => openRecordWriter(folder));
  if (searched === undefined || unsearched === undefined) throw new Error('two stations were opened');
  const search = new ReaderThread<SearchQueries>(folders[0] ?? root, () => undefined, entryOf('searcher'));
  const write = (station: typeof searched) => async (): Promise<number> => {
    const takenMs = await timed(async () => {
      for (let written = 0; written < recordsPerRun; written += 1) {
        station.write();
        await new Promise(setImmediate);
      }
    });
    return takenMs / recordsPerRun;
  };
  try {
    await search.run('search.choices', null);
    await interleave(2, write(searched), write(unsearched));
    return await interleave(pairs, write(searched), write(unsearched));
  } finally {
    await search.close();
    searched.close();
    unsearched.close();
  }
}
